// Differences in `anyOf`: which alternatives came and went, seen as sets of values rather than as lists.

import { ANNOTATIONS } from "./keywords.ts";
import { compareAt, difference, type Walk } from "./compare.ts";
import { allowsAllBefore, type SchemaDifference } from "./difference.ts";
import { isSame } from "../sameness.ts";
import type { Schema } from "./references.ts";

/** More are not told apart: each is held against each. */
const MOST_ALTERNATIVES = 50;

/** Undefined where neither schema is a choice, or where more is said beside it than annotations. */
export function compareAlternatives(walk: Walk, before: Schema, after: Schema): SchemaDifference[] | undefined {
  const [old, young] = [alternativesOf(before), alternativesOf(after)];
  if (!old.isChoice && !young.isChoice) return undefined;
  if (isSame(before.anyOf, after.anyOf) && isSame(withoutAnyOf(before), withoutAnyOf(after))) return undefined_or_same(walk, before, after);
  return [];
}
