// The review gate of a merge queue: judges the pull requests of a group and the bytes their merge really has.

import { CONFIG_PATH } from "../core/config/policy.ts";
import type { Sha } from "../core/identity.ts";
import type { ReviewPorts } from "../core/ports.ts";
import type { Governance } from "../core/review/governance.ts";
import { mergeGroupFindings } from "../core/review/merge-group.ts";
import { renderMergeGroup } from "../core/review/render/merge-group.ts";
import type { CheckReport } from "../core/review/report.ts";
import { judgePullRequest, readGovernance } from "./judge-pull-request.ts";

export interface MergeGroupRef {
  /** Branch that the group merges into, without `refs/heads/`. */
  readonly baseRef: string;
  readonly baseSha: Sha;
  readonly headSha: Sha;
}

export async function gateMergeGroup(ports: ReviewPorts, group: MergeGroupRef): Promise<CheckReport> {
  const report = await judgeMergeGroup(ports, group);
  await ports.checks.write(group.headSha, report);
  return report;
}

async function judgeMergeGroup(ports: ReviewPorts, group: MergeGroupRef): Promise<CheckReport> {
  const governance = await readGovernance(ports, group.baseRef);
  if (governance.kind === "none") return renderMergeGroup({ findings: [], members: [] });
  const changes = await ports.history.changes(group.baseSha, group.headSha);
  if (!changes) throw new Error(`the merge group's head ${group.headSha} cannot be read`);
  const inGroup = new Set([group.headSha, ...changes.commits.map(({ sha }) => sha)]);
  const queued = await ports.pulls.queued(group.baseRef);
  const numbers = queued.filter(({ sha }) => inGroup.has(sha)).map(({ number }) => number);
  const members = [];
  for (const number of new Set(numbers)) {
    members.push(await judgePullRequest(ports, await ports.pulls.read(number)));
  }
  const findings = mergeGroupFindings({ head: group.headSha, changes, members }, isGovernedBy(governance));
  return renderMergeGroup({ findings, members });
}

/** With a config that cannot be read every file counts as governed: its members fail anyway. */
function isGovernedBy(governance: Exclude<Governance, { kind: "none" }>): (path: string) => boolean {
  if (governance.kind === "broken") return () => true;
  return (path) => path === CONFIG_PATH || governance.index.match(path) !== undefined;
}
