// What runs where, how far each environment is behind, and what at a commit is not released yet.

import type { Finding } from "../finding.ts";
import type { PromptId, Sha } from "../identity.ts";
import { type History, PromptHistory } from "./history.ts";
import type { Release } from "./history-entries.ts";
import { currentRelease, type Running } from "./past.ts";
import { foreignFinding, lostRelease } from "./record-findings.ts";

/** A prompt's file at the commit in question. */
export interface PromptFile {
  readonly path: string;
  readonly blob: Sha;
}

export interface StatusQuestion {
  readonly history: History;
  /** In the order of promotion. Environments that only tags know come after them. */
  readonly environments: readonly string[];
  /** What stands at the commit; undefined where nobody knows which files are prompts. */
  readonly files?: ReadonlyMap<PromptId, PromptFile>;
  /** Undefined for all prompts. */
  readonly only?: ReadonlySet<PromptId>;
  /** In milliseconds since 1970. */
  readonly now: number;
}

export interface Status {
  readonly environments: readonly string[];
  /** Sorted by id. */
  readonly prompts: readonly PromptState[];
  readonly findings: readonly Finding[];
}

export interface PromptState {
  readonly prompt: PromptId;
  /** Undefined where it is not there, or not known. */
  readonly path?: string;
  /** The highest version, a retirement included. */
  readonly latest?: Release;
  /** In the order of `Status.environments`. */
  readonly places: readonly RunningThere[];
  /** Whether environments run different versions of it. */
  readonly drifts: boolean;
  readonly unreleased?: Unreleased;
}

export interface RunningThere {
  readonly environment: string;
  readonly running: Running;
  /** How many versions are higher than the one that runs. */
  readonly behind: number;
}

/** `new`: it has no release. `changed`: other bytes than its newest release. `deleted`: the release has a file, the commit none. */
export type Unreleased = "new" | "changed" | "deleted";

/** Reads the messages of current moves and newest releases only. */
export function statusOf(question: StatusQuestion): Status {
  const { history, files, only } = question;
  const ids = [...new Set([...history.prompts.keys(), ...(files?.keys() ?? [])])]
    .filter((id) => !only || only.has(id))
    .sort();
  const histories = ids.map((id) => history.prompts.get(id) ?? new PromptHistory(id));
  const environments = [
    ...new Set([
      ...question.environments,
      ...[...new Set(histories.flatMap((one) => one.environments))].sort(),
    ]),
  ];
  const prompts = histories.map((one) => stateOf(one, environments, files));
  const ofPrompts = prompts.flatMap((state) => findingsOf(state, question.now));
  const ofNames = history.findings.filter(({ prompt }) => !only || (prompt && only.has(prompt)));
  return { environments, prompts, findings: [...ofNames, ...ofPrompts] };
}

function stateOf(
  history: PromptHistory,
  environments: readonly string[],
  files: StatusQuestion["files"],
): PromptState {
  const { prompt, latest } = history;
  const file = files?.get(prompt);
  const places = environments.map((environment): RunningThere => {
    const running = currentRelease(history, environment);
    return { environment, running, behind: countHigher(history, running) };
  });
  const running = places.flatMap((place) =>
    place.running.kind === "running" ? [place.running.version] : [],
  );
  const unreleased = files && unreleasedOf(latest, file);
  return {
    prompt,
    ...(file && { path: file.path }),
    ...(latest && { latest }),
    places,
    drifts: new Set(running).size > 1,
    ...(unreleased && { unreleased }),
  };
}

function countHigher(history: PromptHistory, running: Running): number {
  return running.kind === "running" ? history.countAbove(running.version) : 0;
}

function unreleasedOf(latest: Release | undefined, file: PromptFile | undefined): Unreleased | undefined {
  if (!latest) return "new";
  // A tag that tells nothing says nothing about bytes either; a finding names it.
  if (latest.head.kind !== "record") return undefined;
  const released = latest.head.record.file;
  if (!released) return file ? "changed" : undefined;
  if (!file) return "deleted";
  return released.blob === file.blob ? undefined : "changed";
}

/** Clocks of several machines differ by a little without being wrong. In milliseconds. */
const TOLERANCE = 5 * 60_000;

function findingsOf({ prompt, latest, places }: PromptState, now: number): Finding[] {
  const findings: Finding[] = [];
  if (latest?.head.kind === "foreign" && latest.tag.kind === "annotated") {
    findings.push(foreignFinding(prompt, `release ${latest.version}`, latest.head.reason));
  }
  for (const { environment, running } of places) {
    if (running.kind === "nothing") continue;
    const { move } = running;
    const what = `move ${move.n} of ${environment}`;
    if (running.kind === "running") {
      if (!running.release) findings.push(lostRelease(prompt, running.version, `${what} set it running`));
      if (move.time !== undefined && move.time > now + TOLERANCE) findings.push(fromTheFuture(prompt, what));
    } else if (move.head.kind === "foreign" && move.tag.kind === "annotated") {
      findings.push(foreignFinding(prompt, what, move.head.reason));
    }
  }
  return findings;
}

function fromTheFuture(prompt: PromptId, what: string): Finding {
  return {
    rule: "clock-skew",
    severity: "notice",
    prompt,
    message: `The ${what} of ${prompt} is dated in the future: a clock was wrong, here or there.`,
    fix: "Nothing to mend: the numbers count. Its age is shown as new.",
  };
}
