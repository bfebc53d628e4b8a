// What the policy says of one merged change, with what the sums of a backtest need from it.

import type { Policy } from "../config/policy.ts";
import { type Login, login } from "../identity.ts";
import type { PullRequest } from "../pull-request.ts";
import type { Evaluation } from "../review/evaluate.ts";
import type { Accounts } from "./accounts.ts";
import type { MergedChange } from "./merged-change.ts";
import { type NeededApprovals, neededApprovals } from "./needed-approvals.ts";

export interface Verdict extends NeededApprovals {
  readonly change: MergedChange;
  readonly evaluation: Evaluation;
  /** Undefined where git's addresses name no account. */
  readonly author?: Login;
  /** Whether whoever wrote it also put it on the default branch; unknown where GitHub's browser did that. */
  readonly mergedBy: "its author" | "somebody else" | "unknown";
  /** Milliseconds that judging took. */
  readonly milliseconds: number;
}

/** GitHub as committer, which says nothing about who pressed the button. */
const WEB_FLOW = "noreply@github.com";

export function verdictOf(
  change: MergedChange,
  evaluation: Evaluation,
  policy: Policy,
  accounts: Accounts,
  milliseconds: number,
): Verdict {
  const author = accounts.of(change.brought[0].authorEmail);
  return {
    change,
    evaluation,
    milliseconds,
    mergedBy: mergerOf(change, accounts),
    ...neededApprovals(evaluation.governed, policy, evaluation.pull, change, accounts),
    ...(author ? { author } : {}),
  };
}

/** The change as the pull request it was or could have been; its description is what the commit message says below its title. */
export function asPullRequest({ commit, brought }: MergedChange, accounts: Accounts): PullRequest {
  const author = accounts.of(brought[0].authorEmail) ?? login("ghost");
  return {
    repository: { owner: "", name: "" },
    number: 0,
    title: titleOf(commit.message),
    body: commit.message.slice(titleOf(commit.message).length).trim(),
    state: "closed",
    isDraft: false,
    author: { login: author, kind: author.endsWith("[bot]") ? "bot" : "person" },
    base: { ref: "", sha: commit.parents[0] ?? commit.sha },
    head: { ref: "", sha: commit.sha, isFork: false },
    labels: [],
    requestedReviewers: [],
    updatedAt: commit.committedAt,
  };
}

export function titleOf(message: string): string {
  const end = message.indexOf("\n");
  return end === -1 ? message : message.slice(0, end);
}

function mergerOf({ commit, brought }: MergedChange, accounts: Accounts): Verdict["mergedBy"] {
  const merger = commit.parents.length > 1 ? commit.authorEmail : commit.committerEmail;
  if (merger === WEB_FLOW) return "unknown";
  const author = brought[0].authorEmail;
  const isSame = merger === author || (accounts.of(merger) ?? merger) === (accounts.of(author) ?? author);
  return isSame ? "its author" : "somebody else";
}
