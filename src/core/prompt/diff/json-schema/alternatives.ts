// Differences in `anyOf`: which alternatives came and went, seen as sets of values rather than as lists.

import { shown } from "../../problem.ts";
import { isSame } from "../sameness.ts";
import { listed } from "../wording.ts";
import { compareAt } from "./compare.ts";
import { allowsAllBefore, type SchemaDifference } from "./difference.ts";
import { compareKeywords } from "./keyword-differences.ts";
import { ANNOTATIONS } from "./keywords.ts";
import { isSchema, referenceOf, type Schema } from "./references.ts";
import { typesOf } from "./types.ts";
import { difference, type Walk } from "./walk.ts";

/** More are not told apart: each is held against each. */
const MOST_ALTERNATIVES = 50;

export interface ChoiceComparison {
  /** Whether the choice is all that the schemas say, annotations included. */
  readonly isWhole: boolean;
  readonly differences: readonly SchemaDifference[];
}

/** A schema that is only a choice is compared with one that is none as a choice of one. */
export function compareChoices(walk: Walk, before: Schema, after: Schema): ChoiceComparison {
  const [old, young] = [before.anyOf, after.anyOf];
  if (old === undefined && young === undefined) return { isWhole: false, differences: [] };
  const isWhole = isPureChoice(before)
    ? isPureChoice(after) || young === undefined
    : isPureChoice(after) && old === undefined;
  if (isWhole) {
    const annotations = compareKeywords(walk, annotationsOf(before), annotationsOf(after));
    const choices = compareLists(
      walk,
      old ?? [withoutAnnotations(before)],
      young ?? [withoutAnnotations(after)],
    );
    return { isWhole, differences: [...annotations, ...choices] };
  }
  if (young === undefined)
    return { isWhole, differences: [difference(walk, "loosened", `no longer has ${shown("anyOf")}`)] };
  if (old === undefined)
    return { isWhole, differences: [difference(walk, "tightened", `now has ${shown("anyOf")}`)] };
  return { isWhole, differences: compareLists(walk, old, young) };
}

function compareLists(walk: Walk, before: unknown, after: unknown): SchemaDifference[] {
  if (
    !Array.isArray(before) ||
    !Array.isArray(after) ||
    Math.max(before.length, after.length) > MOST_ALTERNATIVES
  ) {
    return isSame(before, after) ? [] : [difference(walk, "unclear", `changed in ${shown("anyOf")}`)];
  }
  const { pairs, old, young } = paired(before.flatMap(oneAType), after.flatMap(oneAType));
  const kept = pairs.flatMap(([a, b]) => compareAt(walk, a, b));
  const [onlyOld, onlyYoung] = [old[0], young[0]];
  if (old.length === 1 && young.length === 1) return [...kept, ...compareAt(walk, onlyOld, onlyYoung)];
  const accepts = (wide: unknown, narrow: unknown) => allowsAllBefore(compareAt(walk, narrow, wide));
  const removed = old.filter((one) => !after.some((other) => accepts(other, one)));
  const added = young.filter((one) => !before.some((other) => accepts(other, one)));
  return [
    ...kept,
    ...(removed.length > 0
      ? [difference(walk, "alternatives-removed", `can no longer be ${listed(removed.map(nameOf))}`)]
      : []),
    ...(added.length > 0
      ? [difference(walk, "alternatives-added", `may now be ${listed(added.map(nameOf))}`)]
      : []),
  ];
}

/** Alternatives that are written alike on both sides, and those that stand on one side only. */
function paired(before: readonly unknown[], after: readonly unknown[]) {
  const young = [...after];
  const old: unknown[] = [];
  const pairs: [unknown, unknown][] = [];
  for (const one of before) {
    const at = young.findIndex((other) => isSame(withoutAnnotations(one), withoutAnnotations(other)));
    if (at === -1) old.push(one);
    else pairs.push([one, ...young.splice(at, 1)] as [unknown, unknown]);
  }
  return { pairs, old, young };
}

/** `type: [string, "null"]` is a choice of two. */
function oneAType(alternative: unknown): unknown[] {
  if (!isSchema(alternative) || !Array.isArray(alternative.type)) return [alternative];
  return alternative.type.map((type: unknown) => ({ ...alternative, type }));
}

function nameOf(alternative: unknown): string {
  if (!isSchema(alternative)) return "anything";
  const reference = referenceOf(alternative)?.split("/").at(-1);
  const title = typeof alternative.title === "string" ? alternative.title : undefined;
  const types = [...(typesOf(alternative) ?? [])];
  return shown(title ?? reference ?? (types.length > 0 ? types.join(" or ") : "anything"));
}

function isPureChoice(schema: Schema): boolean {
  return schema.anyOf !== undefined && Object.keys(withoutAnnotations(schema)).length === 1;
}

function annotationsOf(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => ANNOTATIONS.has(key)));
}

function withoutAnnotations(schema: Schema): Schema;
function withoutAnnotations(schema: unknown): unknown;
function withoutAnnotations(schema: unknown): unknown {
  if (!isSchema(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).filter(([key, value]) => !ANNOTATIONS.has(key) && value !== undefined),
  );
}
