// The review gate: judges a pull request, writes its one required check, and asks the missing owners for their review.

import type { Login } from "../core/identity.ts";
import type { ReviewPorts } from "../core/ports.ts";
import type { PullRequest } from "../core/pull-request.ts";
import type { Evaluation } from "../core/review/evaluate.ts";
import type { ApprovalRecord } from "../core/review/record.ts";
import { renderCheck, renderNotJudged } from "../core/review/render/check.ts";
import { type JudgeOptions, judgePullRequest } from "./judge-pull-request.ts";

export interface GateOptions extends JudgeOptions {
  /** People whose review was requested before: nobody is asked twice. */
  readonly alreadyAsked?: ReadonlySet<Login>;
  /** False where this is not the moment to ask anybody. */
  readonly mayAsk?: boolean;
}

export interface Gated {
  readonly evaluation: Evaluation;
  /** People asked for their review just now. */
  readonly asked: readonly Login[];
}

/** @returns undefined for a closed pull request, which is left alone */
export async function gatePullRequest(
  ports: ReviewPorts,
  pull: PullRequest,
  options: GateOptions = {},
): Promise<Gated | undefined> {
  if (pull.state === "closed") return undefined;
  const evaluation = await judgeOrSaySo(ports, pull, options);
  const asked = evaluation.reviewers.filter(
    (person) =>
      options.mayAsk !== false &&
      !pull.requestedReviewers.includes(person) &&
      !options.alreadyAsked?.has(person),
  );
  await Promise.all([
    ports.checks.write(pull.head.sha, renderCheck(withRecord(evaluation, options.record), ports.webUrl)),
    asked.length > 0 ? ports.pulls.requestReviewers(pull.number, asked) : undefined,
  ]);
  return { evaluation, asked };
}

/** A judgement that fails must not leave the required check unanswered: the failure is its answer, and is thrown on. */
async function judgeOrSaySo(
  ports: ReviewPorts,
  pull: PullRequest,
  options: GateOptions,
): Promise<Evaluation> {
  try {
    return await judgePullRequest(ports, pull, options);
  } catch (error) {
    await ports.checks.write(pull.head.sha, renderNotJudged(error, options.record)).catch(() => undefined);
    throw error;
  }
}

/** What reviewers saw is kept also while there is nothing to judge, as in a draft. */
function withRecord(evaluation: Evaluation, record: ApprovalRecord | undefined): Evaluation {
  return evaluation.kind === "judged" || !record ? evaluation : { ...evaluation, record };
}
