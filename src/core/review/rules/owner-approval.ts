// Every governed change needs its owner's approval of the bytes it has now.

import type { Policy } from "../../config/policy.ts";
import type { Finding } from "../../finding.ts";
import { mention, shortSha } from "../../identity.ts";
import type { VoidApproval } from "../approvals.ts";
import type { Approvers, Obstacle } from "../approvers.ts";
import type { Demand } from "../decide.ts";
import { subjectOf } from "../subject.ts";
import type { Rule } from "./rule.ts";

export const ownerApproval: Rule = ({ decided, policy }) =>
  decided.flatMap(({ change, demands }) =>
    demands.flatMap((demand): Finding[] => {
      const { name, location } = subjectOf(change);
      if (demand.decision.kind === "stuck") {
        return [
          {
            rule: "owner-approval",
            severity: "error",
            ...location,
            message: `Nobody is left who may approve ${name}: ${describeNobody(demand.approvers)}.`,
            fix: wayOut(demand, policy),
          },
        ];
      }
      if (demand.decision.kind !== "waiting") return [];
      return [
        {
          rule: "owner-approval",
          severity: "error",
          ...location,
          message: `${name} waits for ${describeApprovers(demand.approvers)}.${describeVoid(demand, name)}`,
          fix: `${demand.approvers.named.map(mention).join(" or ")}: review the change and approve it.`,
          waitingFor: demand.approvers.named,
        },
      ];
    }),
  );

/** "the approval of @bob, who stands in because @alice is the author". */
export function describeApprovers(approvers: Approvers): string {
  const names = approvers.named.map(mention).join(" or ");
  const because = describePassedOver(approvers);
  switch (approvers.role) {
    case "owner":
      return `the approval of its owner ${names}`;
    case "backup":
      return because
        ? `the approval of ${names}, who stands in because ${because}`
        : `the approval of ${names}, the backup of a prompt without an owner`;
    case "admin":
      return `the approval of an admin (${names})${because ? `, because ${because}` : ""}`;
  }
}

function describePassedOver({ passedOver }: Approvers): string {
  return passedOver.map(({ login, reason }) => `${mention(login)} ${OBSTACLES[reason]}`).join(" and ");
}

function describeNobody(approvers: Approvers): string {
  return (
    describePassedOver(approvers) ||
    `${approvers.named.map(mention).join(", ")} has no member that can be seen`
  );
}

/** What lets somebody approve again. A config that nobody may approve cannot be mended by a pull request of its own. */
function wayOut({ approvers, entry }: Demand, { file }: Policy): string {
  if (approvers.passedOver.length === 0) {
    return "Let Prompt Steward see who is in it: an App needs the permission `members: read`, and a workflow's own token cannot.";
  }
  return entry
    ? `Name another backup in the entry at ${file}:${entry.line}, or another admin, in a pull request of its own.`
    : "Someone who may bypass the branch's protection has to merge it.";
}

const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  author: "is the author",
  committer: "committed to it",
  "co-author": "is a co-author",
  bot: "is a bot",
  "no-write-access": "has no write access",
};

function describeVoid({ voided }: Demand, name: string): string {
  return voided.map((approval) => ` ${describeVoidApproval(approval, name)}`).join("");
}

/**
 * One sentence on an approval that does not count any more.
 * @param name of what was approved
 */
export function describeVoidApproval({ by, at, reason }: VoidApproval, name: string): string {
  const approval = `The approval of ${mention(by)}${at ? ` at ${shortSha(at)}` : ""} is void`;
  switch (reason) {
    case "other-bytes":
      return `${approval}: ${name} changed since.`;
    case "newer-commit":
      return `${approval}: commits were pushed since.`;
    case "bound-to-later-commit":
      return `${approval}: it is older than that commit, so it was given for another one.`;
    case "commit-gone":
      return `${approval}: the commit it was given for can no longer be read.`;
    case "not-all-listed":
      return `${approval}: GitHub does not list everything that commit changed.`;
  }
}
