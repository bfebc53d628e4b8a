// Git data: blobs, trees and commits. The emulator stores them; here are their authors.

import { z } from "zod";
import { type Answer, ApiError, created, ok, readBody } from "../http/answer.ts";
import { readStored, restOf, storeGit } from "../http/pass-on.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";

const LARGEST_BLOB = 100 * 1024 * 1024;

const Person = z.object({ name: z.string().min(1), email: z.string().min(1), date: z.string().optional() });
const NewCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: Person.optional(),
  committer: Person.partial().optional(),
  signature: z.string().optional(),
});

export const gitDataRoutes: readonly Route[] = [
  reads("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", "contents:read", async (call) => {
    const answer = await readStored(call, restOf(call));
    const { size, content } = answer.body as { size: number; content: string };
    if (size > LARGEST_BLOB) throw new ApiError(403, "This blob is too large");
    return ok({ ...(answer.body as object), content: inLines(content) });
  }),
  acts("POST /repos/{owner}/{repo}/git/blobs", "contents:write", "write", async (call) => {
    const { body } = await storeGit(call, "/git/blobs", call.body);
    const { sha, url } = body as { sha: string; url: string };
    return created({ sha, url });
  }),
  reads("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", "contents:read", async (call) => {
    const named = call.parameters.tree_sha ?? "";
    const commit = await call.world.refs.resolve(call.repository, named);
    const query = call.query.size > 0 ? `?${call.query}` : "";
    const tree = commit ? (await call.world.objects.existing(call.repository, commit)).tree : named;
    const answer = await readStored(call, `/git/trees/${tree}${query}`);
    return ok(withUrls(call, answer.body));
  }),
  acts("POST /repos/{owner}/{repo}/git/trees", "contents:write", "write", async (call) => {
    const { body } = await storeGit(call, "/git/trees", call.body);
    return created(withUrls(call, body));
  }),
  reads("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", "contents:read", (call) =>
    readStored(call, restOf(call)),
  ),
  acts("POST /repos/{owner}/{repo}/git/commits", "contents:write", "write", createCommit),
];

async function createCommit(call: ActingCall): Promise<Answer> {
  const { world, actor } = call;
  const { author, committer, signature: _, ...rest } = readBody(call.body, NewCommit);
  const self = { name: actor.name, email: actor.email, date: world.now() };
  const written = { ...self, ...author };
  const stored = { ...rest, author: written, committer: { ...written, ...committer } };
  const { body } = await storeGit(call, "/git/commits", stored);
  return created(body);
}

/** GitHub breaks base64 into lines of sixty. */
function inLines(base64: string): string {
  return base64.replace(/.{1,60}/g, "$&\n");
}

interface TreeJson {
  readonly sha: string;
  readonly tree: readonly { path: string; mode: string; type: string; sha: string; size?: number }[];
}

function withUrls({ world, repository }: RepositoryCall, json: unknown): unknown {
  const { sha, tree } = json as TreeJson;
  const url = `${world.url}/repos/${repository.fullName}/git`;
  const kinds: Readonly<Record<string, string>> = { tree: "trees", commit: "commits" };
  const entries = tree.map(({ path, mode, type, sha: object, size }) => ({
    path,
    mode,
    type,
    sha: object,
    ...(size === undefined ? {} : { size }),
    // A submodule's commit is of another repository.
    ...(mode === "160000" ? {} : { url: `${url}/${kinds[type] ?? "blobs"}/${object}` }),
  }));
  return { sha, url: `${url}/trees/${sha}`, tree: entries, truncated: false };
}
