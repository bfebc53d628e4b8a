// Which pull requests a commit came with: those that brought it to their base, or else the open ones that would.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { commitsAhead } from "../git/history.ts";
import type { World } from "../world.ts";
import { comparisonOf } from "./comparison.ts";
import type { PullRecord } from "./pulls.ts";

/** Oldest first. */
export async function pullsOfCommit(
  world: World,
  repository: RepositoryRecord,
  sha: string,
): Promise<PullRecord[]> {
  const found: PullRecord[] = [];
  for (const pull of world.pulls.of(repository)) if (await brings(world, pull, sha)) found.push(pull);
  const merged = found.filter((pull) => pull.merged);
  return merged.length > 0 ? merged : found.filter(({ state }) => state === "open");
}

async function brings(world: World, pull: PullRecord, sha: string): Promise<boolean> {
  const { repository, merged } = pull;
  const ahead = (await comparisonOf(world, pull))?.ahead ?? [];
  // Squashed and rebased commits are others than those of the pull request.
  const landed = merged ? await commitsAhead(world.objects, repository, merged.onto, merged.commit) : [];
  return [...ahead, ...landed].some((commit) => commit.sha === sha);
}
