// Differences in keywords that stand for themselves: bounds, conditions, annotations, and all that is not understood.

import { shown } from "../../problem.ts";
import { isSame, isSameButWhitespace } from "../sameness.ts";
import { shownValue } from "../wording.ts";
import type { SchemaDifference } from "./difference.ts";
import { ANNOTATIONS, BOUNDS, CONDITIONS, STRUCTURE } from "./keywords.ts";
import { refersToTheSame, type Schema } from "./references.ts";
import { difference, type Walk } from "./walk.ts";

export function compareKeywords(walk: Walk, before: Schema, after: Schema): SchemaDifference[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keywords].flatMap((keyword) => compareKeyword(walk, keyword, before[keyword], after[keyword]));
}

function compareKeyword(walk: Walk, keyword: string, before: unknown, after: unknown): SchemaDifference[] {
  if (keyword === "uniqueItems") return compareUnique(walk, before === true, after === true);
  if (STRUCTURE.has(keyword)) return [];
  const annotation = ANNOTATIONS.get(keyword);
  if (annotation) {
    if (isSame(before, after)) return [];
    const kind = isSameButWhitespace(before, after) ? "noted" : annotation;
    return [difference(walk, kind, `has another ${shown(keyword)}`)];
  }
  if (isSame(before, after)) {
    if (refersToTheSame(before, walk.before, walk.after)) return [];
    return [difference(walk, "unclear", `refers to changed definitions in ${shown(keyword)}`)];
  }
  const bound = BOUNDS.get(keyword);
  if (bound && isBound(before) && isBound(after)) return [compareBound(walk, keyword, bound, before, after)];
  if (CONDITIONS.has(keyword) && (before === undefined || after === undefined)) {
    return after === undefined
      ? [difference(walk, "loosened", `no longer has ${shown(keyword)}`)]
      : [difference(walk, "tightened", `now has ${shown(keyword)} ${shownValue(after)}`)];
  }
  return [difference(walk, "unclear", `changed in ${shown(keyword)}`)];
}

function compareBound(
  walk: Walk,
  keyword: string,
  side: "lower" | "upper",
  before: number | undefined,
  after: number | undefined,
): SchemaDifference {
  const none = side === "lower" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const isTighter =
    side === "lower" ? (after ?? none) > (before ?? none) : (after ?? none) < (before ?? none);
  const says = `has ${shown(keyword)} ${shownValue(after)} instead of ${shownValue(before)}`;
  return difference(walk, isTighter ? "tightened" : "loosened", says);
}

function compareUnique(walk: Walk, ...[was, is]: [was: boolean, is: boolean]): SchemaDifference[] {
  if (was === is) return [];
  return is
    ? [difference(walk, "tightened", "no longer allows an item twice")]
    : [difference(walk, "loosened", "now allows an item twice")];
}

function isBound(value: unknown): value is number | undefined {
  return value === undefined || (typeof value === "number" && !Number.isNaN(value));
}
