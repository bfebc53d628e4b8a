// What a pull request changes up to a commit: one comparison where that shows everything, the paged lists where not.

import { type Login, login, type Sha, sha } from "../core/identity.ts";
import type { History } from "../core/ports.ts";
import type { Changes, Commit, FileChange, PullRequest } from "../core/pull-request.ts";
import { type RepositoryClient, repositoryParameters, unlessMissing } from "./client.ts";
import { remembered } from "./memory.ts";
import { allPages } from "./pages.ts";
import { toAccount } from "./to-domain.ts";

/** GitHub's ends: files of a comparison, commits of one of its pages, files of a pull request. */
const MOST_FILES_COMPARED = 300;
const MOST_COMMITS_A_PAGE = 250;
const MOST_FILES = 3000;
/** Ours: a pull request of more commits is not read to its end. */
const MOST_COMMITS = 2500;

interface FileData {
  filename: string;
  previous_filename?: string;
  status: string;
  sha: string | null;
}

interface CommitData {
  sha: string;
  parents: { sha: string }[];
  author: unknown;
  committer: unknown;
  commit: {
    message: string;
    author: { email?: string } | null;
    committer: { date?: string } | null;
  };
}

export function history(client: RepositoryClient): History {
  const { octokit, memory } = client;
  const parameters = repositoryParameters(client);
  const prefix = `${parameters.owner}/${parameters.repo}`;
  return {
    async changes(base, commit, pull) {
      const key = `${prefix} ${base} ${commit}`;
      const known = memory.changes.get(key);
      if (known) return known;
      const changes = await unlessMissing(() => readChanges(client, base, commit, pull), [404, 422]);
      if (changes) memory.changes.set(key, changes);
      return changes;
    },

    async blobs(commit) {
      return remembered(memory.blobs, `${prefix} ${commit}`, async () => {
        const { data } = await octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
          ...parameters,
          tree_sha: commit,
          recursive: "1",
        });
        const blobs = data.tree.flatMap(({ type, path, sha: blob }): [string, Sha][] =>
          type === "blob" && path && blob ? [[path, sha(blob)]] : [],
        );
        return new Map(blobs);
      });
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
  const commits = first.commits.map(toCommit);
  for (let page = 2; commits.length < Math.min(first.total_commits, MOST_COMMITS); page += 1) {
    const next = await compare(client, base, commit, page);
    if (next.commits.length === 0) break;
    commits.push(...next.commits.map(toCommit));
  }
  const compared = first.files ?? [];
  const isWhole = compared.length < MOST_FILES_COMPARED;
  const isHead = pull?.head.sha === commit;
  const files = isWhole || !isHead ? compared : await pullFiles(client, pull.number);
  const incomplete =
    files.length >= (isWhole || isHead ? MOST_FILES : MOST_FILES_COMPARED)
      ? `GitHub lists at most ${MOST_FILES.toLocaleString("en")} changed files of a pull request, and this one reaches that.`
      : commits.length < first.total_commits
        ? `The pull request has ${first.total_commits.toLocaleString("en")} commits, more than can be read.`
        : undefined;
  return { commit, commits, files: files.flatMap(toFileChange), ...(incomplete ? { incomplete } : {}) };
}

async function compare(client: RepositoryClient, base: string, commit: Sha, page: number) {
  const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
    ...repositoryParameters(client),
    basehead: `${base}...${commit}`,
    per_page: MOST_COMMITS_A_PAGE,
    page,
  });
  return data as { total_commits: number; commits: CommitData[]; files?: FileData[] };
}

function pullFiles(client: RepositoryClient, number: number): Promise<FileData[]> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
  return allPages<FileData>(
    client.octokit,
    route,
    { ...repositoryParameters(client), pull_number: number },
    MOST_FILES,
  );
}

/** A copy is a new file, a changed mode or type a modification; what did not change is left out. */
function toFileChange({
  status,
  filename: path,
  previous_filename: previousPath,
  sha: blob,
}: FileData): FileChange[] {
  if (status === "unchanged") return [];
  if (status === "removed") return [{ status, path }];
  if (!blob) throw new Error(`GitHub gave no blob for ${JSON.stringify(path)} (${status})`);
  if (status === "renamed" && previousPath) return [{ status, path, previousPath, blob: sha(blob) }];
  return [
    { status: status === "added" || status === "copied" ? "added" : "modified", path, blob: sha(blob) },
  ];
}

function toCommit({ sha: id, parents, author, committer, commit }: CommitData): Commit {
  const authorAccount = toAccount(author);
  const committerAccount = toAccount(committer);
  return {
    sha: sha(id),
    parents: parents.map((parent) => sha(parent.sha)),
    message: commit.message,
    authorEmail: (commit.author?.email ?? "").toLowerCase(),
    committedAt: commit.committer?.date ?? "",
    ...(authorAccount ? { author: authorAccount } : {}),
    ...(committerAccount ? { committer: committerAccount } : {}),
  };
}

/** The account behind a commit's e-mail address, found through a commit of this repository that carries it. */
export async function accountOf(client: RepositoryClient, email: string): Promise<Login | undefined> {
  const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/commits", {
    ...repositoryParameters(client),
    author: email,
    per_page: 1,
  });
  const [found] = data;
  const isTheirs = found?.commit.author?.email?.toLowerCase() === email.toLowerCase();
  return isTheirs && found.author && "login" in found.author ? login(found.author.login) : undefined;
}
