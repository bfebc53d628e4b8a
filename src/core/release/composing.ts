// What a release will say: its version, what changed, why, on whose word, and the move of the first environment.

import { createHash } from "node:crypto";
import type { Policy } from "../config/policy.ts";
import type { Finding } from "../finding.ts";
import { type Login, login, type Sha } from "../identity.ts";
import type { PromptChange } from "../prompt/diff/change.ts";
import { comparePrompts, type PromptSide } from "../prompt/diff/index.ts";
import { readPrompt } from "../prompt/read.ts";
import type { PlanAnswers, PlanQuestion } from "./facts.ts";
import type { Landing } from "./landing.ts";
import type { Contents, Place } from "./places.ts";
import { proposeVersion, type ReleaseEvent, type VersionProposal } from "./proposal.ts";
import { rationaleSections } from "./rationale.ts";
import type { EvaluationSummary, MoveRecord, RationaleSection, ReleaseRecord } from "./record.ts";
import type { Standing } from "./standing.ts";
import { allPathsOf, type TouchedPrompt } from "./touched.ts";
import { vouchingFor } from "./vouching.ts";
import { readWishes } from "./wishes.ts";

export interface Composing {
  readonly policy: Policy;
  readonly answers: PlanAnswers;
  readonly contents: Contents;
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** Results of an evaluation that ran outside the pull request's check. */
  readonly evaluation?: EvaluationSummary;
  readonly ask: (question: PlanQuestion) => undefined;
}

export interface Composed {
  readonly record: ReleaseRecord;
  /** A retired prompt moves no environment. */
  readonly move?: MoveRecord;
}

/** @returns undefined where there is nothing to release, or something still has to be asked */
export function composeRelease(
  touched: TouchedPrompt,
  landing: Landing,
  was: Place | undefined,
  is: Place | undefined,
  standing: Standing,
  world: Composing,
): Composed | Finding | undefined {
  const event = eventOf(was, is, standing, world);
  const proposal = event && proposalOf(touched, landing, event, standing, world);
  if (!proposal) return undefined;
  const { prompt } = touched;
  if (proposal.kind === "none") return undefined;
  if (proposal.kind === "blocked") {
    return { rule: "release", severity: "error", prompt, message: proposal.reason, fix: proposal.fix };
  }
  const path = is?.path ?? standing.base?.path ?? was?.path ?? allPathsOf(touched)[0] ?? "";
  const record: ReleaseRecord = {
    prompt,
    version: proposal.version,
    path,
    ...(is && { file: { blob: is.blob, sha256: digestOf(is.content.bytes) } }),
    ...(proposal.previous && { previous: proposal.previous }),
    level: proposal.level,
    reasons: [...proposal.reasons, ...proposal.notes],
    ...provenanceOf(touched, landing, { path, blob: is?.blob }, world),
    ...(is ? {} : { retired: true }),
  };
  const move = is && moveOf(record, landing, standing, world);
  return { record, ...(move && { move }) };
}

/** @returns undefined where nothing happened that a release could tell of, or bytes still have to be asked for */
function eventOf(
  was: Place | undefined,
  is: Place | undefined,
  { base, latest }: Standing,
  world: Composing,
): ReleaseEvent | undefined {
  if (!is) return latest?.isRetired ? undefined : { kind: "retired" };
  const changes = latest ? changesSince(base, was, is, world) : [];
  if (!changes) return undefined;
  return { kind: latest?.isRetired ? "brought-back" : "changed", changes };
}

function changesSince(
  base: Standing["base"],
  was: Place | undefined,
  is: Place,
  { contents, ask }: Composing,
): readonly PromptChange[] | undefined {
  const after = sideOf(is.path, is.content);
  if (!base) return was ? comparePrompts(sideOf(was.path, was.content), after) : [NOTHING_KNOWN];
  const former = base.blob === is.blob ? is.content : contents.blob(base.blob);
  if (!former) return ask({ kind: "blob", blob: base.blob });
  const { document } = readPrompt(base.path, former);
  return comparePrompts({ path: base.path, blob: base.blob, document }, after);
}

const NOTHING_KNOWN: PromptChange = {
  kind: "unreadable",
  level: "behaviour",
  message:
    "nothing is known of the version before, whose tag was made by hand; it counts as a change of behaviour",
};

function sideOf(path: string, content: Place["content"]): PromptSide {
  return { path, blob: content.blob, document: readPrompt(path, content).document };
}

/** @returns undefined while the admins still have to be asked for */
function proposalOf(
  { prompt, entry }: TouchedPrompt,
  { pull }: Landing,
  event: ReleaseEvent,
  { latest }: Standing,
  { policy, answers, ask }: Composing,
): VersionProposal | undefined {
  const persons = policy.admins.flatMap((one) => (one.kind === "person" ? [one.login] : []));
  const admins = answers.admins ?? new Set<string>(persons);
  const propose = (isAdmin: (person: Login) => boolean): VersionProposal =>
    proposeVersion({
      prompt,
      status: entry.status,
      event,
      wishes: pull
        ? readWishes({ labels: pull.labels, body: pull.body, author: pull.author.login, isAdmin })
        : [],
      ...(latest && { previous: latest.version }),
    });
  const proposal = propose((person) => admins.has(person));
  const isSettled = answers.admins !== undefined || persons.length === policy.admins.length;
  // Who is in a team of admins is asked only where the version hangs on it.
  if (
    isSettled ||
    isSameVersion(
      proposal,
      propose(() => true),
    )
  )
    return proposal;
  return ask({ kind: "admins" });
}

function isSameVersion(a: VersionProposal, b: VersionProposal): boolean {
  return a.kind === b.kind && (a.kind !== "release" || b.kind !== "release" || a.version === b.version);
}

function provenanceOf(
  { entry }: TouchedPrompt,
  landing: Landing,
  file: { readonly path: string; readonly blob: Sha | undefined },
  { policy, evaluation }: Composing,
) {
  const { pull, by } = landing;
  const vouching = vouchingFor(landing, file, entry, policy);
  const results = evaluation ?? pull?.gate?.evaluation;
  const author = pull?.author.login ?? by;
  return {
    ...(pull && { pull: pull.number }),
    ...(author && { author }),
    approvers: vouching.approvers,
    rationale: rationaleOf(landing, policy),
    ...(results && { evaluation: results }),
    ...(vouching.kind === "unreviewed" && { unreviewed: vouching.reason }),
  };
}

function rationaleOf({ pull, title }: Landing, { rationale }: Policy): readonly RationaleSection[] {
  if (pull) return rationaleSections(pull.body, rationale.sections);
  return title.trim() === "" ? [] : [{ heading: "Commit message", text: title }];
}

function moveOf(
  record: ReleaseRecord,
  landing: Landing,
  standing: Standing,
  { policy, now }: Composing,
): MoveRecord {
  const { pull, by } = landing;
  const mover = pull ? (pull.mergedBy ?? pull.author.login) : by;
  return {
    prompt: record.prompt,
    environment: policy.release.environments[0] ?? "production",
    n: standing.nextMove,
    ...(standing.running && { from: standing.running }),
    to: record.version,
    by: mover ?? login("ghost"),
    at: now,
    why: pull
      ? `Pull request #${pull.number} was merged: ${pull.title}`
      : `Pushed without a pull request: ${landing.title}`,
    bad: [],
    ...(pull && { pull: pull.number }),
  };
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
