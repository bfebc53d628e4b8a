// The review gate of a merge queue: judges the pull requests of a group and the bytes their merge really has.

import { CONFIG_PATH } from "../core/config/policy.ts";
import type { Sha } from "../core/identity.ts";
import type { ReviewPorts } from "../core/ports.ts";
import type { Evaluation } from "../core/review/evaluate.ts";
import type { Governance } from "../core/review/governance.ts";
import { mergeGroupFindings } from "../core/review/merge-group.ts";
import { renderNotJudged } from "../core/review/render/check.ts";
import { renderMergeGroup, renderUngovernedGroup } from "../core/review/render/merge-group.ts";
import type { CheckReport } from "../core/review/report.ts";
import { judgePullRequest, readGovernance } from "./judge-pull-request.ts";

export interface MergeGroupRef {
  /** Branch that the group merges into, without `refs/heads/`. */
  readonly baseRef: string;
  readonly baseSha: Sha;
  readonly headSha: Sha;
}

export interface GatedGroup {
  readonly report: CheckReport;
  /** The pull requests in it. */
  readonly members: readonly Evaluation[];
}

export async function gateMergeGroup(ports: ReviewPorts, group: MergeGroupRef): Promise<GatedGroup> {
  const gated = await judgeOrSaySo(ports, group);
  await ports.checks.write(group.headSha, gated.report);
  return gated;
}

/** A judgement that fails must not leave the queue waiting: the failure is its answer, and is thrown on. */
async function judgeOrSaySo(ports: ReviewPorts, group: MergeGroupRef): Promise<GatedGroup> {
  try {
    return await judgeMergeGroup(ports, group);
  } catch (error) {
    await ports.checks.write(group.headSha, renderNotJudged(error)).catch(() => undefined);
    throw error;
  }
}

async function judgeMergeGroup(ports: ReviewPorts, group: MergeGroupRef): Promise<GatedGroup> {
  const governance = await readGovernance(ports, group.baseRef);
  if (governance.kind === "none") return { report: renderUngovernedGroup(), members: [] };
  const changes = await ports.history.changes(group.baseSha, group.headSha);
  if (!changes) throw new Error(`the merge group's head ${group.headSha} cannot be read`);
  const inGroup = new Set([group.headSha, ...changes.commits.map(({ sha }) => sha)]);
  const queued = await ports.pulls.queued(group.baseRef);
  const numbers = queued.filter(({ sha }) => inGroup.has(sha)).map(({ number }) => number);
  const members: Evaluation[] = [];
  for (const number of new Set(numbers)) {
    members.push(await judgePullRequest(ports, await ports.pulls.read(number)));
  }
  const findings = mergeGroupFindings({ head: group.headSha, changes, members }, isGovernedBy(governance));
  return { report: renderMergeGroup({ findings, members }), members };
}

/** With a config that cannot be read every file counts as governed: its members fail anyway. */
function isGovernedBy(governance: Exclude<Governance, { kind: "none" }>): (path: string) => boolean {
  if (governance.kind === "broken") return () => true;
  return (path) => path === CONFIG_PATH || governance.index.match(path) !== undefined;
}
