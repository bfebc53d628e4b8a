// What a judgement came to, in words that a test can hold against.

import { mention, shortSha } from "../../../src/core/identity.ts";
import type { Demand } from "../../../src/core/review/decide.ts";
import type { Evaluation } from "../../../src/core/review/evaluate.ts";
import { subjectOf } from "../../../src/core/review/subject.ts";
import { commitSha } from "../../builders/a-pull-request.ts";

/**
 * One line a demand: `support/triage approved by @alice`, `support/triage waits for @alice (void: other-bytes)`. A change
 * with two demands has two lines.
 */
export function verdictOf({ changes }: Evaluation): string[] {
  return changes.flatMap(({ change, demands }) =>
    demands.map((demand) => `${subjectOf(change).name} ${describeDemand(demand)}`),
  );
}

function describeDemand({ decision, approvers, voided }: Demand): string {
  switch (decision.kind) {
    case "approved":
      return `approved by ${mention(decision.by)}`;
    case "blocked":
      return `blocked by ${mention(decision.by)}`;
    case "stuck":
      return "stuck";
    case "waiting": {
      const reasons = voided.map(({ by, reason }) => ` (void: ${reason} of ${mention(by)})`).join("");
      return `waits for ${approvers.named.map(mention).join(" or ")}${reasons}`;
    }
  }
}

/** Findings as `severity rule: message`. */
export function saidOf({ findings }: Evaluation): string[] {
  return findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

/** As messages show the commit of that name. */
export function short(name: string): string {
  return shortSha(commitSha(name));
}
