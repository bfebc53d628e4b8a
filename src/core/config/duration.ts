// Spans of time as the config writes them: 5m, 12h, 2d, 90d.

import { problem, quoted, type Reading, value } from "./reading.ts";

/** Milliseconds, at least 1,000. */
type Duration = number;

/** For the editors' schema. */
export const DURATION_PATTERN = "^[1-9][0-9]{0,4}[smhdw]$";

const MILLISECONDS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const DURATION = /^([1-9]\d{0,4})([smhdw])$/;

/** A day is 24 hours and a week seven days, whatever the calendar says. */
export function readDuration(text: string): Reading<Duration> {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  if (amount && unit) return value(Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS]);
  return problem(
    `must be a span of time such as 90d, got ${quoted(text)}.`,
    "Write a whole number from 1 to 99999 and one of s, m, h, d, w for seconds, minutes, hours, days, weeks.",
  );
}
