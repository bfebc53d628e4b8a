// Judges one pull request: asks the core, answers its questions through the ports, and gives back the evaluation.

import type { EvaluationEvidence } from "../core/evaluation/evidence.ts";
import type { Sha } from "../core/identity.ts";
import type { ReviewPorts } from "../core/ports.ts";
import type { PullRequest, Review } from "../core/pull-request.ts";
import type { Evaluation } from "../core/review/evaluate.ts";
import { type Governance, governanceBy } from "../core/review/governance.ts";
import { type Knowledge, nothingKnown, type Question } from "../core/review/inquiry.ts";
import { type ApprovalRecord, decodeRecord, EMPTY_RECORD } from "../core/review/record.ts";
import { judge } from "./judge.ts";

export interface JudgeOptions {
  /** Reviews whose own event is being handled, each with the commit that event names. */
  readonly arrived?: ReadonlyMap<number, Sha>;
  /** The record of the last evaluation, where it is remembered; else it is read from the check runs. */
  readonly record?: ApprovalRecord;
  /** Commits that were head before, newest first, whose check run may hold the record. */
  readonly formerHeads?: readonly Sha[];
  /** The pull request's reviews where they are known, as none are when it was opened just now. */
  readonly reviews?: readonly Review[];
  /** Results of an evaluation of head. */
  readonly evidence?: EvaluationEvidence;
}

/** The record is looked for on so many commits before it is taken to be lost. */
const MOST_RECORD_READS = 5;

export async function judgePullRequest(
  ports: ReviewPorts,
  pull: PullRequest,
  options: JudgeOptions = {},
): Promise<Evaluation> {
  const known = nothingKnown();
  if (options.record) known.record = options.record;
  if (options.reviews) known.reviews = options.reviews;
  const input = {
    pull,
    governance: pull.isDraft ? ({ kind: "none" } as const) : await readGovernance(ports, pull.base.ref),
    place: "pull-request" as const,
    hasBody: true,
    arrived: options.arrived ?? new Map<number, Sha>(),
    ...(options.evidence && { evidence: options.evidence }),
  };
  return judge(input, known, (question) => answer(question, ports, pull, known, options));
}

export async function readGovernance(
  ports: Pick<ReviewPorts, "contents">,
  branch: string,
): Promise<Governance> {
  return governanceBy(await ports.contents.config(branch));
}

async function answer(
  question: Question,
  ports: ReviewPorts,
  pull: PullRequest,
  known: Knowledge,
  options: JudgeOptions,
): Promise<void> {
  switch (question.kind) {
    case "changes":
      known.changes.set(
        question.commit,
        (await ports.history.changes(pull.base.ref, question.commit, pull)) ?? null,
      );
      return;
    case "reviews":
      known.reviews = await ports.pulls.reviews(pull.number);
      return;
    case "record":
      known.record = await findRecord(ports, pull, known, options);
      return;
    case "file":
      known.files.set(question.path, await ports.contents.read(question.path, pull.head.sha, question.blob));
      return;
    case "prompts":
      known.prompts = await ports.prompts.read(question.query);
      return;
    case "blob":
      known.blobs.set(question.blob, await ports.prompts.blob(question.blob));
      return;
    case "can-write":
      known.writers.set(question.login, await ports.directory.canWrite(question.login));
      return;
    case "members":
      known.members.set(question.team, (await ports.directory.members(question.team)) ?? []);
      return;
    case "account":
      known.accounts.set(question.email, (await ports.directory.accountOf(question.email)) ?? null);
      return;
    case "merge":
      known.merges.set(question.commit, (await tookSides(ports, question)) ? "clean" : "hand-made");
      return;
  }
}

/** The newest record there is: on head, on what was head before, or on the commits that reviews name. */
async function findRecord(
  ports: ReviewPorts,
  { number, head }: PullRequest,
  known: Knowledge,
  { formerHeads = [] }: JudgeOptions,
): Promise<ApprovalRecord> {
  const reviewed = (known.reviews ?? []).flatMap(({ state, commit }) =>
    state === "approved" && commit ? [commit] : [],
  );
  const commits = new Set([head.sha, ...formerHeads, ...reviewed.reverse()]);
  for (const commit of [...commits].slice(0, MOST_RECORD_READS)) {
    for (const written of await ports.checks.read(commit)) {
      const record = written.pull === number ? decodeRecord(written.text) : EMPTY_RECORD;
      if (record.seenAt.size > 0) return record;
    }
  }
  return EMPTY_RECORD;
}

/** Whether a merge commit has, of every governed file, the bytes of one of its parents. */
async function tookSides(
  { history }: ReviewPorts,
  { commit, parents, paths }: Extract<Question, { kind: "merge" }>,
): Promise<boolean> {
  const trees = await Promise.all([commit, ...parents].map((one) => history.blobs(one, paths)));
  const [merged, ...sides] = trees.filter((tree) => tree !== undefined);
  if (!merged || sides.length < parents.length) return false;
  return paths.every((path) => sides.some((side) => side.get(path) === merged.get(path)));
}
