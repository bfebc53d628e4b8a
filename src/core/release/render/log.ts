// The log of releases and moves, and what ran at a time, for terminals and as JSON. docs/cli.md gives its shape.

import type { PromptId } from "../../identity.ts";
import type { Paint } from "../../review/render/text.ts";
import { aligned, visible } from "../../text/lines.ts";
import type { LogEntry } from "../log.ts";
import type { Running } from "../past.ts";
import type { MoveRecord, ReleaseRecord } from "../record.ts";

/** One entry: what, when and who on the first line, why below. */
export function renderLogEntry(entry: LogEntry, paint: Paint): string {
  const { what, who, why } = entry.kind === "release" ? describeRelease(entry) : describeMove(entry);
  const first = `${paint("dim", dateOf(entry.time))}  ${paint("bold", what)}${who ? `  ${who}` : ""}`;
  return [first, ...why.map((line) => `    ${visible(line)}`)].join("\n");
}

interface Described {
  readonly what: string;
  readonly who: string;
  readonly why: readonly string[];
}

const MOST_LINES = 6;

function describeRelease({ release }: Extract<LogEntry, { kind: "release" }>): Described {
  const { prompt, version, reading } = release;
  const name = `${prompt} ${version}`;
  if (reading.kind !== "record") {
    const reason = reading.kind === "foreign" ? reading.reason : "has not been fetched";
    return { what: `${name} released`, who: "", why: [`Nothing is known of it: its tag ${reason}.`] };
  }
  const { record } = reading;
  const marks = [
    record.retired
      ? "retired"
      : record.adopted
        ? "adopted"
        : record.rollbackOf
          ? `released, rolls back ${record.rollbackOf}`
          : "released",
    record.unreviewed === undefined ? "" : "unreviewed",
  ].filter(Boolean);
  return { what: `${name} ${marks.join(", ")}`, who: peopleOf(record), why: reasonsOf(record) };
}

function peopleOf({ author, approvers, pull }: ReleaseRecord): string {
  const approved = approvers.map(({ login }) => `@${login}`).join(", ");
  const parts = [
    author ? `by @${author}` : "",
    approved ? `approved by ${approved}` : "",
    pull === undefined ? "" : `#${pull}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function reasonsOf({ reasons, rationale, unreviewed }: ReleaseRecord): string[] {
  const [why] = rationale;
  const lines = [
    ...(unreviewed === undefined ? [] : [unreviewed]),
    ...reasons,
    ...(why ? linesOf(why.text) : []),
  ];
  return shortened(lines);
}

function describeMove({ move }: Extract<LogEntry, { kind: "move" }>): Described {
  const { prompt, environment, n, reading } = move;
  if (reading.kind !== "record") {
    const reason = reading.kind === "foreign" ? reading.reason : "has not been fetched";
    const why = [`Nothing is known of it: its tag ${reason}.`];
    return { what: `${prompt} ${environment} move ${n}`, who: "", why };
  }
  const { from, to, by, why, bad, pull } = reading.record;
  const declared = bad.length > 0 ? [`Declared bad: ${bad.join(", ")}.`] : [];
  return {
    what: `${prompt} ${environment} ${from ?? "nothing"} -> ${to}`,
    who: [`by @${by}`, ...(pull === undefined ? [] : [`#${pull}`])].join(", "),
    why: [...shortened(linesOf(why)), ...declared],
  };
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function shortened(lines: readonly string[]): string[] {
  const shown = lines
    .slice(0, MOST_LINES)
    .map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, `…and ${left.toLocaleString("en")} more lines`] : shown;
}

function dateOf(time: number | undefined): string {
  return time === undefined
    ? "date unknown    "
    : `${new Date(time).toISOString().slice(0, 16).replace("T", " ")}`;
}

export function logEntryJson(entry: LogEntry) {
  const at = entry.time === undefined ? null : new Date(entry.time).toISOString();
  if (entry.kind === "release") {
    const { prompt, version, reading, tag } = entry.release;
    const record = reading.kind === "record" ? reading.record : null;
    return { kind: "release", prompt, at, version, tag: tag.name, problem: problemOf(reading), record };
  }
  const { prompt, environment, n, reading, tag } = entry.move;
  const record: MoveRecord | null = reading.kind === "record" ? reading.record : null;
  return {
    kind: "move",
    prompt,
    at,
    environment,
    n,
    from: record?.from ?? null,
    to: record?.to ?? null,
    by: record?.by ?? null,
    why: record?.why ?? null,
    bad: record?.bad ?? [],
    pull: record?.pull ?? null,
    tag: tag.name,
    problem: problemOf(reading),
  };
}

function problemOf(reading: { readonly kind: string; readonly reason?: string }): string | null {
  return reading.kind === "foreign" ? (reading.reason ?? "") : null;
}

/** What ran in one environment at a time. */
export interface RanThen {
  readonly prompt: PromptId;
  readonly environment: string;
  readonly running: Running;
}

export function renderRanThen(rows: readonly RanThen[], time: number, paint: Paint): string {
  const table = aligned(
    rows.map(({ prompt, environment, running }) => [prompt, environment, ...ranCells(running)]),
  );
  const doubts = rows.flatMap(({ prompt, environment, running }) =>
    running.kind === "running" && running.contradictedBy.length > 0
      ? [
          `In doubt: ${prompt} in ${environment}, since a clock was wrong. Earlier moves are dated later: ${running.contradictedBy.map(({ n }) => n).join(", ")}.`,
        ]
      : [],
  );
  const heading = `At ${new Date(time).toISOString()}`;
  return [paint("bold", heading), table.join("\n"), doubts.join("\n")].filter(Boolean).join("\n\n");
}

function ranCells(running: Running): string[] {
  switch (running.kind) {
    case "nothing":
      return ["nothing"];
    case "unknown":
      return ["?", `move ${running.move.n}: ${running.reason}`];
    case "running": {
      const { version, move, release } = running;
      const by = move.head.kind === "record" ? ` by @${move.head.record.by}` : "";
      const gone = release ? "" : ", whose tag is gone";
      return [version, `since ${dateOf(move.time)}${by} (move ${move.n})${gone}`];
    }
  }
}

export function ranThenJson({ prompt, environment, running }: RanThen) {
  if (running.kind === "nothing") {
    return { prompt, environment, version: null, move: null, since: null, by: null, doubtful: false };
  }
  const { move } = running;
  const record = move.head.kind === "record" ? move.head.record : undefined;
  return {
    prompt,
    environment,
    version: record?.to ?? null,
    move: move.n,
    since: record?.at ?? null,
    by: record?.by ?? null,
    doubtful: running.kind === "running" && running.contradictedBy.length > 0,
  };
}
