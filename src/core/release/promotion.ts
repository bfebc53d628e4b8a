// Decides a promotion: which release each prompt's environment shall run next, or why it must not.

import type { Finding } from "../finding.ts";
import type { Login, PromptId, Sha } from "../identity.ts";
import { type History, PromptHistory } from "./history.ts";
import type { Release } from "./history-entries.ts";
import { badReleases, currentRelease } from "./past.ts";
import type { MoveRecord } from "./record.ts";
import { isHigherVersion, type Version } from "./version.ts";

export interface PromotionRequest {
  readonly environment: string;
  /** All there are, in the order of promotion. */
  readonly environments: readonly string[];
  /** Undefined for every prompt that has something to promote. */
  readonly prompts?: readonly PromptId[];
  /** Left out: what runs in the environment before this one; for the first one the newest release. */
  readonly version?: Version;
  readonly by: Login;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Left out: a sentence that says where the version comes from. */
  readonly why?: string;
  readonly pull?: number;
}

export interface PlannedMove {
  readonly record: MoveRecord;
  readonly release: Release;
  readonly commit: Sha;
  /** What to know though nothing forbids it. */
  readonly notes: readonly string[];
}

export interface Promotion {
  readonly moves: readonly PlannedMove[];
  /** Prompts whose environment runs the version already. */
  readonly unchanged: readonly { readonly prompt: PromptId; readonly version: Version }[];
  /** Where one is an error none of the moves may be made. What nobody named is passed over with a warning. */
  readonly findings: readonly Finding[];
}

/** Needs the messages of all tags of the prompts. */
export function planPromotion(history: History, request: PromotionRequest): Promotion {
  const named = request.prompts?.map((id) => history.prompts.get(id) ?? new PromptHistory(id));
  const histories = named ?? [...history.prompts.values()].sort((a, b) => (a.prompt < b.prompt ? -1 : 1));
  const outcomes = histories.map((one) => decide(one, request));
  return {
    moves: outcomes.flatMap((outcome) => (outcome.kind === "move" ? [outcome.move] : [])),
    unchanged: outcomes.flatMap((outcome) => (outcome.kind === "unchanged" ? [outcome] : [])),
    findings: outcomes.flatMap((outcome) =>
      outcome.kind === "refused"
        ? [{ ...outcome.finding, severity: request.prompts ? ("error" as const) : ("warning" as const) }]
        : [],
    ),
  };
}

type Outcome =
  | { readonly kind: "move"; readonly move: PlannedMove }
  | { readonly kind: "unchanged"; readonly prompt: PromptId; readonly version: Version }
  | { readonly kind: "refused"; readonly finding: Finding }
  /** Nobody named the prompt, and there is nothing to promote. */
  | { readonly kind: "passed-over" };

function decide(history: PromptHistory, request: PromotionRequest): Outcome {
  const { environment, by, at, pull } = request;
  const { prompt } = history;
  const target = findTarget(history, request);
  if (target.kind === "none") {
    return request.prompts ? refused(prompt, target.message, target.fix) : { kind: "passed-over" };
  }
  const { release, origin } = target;
  const { version } = release;
  const current = currentRelease(history, environment);
  const from = current.kind === "running" ? current.version : undefined;
  if (from === version) return { kind: "unchanged", prompt, version };
  const obstacle = obstacleTo(history, release, request);
  if (obstacle) return obstacle;
  const { commit } = release.tag;
  if (!commit) return refused(prompt, `The tag of ${prompt} ${version} points at no commit.`, RESTORE);
  const notes = [
    ...(from && isHigherVersion(from, version) ? [`${version} is lower than ${from}, which runs now.`] : []),
    ...(badReleases(history).has(version) ? [`${version} was rolled back before.`] : []),
    ...(current.kind === "unknown" ? [`What runs now is not known. ${current.reason}`] : []),
  ];
  const record: MoveRecord = {
    prompt,
    environment,
    n: history.nextMove(environment),
    ...(from && { from }),
    to: version,
    by,
    at,
    why: request.why ?? origin,
    bad: [],
    ...(pull !== undefined && { pull }),
  };
  return { kind: "move", move: { record, release, commit, notes } };
}

type Target =
  | { readonly kind: "release"; readonly release: Release; readonly origin: string }
  | { readonly kind: "none"; readonly message: string; readonly fix: string };

function findTarget(
  history: PromptHistory,
  { environment, environments, version }: PromotionRequest,
): Target {
  const { prompt } = history;
  if (history.releases.length === 0) {
    const message = `There is no release of ${prompt}.`;
    return { kind: "none", message, fix: "Check the id, and fetch the tags with `git fetch --tags`." };
  }
  if (version) {
    const release = history.release(version);
    if (release) return { kind: "release", release, origin: `Promoted to ${version}.` };
    const fix = `Name one that exists; the newest is ${history.latest?.version}.`;
    return { kind: "none", message: `There is no release ${version} of ${prompt}.`, fix };
  }
  const before = environments[environments.indexOf(environment) - 1];
  return before === undefined ? newest(history) : runningIn(history, before);
}

function newest(history: PromptHistory): Target {
  const { latest, prompt } = history;
  if (latest?.record?.retired) {
    const message = `${prompt} is retired since ${latest.version}.`;
    return { kind: "none", message, fix: "Name an earlier version if it must run again." };
  }
  const bad = badReleases(history);
  const release = history.releases.findLast(({ record, version }) => record?.file && !bad.has(version));
  if (release) return { kind: "release", release, origin: "Promoted, being the newest release." };
  const message = `No release of ${prompt} can be promoted: each was rolled back, or its tag tells nothing.`;
  return { kind: "none", message, fix: "Release it anew, or name a version." };
}

function runningIn(history: PromptHistory, environment: string): Target {
  const { prompt } = history;
  const running = currentRelease(history, environment);
  if (running.kind === "running" && running.release) {
    return { kind: "release", release: running.release, origin: `Promoted from ${environment}.` };
  }
  const message =
    running.kind === "running"
      ? `${environment} runs ${prompt} ${running.version}, whose tag is gone.`
      : running.kind === "unknown"
        ? `What ${environment} runs of ${prompt} is not known. ${running.reason}`
        : `Nothing of ${prompt} runs in ${environment} yet.`;
  return { kind: "none", message, fix: `Promote it to ${environment} first, or name a version.` };
}

function obstacleTo(
  history: PromptHistory,
  { version, reading }: Release,
  request: PromotionRequest,
): Outcome | undefined {
  const { prompt } = history;
  if (reading.kind !== "record") {
    const reason = reading.kind === "foreign" ? reading.reason : "has not been fetched";
    return refused(prompt, `The tag of ${prompt} ${version} ${reason}.`, RESTORE);
  }
  if (reading.record.retired) {
    return refused(
      prompt,
      `${prompt} ${version} retired the prompt: it has no bytes to run.`,
      "Name another version.",
    );
  }
  if (!request.version && badReleases(history).has(version)) {
    const fix = `Release a better one, or insist by naming the version ${version}.`;
    return refused(prompt, `${prompt} ${version} was rolled back.`, fix);
  }
  return undefined;
}

const RESTORE = "Restore the tag from another clone, or name another version.";

function refused(prompt: PromptId, message: string, fix: string): Outcome {
  return { kind: "refused", finding: { rule: "promotion", severity: "error", prompt, message, fix } };
}
