// Judges a branch of a local clone before it becomes a pull request: as the review gate will, as far as a clone knows.

import { findingsAgainstTree } from "../core/config/tree.ts";
import type { EvaluationEvidence } from "../core/evaluation/evidence.ts";
import type { Finding } from "../core/finding.ts";
import { login, type Sha } from "../core/identity.ts";
import type { Contents, History, Prompts } from "../core/ports.ts";
import type { PullRequest } from "../core/pull-request.ts";
import { loginOfNoreply } from "../core/review/co-authors.ts";
import type { Evaluation } from "../core/review/evaluate.ts";
import { type Knowledge, nothingKnown, type Question } from "../core/review/inquiry.ts";
import { judge } from "./judge.ts";
import { readGovernance } from "./judge-pull-request.ts";

export interface ClonePorts {
  readonly history: Pick<History, "changes">;
  readonly contents: Contents;
  readonly prompts: Prompts;
  /** Every file at a commit. */
  paths(commit: Sha): Promise<readonly string[]>;
}

export interface CloneCheck {
  readonly base: Sha;
  readonly head: Sha;
  /** The pull request's description, where there is a draft of it. */
  readonly body?: string;
  /** Results of an evaluation of head. */
  readonly evidence?: EvaluationEvidence;
}

/** @throws UserError where the clone lacks what the comparison needs */
export async function checkClone(ports: ClonePorts, check: CloneCheck): Promise<Evaluation> {
  const known = nothingKnown();
  const changes = await ports.history.changes(check.base, check.head);
  known.changes.set(check.head, changes ?? null);
  const email = changes?.commits.at(-1)?.authorEmail ?? "";
  const input = {
    pull: asPullRequest(check, email),
    governance: await readGovernance(ports, check.base),
    place: "clone" as const,
    hasBody: check.body !== undefined,
    arrived: new Map<number, Sha>(),
    ...(check.evidence && { evidence: check.evidence }),
  };
  const evaluation = await judge(input, known, (question) => answer(question, ports, check, known));
  return withFindings(evaluation, await treeFindings(ports, check));
}

async function answer(
  question: Question,
  { contents, prompts }: ClonePorts,
  { head }: CloneCheck,
  known: Knowledge,
): Promise<void> {
  switch (question.kind) {
    case "file":
      known.files.set(question.path, await contents.read(question.path, head));
      return;
    case "prompts":
      known.prompts = await prompts.read(question.query);
      return;
    case "blob":
      known.blobs.set(question.blob, await prompts.blob(question.blob));
      return;
    default:
      // In a clone judgement asks for nothing else: reviews and accounts are on GitHub.
      throw new Error(`a clone cannot answer ${JSON.stringify(question)}`);
  }
}

/** The branch as the pull request it may become. Its author is known where commits carry a private GitHub address. */
function asPullRequest({ base, head, body = "" }: CloneCheck, email: string): PullRequest {
  return {
    repository: { owner: "", name: "" },
    number: 0,
    title: "",
    body,
    state: "open",
    isDraft: false,
    author: { login: loginOfNoreply(email) ?? login("ghost"), kind: "person" },
    base: { ref: base, sha: base },
    head: { ref: head, sha: head, isFork: false },
    labels: [],
    requestedReviewers: [],
    updatedAt: "",
  };
}

/** What head's config says against head's files. An error that base has too is not this branch's: it only warns. */
async function treeFindings(ports: ClonePorts, { base, head }: CloneCheck): Promise<Finding[]> {
  const findings = await treeFindingsAt(ports, head);
  if (!findings.some(({ severity }) => severity === "error")) return findings;
  const before = new Set((await treeFindingsAt(ports, base)).map(({ message }) => message));
  return findings.map((finding) =>
    before.has(finding.message) ? { ...finding, severity: "warning" } : finding,
  );
}

async function treeFindingsAt(ports: ClonePorts, commit: Sha): Promise<Finding[]> {
  const governance = await readGovernance(ports, commit);
  if (governance.kind !== "policy") return [];
  return findingsAgainstTree(governance.policy, await ports.paths(commit), governance.index);
}

function withFindings(evaluation: Evaluation, more: readonly Finding[]): Evaluation {
  const findings = [...evaluation.findings, ...more];
  if (!more.some(({ severity }) => severity === "error")) return { ...evaluation, findings };
  return { ...evaluation, kind: "judged", conclusion: "failure", findings };
}
