// Git data: blobs, trees, commits, tags and refs. The emulator stores them; here are their authors, the rules of
// protected branches, and what follows when a branch moves.

import { z } from "zod";
import { isAncestor } from "../git/history.ts";
import { refMoved } from "../git/push.ts";
import { type Answer, ApiError, created, ok, readBody } from "../http/answer.ts";
import { readStored, restOf, storeGit } from "../http/pass-on.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import { mayBypass, unmetChecks } from "../pulls/protections.ts";
import { causeOf } from "../world.ts";

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
const NewRef = z.object({ ref: z.string().regex(/^refs\/.+\/./), sha: z.string().regex(/^[0-9a-f]{40}$/) });
const MovedRef = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/), force: z.boolean().default(false) });

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
  reads("GET /repos/{owner}/{repo}/git/ref/{ref}", "contents:read", (call) => readStored(call, restOf(call))),
  reads("GET /repos/{owner}/{repo}/git/matching-refs/{ref}", "contents:read", (call) =>
    readStored(call, restOf(call)),
  ),
  acts("POST /repos/{owner}/{repo}/git/refs", "contents:write", "write", createRef),
  acts("PATCH /repos/{owner}/{repo}/git/refs/{ref}", "contents:write", "write", updateRef),
  acts("DELETE /repos/{owner}/{repo}/git/refs/{ref}", "contents:write", "write", deleteRef),
  reads("GET /repos/{owner}/{repo}/git/tags/{tag_sha}", "contents:read", (call) =>
    readStored(call, restOf(call)),
  ),
  acts("POST /repos/{owner}/{repo}/git/tags", "contents:write", "write", async (call) => {
    const { name, email } = call.actor;
    const tagger = { name, email, date: call.world.now(), ...(call.body as { tagger?: object })?.tagger };
    const { body } = await storeGit(call, "/git/tags", { ...(call.body as object), tagger });
    return created(body);
  }),
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

async function createRef(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller } = call;
  const { ref, sha } = readBody(call.body, NewRef);
  if (await world.refs.find(repository, ref)) throw new ApiError(422, "Reference already exists");
  await assertPushAllowed(call, ref, sha, "new");
  const { body } = await storeGit(call, "/git/refs", { ref, sha });
  const cause = causeOf(actor, caller);
  world.webhooks.happened({
    name: "create",
    repository,
    cause,
    payload: {
      ref: ref.replace(/^refs\/(heads|tags)\//, ""),
      ref_type: ref.startsWith("refs/tags/") ? "tag" : "branch",
      full_ref: ref,
      master_branch: repository.defaultBranch,
      description: repository.description,
      pusher_type: "user",
    },
  });
  await refMoved(world, { repository, ref, before: undefined, after: sha, cause });
  return created(body);
}

async function updateRef(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller, parameters } = call;
  const ref = `refs/${parameters.ref}`;
  const { sha, force } = readBody(call.body, MovedRef);
  const before = (await world.refs.find(repository, ref))?.sha;
  if (!before) throw new ApiError(422, "Reference does not exist");
  if (ref.startsWith("refs/pull/")) throw new ApiError(403, "Resource not accessible");
  const isForward = await isAncestor(world.objects, repository, before, sha);
  if (!isForward && !force) throw new ApiError(422, "Update is not a fast forward");
  await assertPushAllowed(call, ref, sha, isForward ? "forward" : "forced");
  const { body } = await storeGit(call, `/git/refs/${parameters.ref}`, { sha, force: true });
  await refMoved(world, { repository, ref, before, after: sha, cause: causeOf(actor, caller) });
  return ok(body);
}

async function deleteRef(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller, parameters } = call;
  const ref = `refs/${parameters.ref}`;
  const before = (await world.refs.find(repository, ref))?.sha;
  if (!before) throw new ApiError(422, "Reference does not exist");
  await assertPushAllowed(call, ref, undefined, "deleted");
  await storeGit(call, `/git/refs/${parameters.ref}`, undefined);
  const cause = causeOf(actor, caller);
  await refMoved(world, { repository, ref, before, after: undefined, cause });
  return { status: 204 };
}

/** @throws ApiError 422 where the branch's protection forbids the push */
export async function assertPushAllowed(
  { world, repository, actor }: ActingCall,
  ref: string,
  sha: string | undefined,
  kind: "new" | "forward" | "forced" | "deleted",
): Promise<void> {
  if (!ref.startsWith("refs/heads/")) return;
  const branch = ref.slice("refs/heads/".length);
  if (branch.startsWith("gh-readonly-queue/")) throw new ApiError(403, "Resource not accessible");
  const rules = world.protections.of(repository, branch);
  if (!rules) return;
  if (kind === "deleted" && !rules.allowDeletions)
    throw new ApiError(422, "Cannot delete this protected branch");
  if (kind === "forced" && !rules.allowForcePushes)
    throw new ApiError(422, "Cannot force-push to this branch");
  if (mayBypass(world, repository, branch, actor)) return;
  if (rules.requiredApprovals !== undefined) {
    throw new ApiError(422, "Changes must be made through a pull request.");
  }
  const unmet = sha && unmetChecks(world, repository, rules, sha);
  if (unmet) throw new ApiError(422, unmet);
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
