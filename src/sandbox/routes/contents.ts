// Files through the contents API: at most 1 MB as JSON, nothing beyond 100 MB, and commits in the name of whoever acts.

import { z } from "zod";
import { refMoved } from "../git/push.ts";
import { assertPushAllowed } from "../git/ref-changes.ts";
import { type Answer, ApiError, readBody } from "../http/answer.ts";
import { readStored, restOf, storeGit } from "../http/pass-on.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import { causeOf } from "../world.ts";

const LARGEST_JSON = 1024 * 1024;
const LARGEST = 100 * 1024 * 1024;
/** GitHub lists that many entries of a directory. */
const MOST_ENTRIES = 1000;

const Person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });
const Change = z.looseObject({
  message: z.string().min(1),
  branch: z.string().min(1).optional(),
  author: Person.optional(),
  committer: Person.optional(),
});

export const contentsRoutes: readonly Route[] = [
  reads("GET /repos/{owner}/{repo}/contents/{path}", "contents:read", readContents),
  reads("GET /repos/{owner}/{repo}/contents", "contents:read", readContents),
  reads("GET /repos/{owner}/{repo}/readme", "contents:read", readContents),
  acts("PUT /repos/{owner}/{repo}/contents/{path}", "contents:write", "write", writeContents),
  acts("DELETE /repos/{owner}/{repo}/contents/{path}", "contents:write", "write", writeContents),
];

interface FileJson {
  readonly type: string;
  readonly size: number;
  readonly sha: string;
  readonly path: string;
  readonly content?: string;
}

async function readContents(call: RepositoryCall): Promise<Answer> {
  const answer = await readStored(call, restOf(call));
  if (Array.isArray(answer.body)) {
    const entries = (answer.body as FileJson[]).slice(0, MOST_ENTRIES);
    return { ...answer, body: entries };
  }
  const file = answer.body as FileJson;
  if (file.type !== "file") return answer;
  if (file.size > LARGEST)
    throw new ApiError(
      403,
      "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.",
    );
  if (/\braw\b/.test(call.accept)) return rawAnswer(call, file);
  if (file.size > LARGEST_JSON) return { ...answer, body: { ...file, content: "", encoding: "none" } };
  return { ...answer, body: { ...file, content: (file.content ?? "").replace(/.{1,60}/g, "$&\n") } };
}

async function rawAnswer({ world, repository }: RepositoryCall, { sha }: FileJson): Promise<Answer> {
  const bytes = await world.objects.blob(repository, sha);
  return {
    status: 200,
    body: bytes,
    headers: { "content-type": "application/vnd.github.raw; charset=utf-8" },
  };
}

async function writeContents(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller, method } = call;
  const change = readBody(call.method === "DELETE" && !call.body ? fromQuery(call) : call.body, Change);
  const branch = change.branch ?? repository.defaultBranch;
  const ref = `refs/heads/${branch}`;
  const before = await world.refs.branch(repository, branch);
  if (!before) throw new ApiError(404, `Branch ${branch} not found`);
  // Nothing is green on a commit that is not there yet, so required checks refuse it.
  assertPushAllowed(call, ref, "0".repeat(40), "forwarded");
  const self = { name: actor.name, email: actor.email, date: world.now() };
  const author = { ...self, ...(change.author ?? change.committer) };
  const committer = { ...self, ...(change.committer ?? change.author) };
  const path = restOf(call).split("?")[0] ?? "";
  const answer = await storeGit(call, path, { ...change, author, committer });
  const after = await world.refs.branch(repository, branch);
  await refMoved(world, { repository, ref, before, after, cause: causeOf(actor, caller) });
  return method === "DELETE" ? { ...answer, status: 200 } : answer;
}

function fromQuery({ query }: ActingCall): unknown {
  return Object.fromEntries(query);
}
