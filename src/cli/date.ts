// Points in time as people type them.

import { readDuration } from "../core/config/duration.ts";
import { UserError } from "../core/user-error.ts";

const DAY = 86_400_000;

/**
 * A span such as 2d stands for that long ago; without an offset UTC is meant.
 * @param edge which moment of the day a date without a time stands for
 * @returns milliseconds since 1970
 * @throws UserError for anything else
 */
export function readMoment(text: string, option: string, edge: "start" | "end"): number {
  const span = readDuration(text);
  if (span.kind === "value") return Date.now() - span.value;
  const [, day = "", time] = /^(\d{4}-\d{2}-\d{2})([T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(text) ?? [];
  if (isDay(day)) {
    if (time === undefined) return Date.parse(day) + (edge === "end" ? DAY - 1 : 0);
    const moment = Date.parse(inUtc(text));
    if (!Number.isNaN(moment)) return moment;
  }
  throw new UserError(
    `${option} takes a date, a time or a span, got ${JSON.stringify(text)}.`,
    "Write it as 2026-01-31, as 2026-01-31T12:00:00Z, or as 2d for two days ago.",
  );
}

/** Date.parse would take nearly any text for some date, and the 31st of February for the 3rd of March. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** Without an offset UTC is meant, so that everybody gets the same answer. */
function inUtc(text: string): string {
  const iso = text.replace(" ", "T");
  return /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`;
}
