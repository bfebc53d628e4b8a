// The review gate: judges a pull request, writes its one required check, and asks the missing owners for their review.

import type { Login, Sha } from "../core/identity.ts";
import type { Checks, ReviewPorts, WrittenCheck } from "../core/ports.ts";
import type { PullRequest } from "../core/pull-request.ts";
import type { Evaluation } from "../core/review/evaluate.ts";
import { renderCheck, renderHeldBack, renderNotJudged } from "../core/review/render/check.ts";
import { isPassing } from "../core/review/report.ts";
import { type JudgeOptions, judgePullRequest } from "./judge-pull-request.ts";

export interface GateOptions extends JudgeOptions {
  /** People whose review was requested before: nobody is asked twice. */
  readonly alreadyAsked?: ReadonlySet<Login>;
  /** False where this is not the moment to ask anybody. */
  readonly mayAsk?: boolean;
}

export interface Gated {
  readonly evaluation: Evaluation;
  /** Another pull request with the same head, where it keeps this one's check from passing. */
  readonly heldBackBy?: Evaluation;
  /** People asked for their review just now. */
  readonly asked: readonly Login[];
  /** People who should have been asked, and whom GitHub did not let us ask. */
  readonly refused: readonly Login[];
}

/** @returns undefined for a closed pull request, which is left alone */
export async function gatePullRequest(
  ports: ReviewPorts,
  pull: PullRequest,
  options: GateOptions = {},
): Promise<Gated | undefined> {
  if (pull.state === "closed") return undefined;
  const once = { ...ports, checks: readingOnce(ports.checks) };
  const { evaluation, heldBackBy } = await judgeOrSaySo(once, pull, options);
  const missing = evaluation.reviewers.filter(
    (person) =>
      options.mayAsk !== false &&
      !pull.requestedReviewers.includes(person) &&
      !options.alreadyAsked?.has(person),
  );
  const report = heldBackBy
    ? renderHeldBack(evaluation, heldBackBy, ports.webUrl)
    : renderCheck(evaluation, ports.webUrl);
  const [, answer] = await Promise.all([
    ports.checks.write(pull.head.sha, report),
    missing.length > 0 ? ports.pulls.requestReviewers(pull.number, missing) : undefined,
  ]);
  const refused = answer?.refused ?? [];
  const asked = missing.filter((person) => !refused.includes(person));
  return { evaluation, asked, refused, ...(heldBackBy ? { heldBackBy } : {}) };
}

/** A judgement that fails must not leave the required check unanswered: the failure is its answer, and is thrown on. */
async function judgeOrSaySo(
  ports: ReviewPorts,
  pull: PullRequest,
  options: GateOptions,
): Promise<Omit<Gated, "asked" | "refused">> {
  try {
    const evaluation = withRecord(await judgePullRequest(ports, pull, options), options);
    const heldBackBy = isPassing(evaluation.conclusion) ? await unfinishedTwin(ports, pull) : undefined;
    return { evaluation, ...(heldBackBy ? { heldBackBy } : {}) };
  } catch (error) {
    const report = renderNotJudged(error, pull.number, options.record);
    await ports.checks.write(pull.head.sha, report).catch(() => undefined);
    throw error;
  }
}

/**
 * Another open pull request with the same head that does not pass. A check belongs to a commit: without this look, a
 * draft or a pull request into a branch without rules would turn the check of one into the main branch green.
 */
async function unfinishedTwin(
  ports: ReviewPorts,
  { number, head }: PullRequest,
): Promise<Evaluation | undefined> {
  const written = await ports.checks.read(head.sha);
  const others = new Set(
    written.flatMap(({ pull }) => (pull === undefined || pull === number ? [] : [pull])),
  );
  for (const other of others) {
    const twin = await ports.pulls.read(other);
    if (twin.state === "closed" || twin.head.sha !== head.sha) continue;
    const evaluation = await judgePullRequest(ports, twin);
    if (!isPassing(evaluation.conclusion)) return evaluation;
  }
  return undefined;
}

/** What reviewers saw is kept also while there is nothing to judge, as in a draft. */
function withRecord(evaluation: Evaluation, { record }: GateOptions): Evaluation {
  return evaluation.kind === "judged" || !record ? evaluation : { ...evaluation, record };
}

/** The record and the twins are both read from the same check runs. */
function readingOnce(checks: Checks): Checks {
  const reads = new Map<Sha, Promise<readonly WrittenCheck[]>>();
  return {
    write: (commit, report) => checks.write(commit, report),
    read(commit) {
      const read = reads.get(commit) ?? checks.read(commit);
      reads.set(commit, read);
      return read;
    },
  };
}
