// The commits of a push as landings: along the first parents, one landing a pull request, one for direct commits in a row.

import type { Sha } from "../identity.ts";

export interface ChainCommit {
  readonly sha: Sha;
  readonly parents: readonly Sha[];
  /** Number of the pull request that brought it. */
  readonly pull?: number;
}

export interface Stretch {
  /** The commit before its first one. */
  readonly before: Sha;
  /** Its last one. */
  readonly commit: Sha;
  readonly pull?: number;
}

/**
 * From oldest to newest. A squash, a merge commit and a rebase of one pull request each give one stretch, since what a
 * merge commit merged is not on the line of first parents.
 * @param commits in any order, more than those of the line too
 * @param after the newest one
 * @param before where the line ends; a line that never meets it ends where the known commits do
 */
export function stretchesOf(commits: readonly ChainCommit[], before: Sha, after: Sha): Stretch[] {
  const known = new Map(commits.map((commit) => [commit.sha, commit]));
  const line: { commit: ChainCommit; before: Sha }[] = [];
  let next = known.get(after);
  while (next && next.sha !== before) {
    // A repository's first commit has nothing before it: then the push itself says what was there.
    line.push({ commit: next, before: next.parents[0] ?? before });
    known.delete(next.sha);
    next = known.get(next.parents[0] ?? before);
  }
  const stretches: Stretch[] = [];
  for (const { commit, before: start } of line.reverse()) {
    const last = stretches.at(-1);
    const pull = commit.pull === undefined ? {} : { pull: commit.pull };
    if (last && last.pull === commit.pull) stretches[stretches.length - 1] = { ...last, commit: commit.sha };
    else stretches.push({ before: start, commit: commit.sha, ...pull });
  }
  return stretches;
}
