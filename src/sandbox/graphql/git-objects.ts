// Git's objects in the graph: refs, tags, commits, trees and blobs.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { ROOT } from "../emulator.ts";
import { commitsUpTo } from "../git/history.ts";
import type { Commit, Identity } from "../git/objects.ts";
import { pullsOfCommit } from "../pulls/of-commit.ts";
import { gitNodeId } from "../shapes/git.ts";
import { nodeId, toSeconds, type World } from "../world.ts";
import { connection, PAGE, type PageArguments } from "./connections.ts";
import {
  actorNode,
  type BlobNode,
  type CommitNode,
  type GitObjectNode,
  pullNode,
  type RefNode,
  repositoryNode,
  type TagNode,
  type TreeNode,
} from "./nodes.ts";
import { type Context, field, kept, QueryError, type Served } from "./served.ts";

/** GitHub cuts the text of a blob there, in bytes, and says so in `isTruncated`. */
const LONGEST_TEXT = 512_000;

interface ObjectSource {
  readonly repository: RepositoryRecord;
  readonly oid?: string;
}

export const gitObjectFields: Served = {
  Ref: {
    ...kept("name", "prefix"),
    id: field(({ repository, prefix, name }: RefNode) => gitNodeId("REF", repository, `${prefix}${name}`)),
    repository: field(({ repository }: RefNode) => repositoryNode(repository)),
    target: field(({ repository, object }: RefNode, { world }) => objectOf(world, repository, object.sha)),
  },
  Tag: {
    id: field(({ repository, tag }: TagNode) => gitNodeId("T", repository, tag.sha)),
    oid: field(({ tag }: TagNode) => tag.sha),
    abbreviatedOid: field(({ tag }: TagNode) => tag.sha.slice(0, 7)),
    name: field(({ tag }: TagNode) => tag.tag),
    message: field(({ tag }: TagNode) => tag.message),
    tagger: field(({ tag }: TagNode) => tag.tagger),
    target: field(({ repository, tag }: TagNode, { world }) => objectOf(world, repository, tag.object.sha)),
    repository: field(({ repository }: TagNode) => repositoryNode(repository)),
  },
  Blob: {
    ...kept("oid"),
    id: field(({ repository, oid }: BlobNode) => gitNodeId("B", repository, oid)),
    abbreviatedOid: field(({ oid }: BlobNode) => oid.slice(0, 7)),
    byteSize: field(({ bytes }: BlobNode) => bytes.length),
    isBinary: field(({ bytes }: BlobNode) => isBinary(bytes)),
    isTruncated: field(({ bytes }: BlobNode) => bytes.length > LONGEST_TEXT),
    text: field(({ bytes }: BlobNode) =>
      isBinary(bytes) ? null : bytes.subarray(0, LONGEST_TEXT).toString("utf8"),
    ),
    repository: field(({ repository }: ObjectSource) => repositoryNode(repository)),
  },
  Tree: {
    ...kept("oid"),
    id: field(({ repository, oid }: TreeNode) => gitNodeId("TR", repository, oid)),
    abbreviatedOid: field(({ oid }: TreeNode) => oid.slice(0, 7)),
    entries: field((tree: TreeNode, { world }) => entriesOf(world, tree)),
    repository: field(({ repository }: ObjectSource) => repositoryNode(repository)),
  },
  TreeEntry: {
    ...kept("name", "path", "mode", "type", "oid", "size"),
    object: field(({ repository, oid, type }: TreeEntrySource, { world }) =>
      // A submodule's commit is of another repository.
      type === "commit" ? null : objectOf(world, repository, oid),
    ),
  },
  Commit: {
    id: field(({ commit }: CommitNode) => nodeId("C", Number.parseInt(commit.sha.slice(0, 8), 16))),
    oid: field(({ commit }: CommitNode) => commit.sha),
    abbreviatedOid: field(({ commit }: CommitNode) => commit.sha.slice(0, 7)),
    message: field(({ commit }: CommitNode) => commit.message),
    messageHeadline: field(({ commit }: CommitNode) => commit.message.split("\n")[0] ?? ""),
    messageBody: field(({ commit }: CommitNode) => commit.message.split("\n").slice(1).join("\n").trim()),
    author: field(({ commit }: CommitNode) => commit.author),
    committer: field(({ commit }: CommitNode) => commit.committer),
    authoredDate: field(({ commit }: CommitNode) => toSeconds(commit.author.date)),
    committedDate: field(({ commit }: CommitNode) => toSeconds(commit.committer.date)),
    url: field(
      ({ repository, commit }: CommitNode, { world }) =>
        `${world.url}/${repository.fullName}/commit/${commit.sha}`,
    ),
    repository: field(({ repository }: CommitNode) => repositoryNode(repository)),
    tree: field(({ repository, commit }: CommitNode) => treeNode(repository, commit.tree, "")),
    file: {
      takes: ["path"],
      answer: async ({ repository, commit }: CommitNode, { path }: { path: string }, { world }: Context) =>
        (await entryAt(world, repository, commit, path)) ?? null,
    },
    parents: {
      takes: PAGE,
      answer: ({ repository, commit }: CommitNode, page: PageArguments, { world }: Context) =>
        connection("parents", commit.parents, page, (sha) => objectOf(world, repository, sha)),
    },
    history: { takes: PAGE, answer: history },
    associatedPullRequests: {
      needs: "pull_requests:read",
      takes: PAGE,
      answer: async ({ repository, commit }: CommitNode, page: PageArguments, { world }: Context) =>
        connection(
          "associatedPullRequests",
          await pullsOfCommit(world, repository, commit.sha),
          page,
          pullNode,
        ),
    },
  },
  GitActor: {
    ...kept("name", "email"),
    date: field(({ date }: Identity) => date),
    user: field(({ email }: Identity, { world }) => {
      const account = world.registry.ofEmail(email);
      return account?.kind === "User" ? actorNode(account) : null;
    }),
  },
};

export async function objectOf(
  world: World,
  repository: RepositoryRecord,
  oid: string,
): Promise<GitObjectNode | null> {
  const tag = world.refs.tags.find(repository, oid);
  if (tag) return { __typename: "Tag", repository, tag };
  switch (await world.refs.typeOf(repository, oid)) {
    case "commit":
      return commitNode(repository, await world.objects.existing(repository, oid));
    case "blob":
      return { __typename: "Blob", repository, oid, bytes: await world.objects.blob(repository, oid) };
    case "tree":
      return treeNode(repository, oid, "");
    case "tag":
    case undefined:
      return null;
  }
}

export function commitNode(repository: RepositoryRecord, commit: Commit): CommitNode {
  return { __typename: "Commit", repository, commit };
}

function treeNode(repository: RepositoryRecord, oid: string, path: string): TreeNode {
  return { __typename: "Tree", repository, oid, path };
}

/** @param expression as `git rev-parse` takes it: `main`, `<commit>:path/to/file`, `refs/tags/v1` */
export async function objectAt(
  world: World,
  repository: RepositoryRecord,
  expression: string,
): Promise<GitObjectNode | null> {
  const colon = expression.indexOf(":");
  const revision = colon < 0 ? expression : expression.slice(0, colon);
  if (/[~^@]/.test(revision)) {
    throw new QueryError("NOT_SERVED", `The sandbox does not serve the expression ${expression}`);
  }
  if (colon < 0) {
    const ref = await namedObject(world, repository, revision);
    return ref ? objectOf(world, repository, ref) : null;
  }
  const sha = await world.refs.resolve(repository, revision);
  const commit = sha ? await world.objects.commit(repository, sha) : undefined;
  if (!commit) return null;
  const path = expression.slice(colon + 1).replace(/\/$/, "");
  if (path === "") return treeNode(repository, commit.tree, "");
  const entry = await entryAt(world, repository, commit, path);
  if (!entry || entry.type === "commit") return null;
  return entry.type === "tree"
    ? treeNode(repository, entry.oid, path)
    : objectOf(world, repository, entry.oid);
}

/** A tag's name means the tag's own object. */
async function namedObject(
  world: World,
  repository: RepositoryRecord,
  name: string,
): Promise<string | undefined> {
  if (/^[0-9a-f]{40}$/.test(name)) return name;
  for (const ref of name.startsWith("refs/") ? [name] : [`refs/tags/${name}`, `refs/heads/${name}`]) {
    const found = await world.refs.find(repository, ref);
    if (found) return found.sha;
  }
  return world.refs.resolve(repository, name);
}

interface TreeEntrySource {
  readonly repository: RepositoryRecord;
  readonly name: string;
  readonly path: string;
  /** As git writes it, read as octal. */
  readonly mode: number;
  readonly type: string;
  readonly oid: string;
  readonly size: number;
}

async function entriesOf(world: World, { repository, oid, path }: TreeNode): Promise<TreeEntrySource[]> {
  const { tree } = (await world.emulator.expect({
    method: "GET",
    path: `/repos/${repository.fullName}/git/trees/${oid}`,
    as: ROOT,
  })) as { tree: { path: string; mode: string; type: string; sha: string; size?: number }[] };
  return tree.map((entry) => ({
    repository,
    name: entry.path,
    path: path === "" ? entry.path : `${path}/${entry.path}`,
    mode: Number.parseInt(entry.mode, 8),
    type: entry.type,
    oid: entry.sha,
    size: entry.size ?? 0,
  }));
}

/** Walks down to it, folder by folder. */
async function entryAt(
  world: World,
  repository: RepositoryRecord,
  commit: Commit,
  path: string,
): Promise<TreeEntrySource | undefined> {
  let folder = treeNode(repository, commit.tree, "");
  const names = path.split("/");
  for (const [index, name] of names.entries()) {
    const entry = (await entriesOf(world, folder)).find((one) => one.name === name);
    if (!entry || index === names.length - 1) return entry;
    if (entry.type !== "tree") return undefined;
    folder = treeNode(repository, entry.oid, entry.path);
  }
  return undefined;
}

/** Newest first. */
async function history({ repository, commit }: CommitNode, page: PageArguments, { world }: Context) {
  const commits = await commitsUpTo(world.objects, repository, commit.sha);
  return connection("history", commits, page, (one) => commitNode(repository, one));
}

/** As git decides it: by a zero byte near the beginning. */
function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}
