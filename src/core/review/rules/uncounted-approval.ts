// Approvals that GitHub shows in green and that still cannot count here: say why, or people wonder.

import type { Finding } from "../../finding.ts";
import { mention } from "../../identity.ts";
import type { Demand, UncountedApproval } from "../decide.ts";
import type { Rule } from "./rule.ts";

export const uncountedApproval: Rule = ({ decided }) => {
  const messages = decided.flatMap(({ demands }) =>
    demands.flatMap((demand) => demand.uncounted.map((approval) => describe(approval, demand))),
  );
  return [...new Set(messages)].map(
    (message): Finding => ({ rule: "uncounted-approval", severity: "notice", message, fix: "" }),
  );
};

function describe({ by, reason }: UncountedApproval, { entry, approvers }: Demand): string {
  const approval = `The approval of ${mention(by)} does not count`;
  switch (reason) {
    case "no-write-access":
      return `${approval}: ${mention(by)} has no write access to this repository.`;
    case "only-stands-in": {
      const owner = entry?.owner ? mention(entry.owner) : approvers.named.map(mention).join(" or ");
      return `${approval} while ${owner} can approve: a backup only stands in.`;
    }
  }
}
