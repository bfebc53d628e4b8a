// What a release will say: its version, what changed, why, on whose word, and the move of the first environment.

import { createHash } from "node:crypto";
import type { Policy } from "../config/policy.ts";
import type { Finding } from "../finding.ts";
import { type Login, login, type Sha } from "../identity.ts";
import type { PlanAnswers } from "./facts.ts";
import type { Landing } from "./landing.ts";
import type { Contents, Place } from "./places.ts";
import { type Proposing, proposeRelease } from "./proposing.ts";
import { rationaleSections } from "./rationale.ts";
import type { EvaluationSummary, MoveRecord, RationaleSection, ReleaseRecord } from "./record.ts";
import type { Standing } from "./standing.ts";
import { allPathsOf, type TouchedPrompt } from "./touched.ts";
import { vouchingFor } from "./vouching.ts";

export interface Composing extends Proposing {
  readonly policy: Policy;
  readonly answers: PlanAnswers;
  readonly contents: Contents;
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** Results of an evaluation that ran outside the pull request's check. */
  readonly evaluation?: EvaluationSummary;
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
  const { pull } = landing;
  const asker = pull && { labels: pull.labels, body: pull.body, author: pull.author.login };
  const proposal = proposeRelease({ touched, was, is, standing, ...(asker && { asker }) }, world);
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
  const { pull } = landing;
  return {
    prompt: record.prompt,
    environment: policy.release.environments[0] ?? "production",
    n: standing.nextMove,
    ...(standing.running && { from: standing.running }),
    to: record.version,
    by: moverOf(landing),
    at: now,
    why: pull
      ? `Pull request #${pull.number} was merged: ${pull.title}`
      : `Pushed without a pull request: ${landing.title}`,
    bad: [],
    ...(pull && { pull: pull.number }),
  };
}

/** Who brought the landing to the branch. */
export function moverOf({ pull, by }: Landing): Login {
  return (pull ? (pull.mergedBy ?? pull.author.login) : by) ?? login("ghost");
}

export function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
