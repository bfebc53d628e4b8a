// What a judgement came to, in words that a test can hold against.

import { mention, shortSha } from "../../../src/core/identity.ts";
import type { Evaluation } from "../../../src/core/review/evaluate.ts";
import { subjectOf } from "../../../src/core/review/subject.ts";
import { commitSha } from "../../builders/a-pull-request.ts";

/**
 * One line a demand: `support/triage approved by @alice`, `support/triage waits for @alice (void: other-bytes)`. A change
 * with two demands has two lines.
 */
export function verdictOf({ changes }: Evaluation): string[] {
  return changes.flatMap(({ change, demands }) =>
    demands.map(({ decision, approvers, voided }) => {
      const { name } = subjectOf(change);
      switch (decision.kind) {
        case "approved":
          return `${name} approved by ${mention(decision.by)}`;
        case "blocked":
          return `${name} blocked by ${mention(decision.by)}`;
        case "stuck":
          return `${name} stuck`;
        case "waiting": {
          const reasons = voided.map(({ by, reason }) => ` (void: ${reason} of ${mention(by)})`).join("");
          return `${name} waits for ${approvers.named.map(mention).join(" or ")}${reasons}`;
        }
      }
    }),
  );
}

/** Findings as `severity rule: message`. */
export function saidOf({ findings }: Evaluation): string[] {
  return findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

/** As messages show the commit of that name. */
export function short(name: string): string {
  return shortSha(commitSha(name));
}
