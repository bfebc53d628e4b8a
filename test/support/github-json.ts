// What GitHub answers, made from the examples in its own description so that every field is there.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type Json = Record<string, unknown>;

interface Described {
  readonly paths: Record<string, Record<string, { responses: Record<string, { content?: Content }> }>>;
  readonly components: { readonly examples: Record<string, { value: unknown }> };
}
type Content = Record<string, { examples?: Record<string, { $ref?: string; value?: unknown }> }>;

let description: Described | undefined;

/** GitHub's example of a route's answer. @param route `get /repos/{owner}/{repo}/pulls/{pull_number}` */
function example(route: string, status = 200, name?: string): unknown {
  const file = fileURLToPath(import.meta.resolve("@octokit/openapi/generated/api.github.com.json"));
  description ??= JSON.parse(readFileSync(file, "utf8")) as Described;
  const [method = "", path = ""] = route.split(" ");
  const content = description.paths[path]?.[method]?.responses[status]?.content ?? {};
  const examples = content["application/json"]?.examples ?? {};
  const found = name ? examples[name] : Object.values(examples)[0];
  const value = found?.$ref
    ? description.components.examples[found.$ref.split("/").pop() ?? ""]?.value
    : found?.value;
  if (value === undefined) throw new Error(`GitHub's description has no example of ${route}`);
  return structuredClone(value);
}

function first(list: unknown): Json {
  return (list as Json[])[0] ?? {};
}

export function objectName(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}

/** As git names these bytes. */
export function blobName(content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

export function userJson(login: string, type: "User" | "Bot" = "User"): Json {
  const [user] = example("get /repos/{owner}/{repo}/collaborators") as Json[];
  const { permissions: _permissions, role_name: _role, ...rest } = user ?? {};
  return { ...rest, login, id: Number.parseInt(objectName(login).slice(0, 6), 16), type };
}

export interface PullFacts {
  readonly number?: number;
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: "open" | "closed";
  readonly draft?: boolean;
  readonly author?: string;
  readonly base?: string;
  readonly head?: string;
  /** `deleted` where the fork is gone. */
  readonly from?: "repository" | "fork" | "deleted";
  readonly requested?: readonly string[];
  readonly labels?: readonly string[];
  readonly updatedAt?: string;
  readonly changedFiles?: number;
}

const REPOSITORY = { name: "prompts", full_name: "acme/prompts" };

/** Of acme/prompts, number 7, by erin, into main, unless it says otherwise. */
export function pullJson(facts: PullFacts = {}): Json {
  const { updatedAt = "2030-01-01T00:00:00Z", from = "repository", base = "main" } = facts;
  const json = example("get /repos/{owner}/{repo}/pulls/{pull_number}") as Json &
    Record<"base" | "head", Json>;
  const repo = { ...(json.base.repo as Json), ...REPOSITORY, id: 42, owner: userJson("acme") };
  const head = { fork: { ...repo, id: 43, owner: userJson("erin") }, repository: repo, deleted: null }[from];
  return {
    ...json,
    number: facts.number ?? 7,
    title: facts.title ?? "Change a prompt",
    body: facts.body === undefined ? "" : facts.body,
    state: facts.state ?? "open",
    draft: facts.draft ?? false,
    user: userJson(facts.author ?? "erin"),
    base: { ...json.base, ref: base, sha: objectName("base"), repo },
    head: { ...json.head, ref: "change", sha: facts.head ?? objectName("head"), repo: head },
    requested_reviewers: (facts.requested ?? []).map((login) => userJson(login)),
    requested_teams: [],
    labels: (facts.labels ?? []).map(labelJson),
    created_at: "2030-01-01T00:00:00Z",
    updated_at: updatedAt,
    changed_files: facts.changedFiles ?? 1,
  };
}

export function labelJson(name: string): Json {
  const url = `https://api.github.com/repos/acme/prompts/labels/${name}`;
  return { id: 1, node_id: "LA_1", url, name, description: null, color: "ededed", default: false };
}

/** As lists and webhooks of reviews show it. */
export function simplePullJson(facts: PullFacts = {}): Json {
  const simple = first(example("get /repos/{owner}/{repo}/pulls"));
  const full = pullJson(facts);
  return Object.fromEntries(Object.keys(simple).map((key) => [key, full[key] ?? simple[key]]));
}

export interface ReviewFacts {
  readonly id?: number;
  readonly by: string;
  readonly state?: string;
  readonly at?: string;
  readonly submittedAt?: string;
}

export function reviewJson({ id = 1, by, state = "APPROVED", at, submittedAt }: ReviewFacts): Json {
  return {
    ...first(example("get /repos/{owner}/{repo}/pulls/{pull_number}/reviews")),
    id,
    user: userJson(by),
    state,
    commit_id: at ?? objectName("head"),
    submitted_at: submittedAt ?? "2030-01-01T00:10:00Z",
  };
}

export interface FileFacts {
  readonly path: string;
  readonly text?: string;
  readonly status?: string;
  readonly previousPath?: string;
  readonly patch?: string;
}

export function fileJson({ path, text = path, status = "modified", previousPath, patch }: FileFacts): Json {
  const { patch: _patch, ...json } = first(example("get /repos/{owner}/{repo}/pulls/{pull_number}/files"));
  return {
    ...json,
    filename: path,
    sha: blobName(text),
    status,
    ...(previousPath ? { previous_filename: previousPath } : {}),
    ...(patch === undefined ? {} : { patch }),
  };
}

export interface CommitFacts {
  readonly sha?: string;
  readonly by?: string | null;
  readonly message?: string;
  readonly parents?: readonly string[];
  readonly email?: string;
  readonly date?: string;
}

export function commitJson(facts: CommitFacts = {}): Json {
  const json = first(example("get /repos/{owner}/{repo}/commits")) as Json & {
    commit: Json;
    parents: Json[];
  };
  const { by = "erin", email = `${by ?? "nobody"}@example.test`, date = "2030-01-01T00:00:00Z" } = facts;
  const account = by === null ? null : userJson(by);
  const person = { name: by ?? "Nobody", email, date };
  const parents = facts.parents ?? [objectName("parent")];
  return {
    ...json,
    sha: facts.sha ?? objectName("head"),
    author: account,
    committer: account,
    commit: { ...json.commit, message: facts.message ?? "Change", author: person, committer: person },
    parents: parents.map((sha) => ({ ...json.parents[0], sha })),
  };
}

export function comparisonJson(facts: {
  readonly files?: readonly FileFacts[];
  readonly commits?: readonly CommitFacts[];
  readonly total?: number;
}): Json {
  const json = example("get /repos/{owner}/{repo}/compare/{basehead}") as Json;
  const { files, commits = [{}] } = facts;
  return {
    ...json,
    total_commits: facts.total ?? commits.length,
    merge_base_commit: commitJson({ sha: objectName("base") }),
    commits: commits.map(commitJson),
    ...(files ? { files: files.map(fileJson) } : { files: undefined }),
  };
}

export function contentJson(path: string, content: string | Uint8Array): Json {
  const json = example(
    "get /repos/{owner}/{repo}/contents/{path}",
    200,
    "response-if-content-is-a-file",
  ) as Json;
  const bytes = Buffer.from(content);
  return {
    ...json,
    path,
    name: path.split("/").pop(),
    sha: blobName(content),
    size: bytes.length,
    // GitHub breaks the lines.
    content: bytes.toString("base64").replace(/.{60}/g, "$&\n"),
  };
}

export function specialContentJson(kind: "directory" | "symlink" | "submodule"): unknown {
  return example("get /repos/{owner}/{repo}/contents/{path}", 200, `response-if-content-is-a-${kind}`);
}

export function permissionJson(login: string, permission: "admin" | "write" | "read" | "none"): Json {
  const json = example("get /repos/{owner}/{repo}/collaborators/{username}/permission") as Json & {
    user: Json;
  };
  return { ...json, permission, role_name: permission, user: { ...json.user, role_name: permission, login } };
}

export function treeJson(files: Readonly<Record<string, string>>, more: Json = {}): Json {
  const json = example(
    "get /repos/{owner}/{repo}/git/trees/{tree_sha}",
    200,
    "response-recursively-retrieving-a-tree",
  ) as Json & { tree: Json[] };
  const tree = Object.entries(files).map(([path, text]) => ({ ...json.tree[0], path, sha: blobName(text) }));
  return { ...json, tree, truncated: false, ...more };
}

export interface RunFacts {
  readonly id?: number;
  readonly text?: string;
  readonly pull?: number;
  readonly title?: string;
}

export function checkRunJson({ id = 1, text, pull }: RunFacts = {}): Json {
  const json = example("post /repos/{owner}/{repo}/check-runs", 201) as Json & { output: Json };
  return {
    ...json,
    id,
    name: "prompt-steward",
    external_id: pull === undefined ? "" : `pull/${pull}`,
    output: { ...json.output, text: text ?? null },
  };
}

export function checkRunsJson(runs: readonly RunFacts[]): Json {
  return { total_count: runs.length, check_runs: runs.map(checkRunJson) };
}

export function installedJson(repositories: readonly { name: string; archived?: boolean }[]): Json {
  const json = example("get /installation/repositories") as Json;
  const one = first(json.repositories);
  return {
    ...json,
    total_count: repositories.length,
    repositories: repositories.map(({ name, archived = false }) => ({
      ...one,
      owner: userJson("acme"),
      name,
      full_name: `acme/${name}`,
      default_branch: "main",
      archived,
    })),
  };
}

export function refJson(ref: string, sha: string): Json {
  const json = first(example("get /repos/{owner}/{repo}/git/matching-refs/{ref}")) as Json & { object: Json };
  return { ...json, ref, object: { ...json.object, sha } };
}

export function reactionJson(content: string): Json {
  return {
    ...(example("post /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", 201) as Json),
    content,
  };
}

export function commentJson(body: string): Json {
  return { ...(example("post /repos/{owner}/{repo}/issues/{issue_number}/comments", 201) as Json), body };
}

export function tokenJson(): Json {
  const json = example("post /app/installations/{installation_id}/access_tokens", 201) as Json;
  const { repositories: _repositories, ...rest } = json;
  return { ...rest, token: "ghs_made_up", expires_at: "2100-01-01T00:00:00Z" };
}

export function tagObjectJson(tag: string, sha: string): Json {
  const json = example("post /repos/{owner}/{repo}/git/tags", 201) as Json;
  return { ...json, tag, sha };
}

export function releaseJson(tag: string, id = 1): Json {
  return { ...(example("post /repos/{owner}/{repo}/releases", 201) as Json), tag_name: tag, id };
}

export interface DeploymentFacts {
  readonly id: number;
  readonly task: string;
  readonly environment: string;
  readonly payload: unknown;
}

export function deploymentJson({ id, task, environment, payload }: DeploymentFacts): Json {
  const [json = {}] = example("get /repos/{owner}/{repo}/deployments") as Json[];
  return { ...json, id, node_id: `DE_${id}`, task, environment, payload };
}

export function deploymentStatusJson(state: string): Json {
  const route = "post /repos/{owner}/{repo}/deployments/{deployment_id}/statuses";
  return { ...(example(route, 201) as Json), state };
}

export function issueJson(number: number, body: string): Json {
  return { ...(example("post /repos/{owner}/{repo}/issues", 201) as Json), number, body };
}

export function repositoryJson(nodeId: string): Json {
  const {
    source: _source,
    parent: _parent,
    ...json
  } = example("get /repos/{owner}/{repo}", 200, "default-response") as Json;
  return { ...json, node_id: nodeId, language: null };
}
