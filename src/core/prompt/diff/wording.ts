// How messages of a diff show names, values and lists of them.

import { shown } from "../problem.ts";

/** Scalars as they are, `a list`, `a mapping`: always one short line. */
export function shownValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a mapping";
  return shown(String(value)) === "``" ? "an empty text" : shown(String(value));
}

const MOST_LISTED = 5;

/** `a`, `a and b`, `a, b and c`, `a, b, c, d and 7 more`. */
export function listed(items: readonly string[]): string {
  if (items.length > MOST_LISTED) {
    const first = items.slice(0, MOST_LISTED - 1);
    return `${first.join(", ")} and ${items.length - first.length} more`;
  }
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}
