// The judgement of one pull request: from its facts to findings, decisions and a conclusion. The same function judges
// for the App, the Action and the command line.

import { CONFIG_PATH, type Policy } from "../config/policy.ts";
import type { EvaluationEvidence } from "../evaluation/evidence.ts";
import type { Finding } from "../finding.ts";
import type { Login, Party, Sha } from "../identity.ts";
import type { Changes, PullRequest, Review } from "../pull-request.ts";
import { type AboutPrompts, aboutPrompts, factsOfPrompts } from "./about-prompts.ts";
import { authorshipOf } from "./authorship.ts";
import { type DecidedChange, decide } from "./decide.ts";
import { type Governance, judgeWithoutPolicy, proposedPolicy } from "./governance.ts";
import { type GovernedChange, governedChanges } from "./governed.ts";
import { Inquiry, type Knowledge, type Question } from "./inquiry.ts";
import { opinionsOf } from "./opinions.ts";
import { type ApprovalRecord, EMPTY_RECORD } from "./record.ts";
import { recordViews } from "./record-views.ts";
import type { Conclusion } from "./report.ts";
import type { RequiredCheck } from "./required-checks.ts";
import { RULES } from "./rules/index.ts";
import type { VersionOutlook } from "./versions.ts";
import { Views } from "./view.ts";

/**
 * Where a pull request's facts stop being known: a local clone has no reviews, and no description unless it is given. Of
 * what was merged long ago nobody asks which version it would have got.
 */
export type Place = "pull-request" | "clone" | "history";

export interface EvaluationInput {
  readonly pull: PullRequest;
  readonly governance: Governance;
  readonly place: Place;
  /** False where no description is at hand, so that no rationale can be judged. */
  readonly hasBody: boolean;
  /** Reviews whose own event is being handled, each with the commit that event names. */
  readonly arrived: ReadonlyMap<number, Sha>;
  /** Results of an evaluation of head, where somebody brought them. */
  readonly evidence?: EvaluationEvidence;
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
  /** Owners and backups who have not looked at it yet: their review should be requested. */
  readonly reviewers: readonly Login[];
  readonly record: ApprovalRecord;
  readonly versions: VersionOutlook;
  /** Those that a release waits for, and how they stand at head. */
  readonly requiredChecks: readonly RequiredCheck[];
  readonly evidence?: EvaluationEvidence;
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

export type GovernedInput = EvaluationInput & { governance: Extract<Governance, { kind: "policy" }> };

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
  const known = factsOfPrompts(input, governed, changes, proposed, inquiry);
  const reviewed =
    input.place === "pull-request"
      ? review(input, governed, changes, new Views(inquiry, isGoverned), inquiry)
      : UNREVIEWED;
  if (!reviewed || !known || inquiry.questions.length > 0) return undefined;
  const prompts = aboutPrompts(input, governed, changes, known, inquiry);
  // Versions are told, and rules run, once everything they look at has been answered.
  if (!prompts || inquiry.questions.length > 0) return undefined;
  const facts = { ...input, policy, governed, proposed, ...prompts, ...reviewed };
  const findings = RULES.flatMap((rule) => rule(facts, inquiry));
  return { ...assembled(input, governed, findings, reviewed), ...toTell(input, prompts) };
}

function toTell({ evidence }: GovernedInput, { versions, requiredChecks }: AboutPrompts) {
  return { versions, requiredChecks, ...(evidence && { evidence }) };
}

/** What reviews came to: a decision for each governed change, and the record to keep of them. */
export interface Reviewed {
  readonly decided: readonly DecidedChange[];
  /** Addresses of committers and co-authors that belong to no account, and how many more were not looked up. */
  readonly unknownEmails: readonly string[];
  readonly uncheckedEmails: number;
  readonly reviews: readonly Review[];
  readonly record: ApprovalRecord;
}

const UNREVIEWED: Reviewed = {
  decided: [],
  unknownEmails: [],
  uncheckedEmails: 0,
  reviews: [],
  record: EMPTY_RECORD,
};

/** @returns undefined while something still has to be asked */
function review(
  input: GovernedInput,
  governed: readonly GovernedChange[],
  changes: Changes,
  views: Views,
  inquiry: Inquiry,
): Reviewed | undefined {
  const { policy } = input.governance;
  const reviews = inquiry.reviews();
  if (!reviews) return undefined;
  const approvers = reviews.flatMap(({ state, author }) => (state === "approved" ? [author.login] : []));
  const record = approvers.length > 0 ? inquiry.record() : EMPTY_RECORD;
  const files = governed.map(({ file }) => file);
  const mayApprove = new Set([...approvers, ...governed.flatMap(ownersAndBackups)]);
  const authorship = authorshipOf(input.pull, changes.commits, files, mayApprove, inquiry);
  if (!authorship || !record) return undefined;

  const approvalFacts = {
    stale: policy.review.stale,
    head: changes.commit,
    arrived: input.arrived,
    record,
    viewAt: views.at,
  };
  const facts = { ...approvalFacts, policy, authorship, opinions: opinionsOf(reviews) };
  const decided = governed.map((change) => decide(change, facts, inquiry));
  const known = decided.filter((one) => one !== undefined);
  if (known.length < decided.length) return undefined;
  return {
    decided: known,
    unknownEmails: authorship.unknownEmails,
    uncheckedEmails: authorship.uncheckedEmails,
    reviews,
    record: recordViews(reviews, approvalFacts, views.atIfKnown),
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
  { decided: changes, reviews, record }: Reviewed,
): Omit<Evaluation, "versions" | "requiredChecks"> {
  const errors = findings.filter(({ severity }) => severity === "error");
  const waiting = errors.flatMap(({ waitingFor }) => waitingFor ?? []);
  const isWaitingOnly = errors.every(({ waitingFor }) => waitingFor !== undefined);
  const conclusion: Conclusion =
    errors.length === 0 ? "success" : isWaitingOnly ? "action_required" : "failure";
  const missing = changes.flatMap(({ demands }) =>
    demands.flatMap(({ decision, approvers }) =>
      decision.kind === "waiting" && approvers.role !== "admin" ? approvers.people : [],
    ),
  );
  const haveReviewed = new Set(reviews.map(({ author }) => author.login));
  return {
    kind: "judged",
    conclusion,
    pull: input.pull,
    findings,
    governed,
    changes,
    waitingFor: uniqueParties(waiting),
    reviewers: [...new Set(missing)].filter((person) => !haveReviewed.has(person)),
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
    versions: { kind: "none" },
    requiredChecks: [],
    ...(input.governance.kind === "policy" ? { policy: input.governance.policy } : {}),
  };
}

function uniqueParties(parties: readonly Party[]): Party[] {
  return [...new Map(parties.map((party) => [JSON.stringify(party), party])).values()];
}
