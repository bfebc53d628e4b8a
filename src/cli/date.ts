// Points in time as people type them.

import { readDuration } from "../core/config/duration.ts";
import { UserError } from "../core/user-error.ts";

const DAY = 86_400_000;

/**
 * A date stands for its last moment, so that all that happened on that day counts; a span such as 2d for that long ago.
 * @returns milliseconds since 1970
 * @throws UserError for anything else
 */
export function readMoment(text: string, option: string): number {
  const span = readDuration(text);
  if (span.kind === "value") return Date.now() - span.value;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return Date.parse(text) + DAY - 1;
  // Only what begins like ISO 8601: Date.parse would take nearly any text for some date.
  const time = /^\d{4}-\d{2}-\d{2}[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?$/.test(text)
    ? Date.parse(inUtc(text))
    : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UserError(
    `${option} takes a date, a time or a span, got ${JSON.stringify(text)}.`,
    "Write it as 2026-01-31, as 2026-01-31T12:00:00Z, or as 2d for two days ago.",
  );
}

/** Without an offset UTC is meant, so that everybody gets the same answer. */
function inUtc(text: string): string {
  const iso = text.replace(" ", "T");
  return /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`;
}
