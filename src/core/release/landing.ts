// A landing: one pull request, or one direct push, that reached the default branch; with the facts that its releases
// rest on.

import type { Login, Sha } from "../identity.ts";
import type { Account, Review } from "../pull-request.ts";
import type { EvaluationSummary } from "./record.ts";
import type { Label } from "./wishes.ts";

export interface Landing {
  /** The commit of the default branch that has its result: the merge, the squash, or the last of a rebase. */
  readonly commit: Sha;
  /** The commit of the default branch that it was put on. */
  readonly before: Sha;
  /** First line of the commit's message. */
  readonly title: string;
  /** Undefined for a direct push. */
  readonly pull?: LandedPull;
  /** Who wrote or pushed the commit, where GitHub knows. */
  readonly by?: Login;
  /** What ran at the landed commit. */
  readonly checks: readonly CheckState[];
}

export interface LandedPull {
  readonly number: number;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly author: Account;
  readonly mergedBy?: Login;
  readonly labels: readonly Label[];
  readonly head: Sha;
  /** Blobs at head of the paths in question, as far as they exist there. */
  readonly headFiles: ReadonlyMap<string, Sha>;
  readonly reviews: readonly LandedReview[];
  /** What ran at head. */
  readonly checks: readonly CheckState[];
  /** The review gate's own check at head, where there is one. */
  readonly gate?: GateState;
}

export interface LandedReview extends Review {
  /** Whether its author may push to the repository. */
  readonly canWrite: boolean;
  /** Blobs at the commit that GitHub binds it to; undefined where that commit is gone. */
  readonly files?: ReadonlyMap<string, Sha>;
}

export interface CheckState {
  readonly name: string;
  readonly state: "success" | "failure" | "pending";
}

export interface GateState {
  /** Whether it let the pull request pass because everything needed was approved. */
  readonly isPassed: boolean;
  readonly evaluation?: EvaluationSummary;
}
