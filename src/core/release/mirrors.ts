// What of a plan shows on GitHub's own pages, beside the tags: a Release and a Deployment for each, made from the tags
// and therefore able to be made at any time.

import type { Policy } from "../config/policy.ts";
import type { DeploymentMove, NewGitHubRelease } from "../ports.ts";
import type { KnownDeployment, ReleaseFacts } from "./facts.ts";
import type { PlannedRelease, ReleasePlan } from "./plan.ts";
import type { MoveRecord, ReleaseRecord } from "./record.ts";
import { mergeTitle, renderMergeNotes } from "./render/merge-notes.ts";
import { releaseTitle, renderReleaseNotes } from "./render/notes.ts";
import { releaseTag } from "./tag-name.ts";

export interface Mirrors {
  readonly releases: readonly NewGitHubRelease[];
  readonly deployments: readonly DeploymentMove[];
  /** Deployments that no longer run. */
  readonly former: readonly string[];
  /** Of these something is still to be made. */
  readonly unfinished: readonly PlannedRelease[];
}

/** @param facts deployments to the first environment alone */
export function mirrorsOf(
  { releases: planned, lastMoves }: Pick<ReleasePlan, "releases" | "lastMoves">,
  facts: Pick<ReleaseFacts, "released" | "deployments">,
  { release }: Pick<Policy, "release">,
  webUrl: string,
): Mirrors {
  const groups = groupsOf(planned, release.githubRelease);
  const missing = groups.filter(([first]) => first && !facts.released.has(tagOf(first)));
  const releases = missing.map((group) => gitHubRelease(group, webUrl));
  // An adoption deploys nothing: it ran already.
  const moves = planned.flatMap((one) => (one.move && !one.record.adopted ? [{ one, move: one.move }] : []));
  const deployments = moves.flatMap(({ one, move }): DeploymentMove[] => {
    const state = lastMoves.get(move.prompt) === move.n ? "success" : "inactive";
    const known = facts.deployments.find((deployment) => isOf(deployment, move));
    if (known && known.state !== "other") return [];
    return [deploymentMove(one.record, move, state, known)];
  });
  const prompts = new Set(planned.map(({ record }) => record.prompt));
  const former = facts.deployments.filter(
    ({ prompt, move, state }) =>
      prompts.has(prompt) &&
      state !== "inactive" &&
      move !== undefined &&
      move < (lastMoves.get(prompt) ?? 0),
  );
  const unfinished = planned.filter(
    (one) =>
      missing.some((group) => group.includes(one)) ||
      deployments.some(({ prompt, move }) => prompt === one.record.prompt && move === one.move?.n),
  );
  return { releases, deployments, former: former.map(({ id }) => id), unfinished };
}

export function deploymentMove(
  { file }: Pick<ReleaseRecord, "file">,
  { prompt, environment, n, to, why }: MoveRecord,
  state: DeploymentMove["state"],
  known?: KnownDeployment,
): DeploymentMove {
  return {
    prompt,
    environment,
    move: n,
    version: to,
    ...(file && { digest: file.sha256 }),
    tag: releaseTag(prompt, to),
    description: `${prompt} ${to}: ${why}`.replace(/\s+/g, " "),
    state,
    ...(known && { known: known.id }),
  };
}

function groupsOf(
  planned: readonly PlannedRelease[],
  mode: Policy["release"]["githubRelease"],
): (readonly PlannedRelease[])[] {
  switch (mode) {
    case "none":
      return [];
    case "prompt":
      return planned.map((one) => [one]);
    case "merge":
      // The tag of the first prompt by id carries it, so that every run chooses the same.
      return [...Map.groupBy(planned, landingKey).values()].map((group) =>
        group.toSorted((a, b) => (tagOf(a) < tagOf(b) ? -1 : 1)),
      );
  }
}

/** What was adopted is no part of the landing at whose commit its tag is. */
function landingKey({ landing, record }: PlannedRelease): string {
  return record.adopted ? `${landing.commit} adopted` : landing.commit;
}

function gitHubRelease(group: readonly PlannedRelease[], webUrl: string): NewGitHubRelease {
  const [first] = group;
  if (!first) throw new Error("a GitHub Release of nothing");
  const records = group.map(({ record }) => record);
  const isPreRelease = records.some(({ unreviewed }) => unreviewed !== undefined);
  return group.length === 1
    ? {
        tag: tagOf(first),
        title: releaseTitle(first.record),
        body: renderReleaseNotes(first.record, webUrl),
        isPreRelease,
      }
    : {
        tag: tagOf(first),
        title: mergeTitle(records, first.landing),
        body: renderMergeNotes(records, webUrl),
        isPreRelease,
      };
}

function tagOf({ record }: PlannedRelease): string {
  return releaseTag(record.prompt, record.version);
}

function isOf(deployment: KnownDeployment, { prompt, environment, n }: MoveRecord): boolean {
  return deployment.prompt === prompt && deployment.environment === environment && deployment.move === n;
}
