// One page of a comparison of two commits: its commits and, on the first page, its files.

import * as z from "zod";
import { type Sha, sha } from "../core/identity.ts";
import type { Commit } from "../core/pull-request.ts";
import { type RepositoryClient, repositoryParameters } from "./client.ts";
import { conditional } from "./conditional.ts";
import { keyOf } from "./memory.ts";
import { PAGE_SIZE } from "./pages.ts";
import { toAccount } from "./to-domain.ts";

/** GitHub shows no more files of a comparison. */
export const MOST_FILES_COMPARED = 300;

export interface FileData {
  readonly path: string;
  readonly previousPath?: string;
  /** GitHub's word: added, removed, modified, renamed, copied, changed or unchanged. */
  readonly status: string;
  readonly blob?: string;
}

export interface Comparison {
  /** Of all pages. */
  readonly total: number;
  /** Oldest first. */
  readonly commits: readonly Commit[];
  readonly files: readonly FileData[];
  readonly mergeBase: Sha;
}

const FileShape = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.string(),
  sha: z.string().nullish(),
});

const CommitShape = z.object({
  sha: z.string(),
  parents: z.array(z.object({ sha: z.string() })),
  author: z.unknown().optional(),
  committer: z.unknown().optional(),
  commit: z.object({
    message: z.string(),
    author: z.object({ email: z.string().nullish() }).nullish(),
    committer: z.object({ email: z.string().nullish(), date: z.string().nullish() }).nullish(),
  }),
});

const Shape = z.object({
  total_commits: z.number(),
  merge_base_commit: z.object({ sha: z.string() }),
  commits: z.array(z.unknown()),
  files: z.array(z.unknown()).default([]),
});

const Patched = z.object({ filename: z.string(), patch: z.string() });

const OBJECT_NAME = /^(?:[\da-f]{40}|[\da-f]{64})$/;

/**
 * `commit` against its merge base with `base`. Changes of one page stay as they are for as long as base does not move,
 * so they are asked for conditionally.
 * @param base a branch, or a commit
 */
export async function compare(
  client: RepositoryClient,
  base: string,
  commit: Sha,
  page: number,
): Promise<Comparison> {
  const { octokit, memory, repository } = client;
  // Named in full, so that a tag of the branch's name cannot take its place.
  const from = OBJECT_NAME.test(base) ? base : `refs/heads/${base}`;
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const parameters = {
    ...repositoryParameters(client),
    basehead: `${from}...${commit}`,
    per_page: PAGE_SIZE,
    page,
  };
  const { value } = await conditional(octokit, memory.comparisons, route, parameters, (data) => {
    const { total_commits, merge_base_commit, commits, files } = Shape.parse(data);
    if (page === 1) memory.patches.set(`${keyOf(repository)} ${commit}`, patchesOf(files));
    return {
      total: total_commits,
      commits: commits.map(toCommit),
      files: files.map(toFileData),
      mergeBase: sha(merge_base_commit.sha),
    };
  });
  return value;
}

export function toFileData(json: unknown): FileData {
  const { filename, previous_filename, status, sha: blob } = FileShape.parse(json);
  return {
    path: filename,
    status,
    ...(previous_filename === undefined ? {} : { previousPath: previous_filename }),
    ...(blob ? { blob } : {}),
  };
}

function toCommit(json: unknown): Commit {
  const { sha: id, parents, author, committer, commit } = CommitShape.parse(json);
  const authorAccount = toAccount(author);
  const committerAccount = toAccount(committer);
  return {
    sha: sha(id),
    parents: parents.map((parent) => sha(parent.sha)),
    message: commit.message,
    authorEmail: (commit.author?.email ?? "").toLowerCase(),
    committerEmail: (commit.committer?.email ?? "").toLowerCase(),
    committedAt: commit.committer?.date ?? "",
    ...(authorAccount ? { author: authorAccount } : {}),
    ...(committerAccount ? { committer: committerAccount } : {}),
  };
}

function patchesOf(files: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap((file): [string, string][] => {
      const { success, data } = Patched.safeParse(file);
      return success ? [[data.filename, data.patch]] : [];
    }),
  );
}
