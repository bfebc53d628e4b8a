// What a rule of the review gate is given, and what it gives back.

import type { Policy } from "../../config/policy.ts";
import type { Finding } from "../../finding.ts";
import type { AboutPrompts } from "../about-prompts.ts";
import type { EvaluationInput, Reviewed } from "../evaluate.ts";
import type { Proposed } from "../governance.ts";
import type { GovernedChange } from "../governed.ts";
import type { Inquiry } from "../inquiry.ts";

export interface RuleFacts extends EvaluationInput, Reviewed, AboutPrompts {
  readonly policy: Policy;
  readonly governed: readonly GovernedChange[];
  /** The config as the pull request would leave it, where it touches it. */
  readonly proposed: Proposed;
}

/** Judges one thing. It is called when everything it looks at is known. */
export type Rule = (facts: RuleFacts, inquiry: Inquiry) => readonly Finding[];
