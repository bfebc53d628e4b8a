// Commits and comparisons, with GitHub's ends: 300 files and 250 commits of a comparison, 3,000 files of a commit.

import { textChange } from "../git/patch.ts";
import { diffTrees } from "../git/tree-diff.ts";
import { type Answer, notFound, ok } from "../http/answer.ts";
import { linkHeader, onPage, pageOf } from "../http/pages.ts";
import { readStored, restOf } from "../http/pass-on.ts";
import { type RepositoryCall, type Route, reads } from "../http/route.ts";
import { type ComparedFile, compare } from "../pulls/comparison.ts";
import { commitJson, fileJson } from "../shapes/commit.ts";

const MOST_FILES_COMPARED = 300;
const MOST_COMMITS_A_PAGE = 250;
const MOST_FILES_OF_A_COMMIT = 3000;

export const historyRoutes: readonly Route[] = [
  reads("GET /repos/{owner}/{repo}/commits", "contents:read", (call) => readStored(call, restOf(call))),
  reads("GET /repos/{owner}/{repo}/commits/{ref}", "contents:read", oneCommit),
  reads("GET /repos/{owner}/{repo}/compare/{basehead}", "contents:read", comparison),
];

async function oneCommit(call: RepositoryCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const sha = await world.refs.resolve(repository, parameters.ref ?? "");
  if (!sha) throw notFound();
  const commit = await world.objects.existing(repository, sha);
  const read = (blob: string) => world.objects.blob(repository, blob);
  const [parent] = commit.parents;
  const before = parent ? await world.objects.treeOf(repository, parent) : new Map();
  const files: ComparedFile[] = [];
  for (const change of await diffTrees(before, await world.objects.tree(repository, commit.tree), read)) {
    files.push({ ...change, text: await textChange(change, read) });
  }
  const count = (key: "additions" | "deletions") => files.reduce((sum, { text }) => sum + text[key], 0);
  const [additions, deletions] = [count("additions"), count("deletions")];
  const listed = files.slice(0, MOST_FILES_OF_A_COMMIT);
  const page =
    call.query.has("page") || call.query.has("per_page") ? pageOf(call, 300) : { page: 1, perPage: 300 };
  return {
    ...ok({
      ...commitJson(world, repository, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: onPage(listed, page).map((file) => fileJson(world, repository, file, sha)),
    }),
    headers: linkHeader(call, listed.length, page),
  };
}

async function comparison(call: RepositoryCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const basehead = parameters.basehead ?? "";
  const [baseName = "", headName = ""] = basehead.split("...");
  const base = await resolveIn(call, baseName);
  const head = await resolveIn(call, headName);
  const compared = base && head ? await compare(world, repository, base, head) : undefined;
  if (!compared) throw notFound();
  const { ahead, behind, files, mergeBase } = compared;
  const isPaged = call.query.has("page") || call.query.has("per_page");
  const page = isPaged ? pageOf(call, MOST_COMMITS_A_PAGE) : { page: 1, perPage: MOST_COMMITS_A_PAGE };
  const commits = isPaged ? onPage(ahead, page) : ahead.slice(-MOST_COMMITS_A_PAGE);
  const commit = async (sha: string) =>
    commitJson(world, repository, await world.objects.existing(repository, sha));
  const web = `${world.url}/${repository.fullName}/compare`;
  const status = ahead.length > 0 ? (behind > 0 ? "diverged" : "ahead") : behind > 0 ? "behind" : "identical";
  return {
    ...ok({
      url: `${world.url}/repos/${repository.fullName}/compare/${basehead}`,
      html_url: `${web}/${basehead}`,
      permalink_url: `${web}/${base?.slice(0, 7)}...${head?.slice(0, 7)}`,
      diff_url: `${web}/${basehead}.diff`,
      patch_url: `${web}/${basehead}.patch`,
      base_commit: await commit(compared.base),
      merge_base_commit: await commit(mergeBase),
      status,
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      commits: commits.map((one) => commitJson(world, repository, one)),
      // Only the first page carries files.
      ...(page.page === 1
        ? {
            files: files
              .slice(0, MOST_FILES_COMPARED)
              .map((file) => fileJson(world, repository, file, compared.head)),
          }
        : {}),
    }),
    headers: isPaged ? linkHeader(call, ahead.length, page) : {},
  };
}

/** A name may be of a fork: `alice:branch`. Forks share their objects, so its commit is then known here. */
async function resolveIn({ world, repository }: RepositoryCall, name: string): Promise<string | undefined> {
  const [owner = "", ref = ""] = name.includes(":") ? name.split(/:(?:[^:]+:)?(?=[^:]*$)/) : ["", name];
  if (owner === "" || owner === repository.owner.login) return world.refs.resolve(repository, ref);
  const fork = world.repositories.network(repository).find((one) => one.owner.login === owner);
  const sha = fork && (await world.refs.resolve(fork, ref));
  if (fork && sha) await world.objects.share(fork, repository, sha);
  return sha;
}
