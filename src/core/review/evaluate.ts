// The judgement of one pull request: from its facts to findings, decisions and a conclusion. The same function judges
// for the App, the Action and the command line.

import { CONFIG_PATH, type Policy } from "../config/policy.ts";
import type { Finding } from "../finding.ts";
import type { Login, Party } from "../identity.ts";
import type { Changes, PullRequest } from "../pull-request.ts";
import { authorshipOf } from "./authorship.ts";
import { type DecidedChange, decide } from "./decide.ts";
import { type Governance, judgeWithoutPolicy, proposedPolicy } from "./governance.ts";
import { type GovernedChange, governedChanges } from "./governed.ts";
import { Inquiry, type Knowledge, type Question } from "./inquiry.ts";
import { type ApprovalRecord, EMPTY_RECORD } from "./record.ts";
import { recordViews } from "./record-views.ts";
import type { Conclusion } from "./report.ts";
import { RULES } from "./rules/index.ts";

/** Where a pull request's facts stop being known: a local clone has no reviews, and no description unless it is given. */
export type Place = "pull-request" | "clone";

export interface EvaluationInput {
  readonly pull: PullRequest;
  readonly governance: Governance;
  readonly place: Place;
  /** False where no description is at hand, so that no rationale can be judged. */
  readonly hasBody: boolean;
  /** Reviews whose own event is being handled. */
  readonly arrived: ReadonlySet<number>;
}

/** Why there was nothing to judge, or that there was. */
export type Kind = "judged" | "no-prompts" | "draft" | "no-config" | "broken-config" | "incomplete";

export interface Evaluation {
  readonly kind: Kind;
  readonly conclusion: Conclusion;
  readonly pull: PullRequest;
  readonly findings: readonly Finding[];
  /** The governed files that change. */
  readonly governed: readonly GovernedChange[];
  /** What was decided of each; nothing in a local clone, which knows no reviews. */
  readonly changes: readonly DecidedChange[];
  /** Whom the check waits for, each once. */
  readonly waitingFor: readonly Party[];
  /** People whose review should be requested. */
  readonly reviewers: readonly Login[];
  readonly record: ApprovalRecord;
  readonly policy?: Policy;
}

export type Outcome =
  | { readonly kind: "questions"; readonly questions: readonly Question[] }
  | { readonly kind: "evaluation"; readonly evaluation: Evaluation };

/** Judges with what is known, or says what else it has to know. It asks for nothing that could not change its answer. */
export function evaluate(input: EvaluationInput, known: Knowledge): Outcome {
  const inquiry = new Inquiry(known);
  const evaluation = judge(input, inquiry);
  if (evaluation && inquiry.questions.length === 0) return { kind: "evaluation", evaluation };
  if (inquiry.questions.length === 0) throw new Error("the judgement neither ended nor asked anything");
  return { kind: "questions", questions: inquiry.questions };
}

function judge(input: EvaluationInput, inquiry: Inquiry): Evaluation | undefined {
  const { pull, governance } = input;
  if (pull.isDraft) return concluded(input, "draft", "neutral", []);
  const changes = inquiry.changes(pull.head.sha);
  if (changes === null) throw new Error(`the changes of head ${pull.head.sha} cannot be read`);
  if (!changes) return undefined;
  if (governance.kind === "policy") return judgeByPolicy({ ...input, governance }, changes, inquiry);

  const verdict = judgeWithoutPolicy(governance, changes, inquiry);
  if (!verdict) return undefined;
  if (verdict.kind === "repair") {
    return judgeByPolicy({ ...input, governance: verdict.governance }, changes, inquiry);
  }
  return governance.kind === "none"
    ? concluded(input, "no-config", "neutral", verdict.findings)
    : concluded(input, "broken-config", "failure", verdict.findings);
}

type GovernedInput = EvaluationInput & { governance: Extract<Governance, { kind: "policy" }> };

function judgeByPolicy(input: GovernedInput, changes: Changes, inquiry: Inquiry): Evaluation | undefined {
  const { policy, index } = input.governance;
  if (changes.incomplete) {
    const finding: Finding = {
      rule: "too-large",
      severity: "error",
      message: `${changes.incomplete} So nobody can tell whether a prompt is among the rest.`,
      fix: "Split the pull request into smaller ones.",
    };
    return concluded(input, "incomplete", "failure", [finding]);
  }
  const proposed = proposedPolicy(changes, inquiry);
  if (!proposed) return undefined;
  const governed = governedChanges(changes.files, index, proposed.index);
  if (governed.length === 0) return concluded(input, "no-prompts", "success", []);

  const isGoverned = (path: string) =>
    path === CONFIG_PATH || index.match(path) !== undefined || proposed.index?.match(path) !== undefined;
  const reviewed =
    input.place === "clone" ? UNREVIEWED : review(input, governed, changes, isGoverned, inquiry);
  const facts = { ...input, policy, governed, proposed, ...(reviewed ?? UNREVIEWED) };
  const findings = RULES.flatMap((rule) => rule(facts, inquiry));
  return reviewed && assembled(input, governed, findings, reviewed);
}

/** What reviews came to: a decision for each governed change, and the record to keep of them. */
export interface Reviewed {
  readonly decided: readonly DecidedChange[];
  readonly unknownEmails: readonly string[];
  readonly record: ApprovalRecord;
}

const UNREVIEWED: Reviewed = { decided: [], unknownEmails: [], record: EMPTY_RECORD };

/** @returns undefined while something still has to be asked */
function review(
  input: GovernedInput,
  governed: readonly GovernedChange[],
  changes: Changes,
  isGoverned: (path: string) => boolean,
  inquiry: Inquiry,
): Reviewed | undefined {
  const { policy } = input.governance;
  const reviews = inquiry.reviews();
  const approvers = reviews?.flatMap(({ state, author }) => (state === "approved" ? [author.login] : []));
  if (!reviews || !approvers) return undefined;
  const record = approvers.length > 0 ? inquiry.record() : EMPTY_RECORD;
  const paths = governed.map(({ file }) => file.path);
  const mayApprove = new Set([...approvers, ...governed.flatMap(ownersAndBackups)]);
  const authorship = authorshipOf(input.pull, changes.commits, paths, mayApprove, inquiry);
  if (!authorship || !record) return undefined;

  const approvalFacts = {
    stale: policy.review.stale,
    head: changes.commit,
    arrived: input.arrived,
    record,
    isGoverned,
  };
  const facts = { ...approvalFacts, policy, authorship, reviews };
  const decided = governed.map((change) => decide(change, facts, inquiry));
  const known = decided.filter((one) => one !== undefined);
  if (known.length < decided.length) return undefined;
  return {
    decided: known,
    unknownEmails: authorship.unknownEmails,
    record: recordViews(reviews, approvalFacts, inquiry),
  };
}

function ownersAndBackups(change: GovernedChange): Login[] {
  if (change.kind === "config") return [];
  return change.entries
    .flatMap(({ owner, backup }) => [owner, backup])
    .filter((login) => login !== undefined);
}

function assembled(
  input: GovernedInput,
  governed: readonly GovernedChange[],
  findings: readonly Finding[],
  { decided: changes, record }: Reviewed,
): Evaluation {
  const errors = findings.filter(({ severity }) => severity === "error");
  const waiting = errors.flatMap(({ waitingFor }) => waitingFor ?? []);
  const isWaitingOnly = errors.every(({ waitingFor }) => waitingFor !== undefined);
  const conclusion: Conclusion =
    errors.length === 0 ? "success" : isWaitingOnly ? "action_required" : "failure";
  const people = changes.flatMap(({ demands }) =>
    demands.filter(({ decision }) => decision.kind === "waiting"),
  );
  return {
    kind: "judged",
    conclusion,
    pull: input.pull,
    findings,
    governed,
    changes,
    waitingFor: uniqueParties(waiting),
    reviewers: [
      ...new Set(people.flatMap(({ approvers }) => (approvers.role === "admin" ? [] : approvers.people))),
    ],
    record,
    policy: input.governance.policy,
  };
}

function concluded(
  input: EvaluationInput,
  kind: Kind,
  conclusion: Conclusion,
  findings: readonly Finding[],
): Evaluation {
  return {
    kind,
    conclusion,
    pull: input.pull,
    findings,
    governed: [],
    changes: [],
    waitingFor: [],
    reviewers: [],
    record: EMPTY_RECORD,
    ...(input.governance.kind === "policy" ? { policy: input.governance.policy } : {}),
  };
}

function uniqueParties(parties: readonly Party[]): Party[] {
  return [...new Map(parties.map((party) => [JSON.stringify(party), party])).values()];
}
