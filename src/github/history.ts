// What a pull request changes up to a commit: one comparison where that shows everything, longer lists where not.

import { type Sha, sha } from "../core/identity.ts";
import type { History } from "../core/ports.ts";
import type { Changes, FileChange, PullRequest } from "../core/pull-request.ts";
import { type RepositoryClient, repositoryParameters, unlessMissing } from "./client.ts";
import { compare, type FileData, MOST_FILES_COMPARED, toFileData } from "./compare.ts";
import { keyOf } from "./memory.ts";
import { allPages } from "./pages.ts";
import { blobsAt, readTree } from "./trees.ts";

/** Where GitHub's list of a pull request's files ends. */
const MOST_FILES = 3000;
/** Ours: a pull request of more commits is not read to its end. */
const MOST_COMMITS = 2500;

export function history(client: RepositoryClient): History {
  const { memory, repository } = client;
  const key = keyOf(repository);
  return {
    async changes(base, commit, pull) {
      return unlessMissing(
        () => memory.changes.get(`${key} ${base} ${commit}`, () => readChanges(client, base, commit, pull)),
        [404, 422],
      );
    },

    blobs(commit, paths) {
      return memory.blobs.get(`${key} ${commit} ${JSON.stringify(paths)}`, () =>
        blobsAt(client, commit, paths),
      );
    },
  };
}

async function readChanges(
  client: RepositoryClient,
  base: string,
  commit: Sha,
  pull: PullRequest | undefined,
): Promise<Changes> {
  const first = await compare(client, base, commit, 1);
  const commits = [...first.commits];
  for (let page = 2; commits.length < Math.min(first.total, MOST_COMMITS); page += 1) {
    const next = await compare(client, base, commit, page);
    if (next.commits.length === 0) break;
    commits.push(...next.commits);
  }
  const isWhole = first.files.length < MOST_FILES_COMPARED;
  const listed = isWhole
    ? { files: first.files.flatMap(toFileChange) }
    : pull?.head.sha === commit
      ? await filesOfPull(client, pull.number, commit)
      : await filesByTrees(client, first.mergeBase, commit);
  const { files } = listed;
  const incomplete =
    "incomplete" in listed
      ? listed.incomplete
      : commits.length < first.total
        ? `The pull request has ${count(first.total)} commits, more than can be read.`
        : undefined;
  const { mergeBase } = first;
  return { commit, mergeBase, commits, files, ...(incomplete ? { incomplete } : {}) };
}

interface Listed {
  readonly files: FileChange[];
  readonly incomplete?: string;
}

async function filesOfPull(client: RepositoryClient, number: number, commit: Sha): Promise<Listed> {
  const parameters = { ...repositoryParameters(client), pull_number: number };
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
  const files = await allPages(client, route, parameters, toFileData);
  // The list is of whatever head is by now, and says nothing of files beyond its end: the pull request tells both.
  const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", parameters);
  const incomplete =
    data.head.sha !== commit
      ? "The pull request was pushed to while its files were read."
      : data.changed_files > files.length || files.length > MOST_FILES
        ? `GitHub lists at most ${count(MOST_FILES)} changed files of a pull request, and this one has ${count(Math.max(data.changed_files, files.length))}.`
        : undefined;
  return { files: files.flatMap(toFileChange), ...(incomplete ? { incomplete } : {}) };
}

/** Of a commit that is no pull request's head nothing lists more files, so its tree is held against the merge base's. */
async function filesByTrees(client: RepositoryClient, mergeBase: Sha, commit: Sha): Promise<Listed> {
  const [before, after] = await Promise.all([readTree(client, mergeBase), readTree(client, commit)]);
  const files: FileChange[] = [];
  for (const [path, blob] of after.blobs) {
    const former = before.blobs.get(path);
    if (former !== blob) files.push({ status: former ? "modified" : "added", path, blob });
  }
  for (const path of before.blobs.keys()) {
    if (!after.blobs.has(path)) files.push({ status: "removed", path });
  }
  return before.isTruncated || after.isTruncated
    ? { files, incomplete: "The repository has more files than GitHub lists at once." }
    : { files };
}

/** A copy is a new file, a changed mode or type a modification; what did not change is left out. */
function toFileChange({ status, path, previousPath, blob }: FileData): FileChange[] {
  if (status === "unchanged") return [];
  if (status === "removed") return [{ status, path }];
  if (!blob) throw new Error(`GitHub gave no blob for ${JSON.stringify(path)} (${status})`);
  if (status === "renamed" && previousPath) return [{ status, path, previousPath, blob: sha(blob) }];
  return [
    { status: status === "added" || status === "copied" ? "added" : "modified", path, blob: sha(blob) },
  ];
}

function count(number: number): string {
  return number.toLocaleString("en");
}
