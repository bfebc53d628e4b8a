// Differences in the types and in the listed values that a schema allows.

import { shown } from "../../problem.ts";
import { isSame } from "../sameness.ts";
import { listed, shownValue } from "../wording.ts";
import type { SchemaDifference } from "./difference.ts";
import type { Schema } from "./references.ts";
import { typesMissing, typesOf, valuesOf } from "./types.ts";
import { difference, type Walk } from "./walk.ts";

export interface TypeComparison {
  /** With nothing in common there is no point in comparing what else is said of the values. */
  readonly kind: "comparable" | "nothing-in-common";
  readonly differences: readonly SchemaDifference[];
}

export function compareTypesAndValues(walk: Walk, before: Schema, after: Schema): TypeComparison {
  const [old, young] = [valuesOf(before), valuesOf(after)];
  const comparable = (differences: SchemaDifference[]): TypeComparison => ({
    kind: "comparable",
    differences,
  });
  if (old && young) return comparable(compareValues(walk, old, young));
  const types = compareTypes(walk, before, after);
  if (types.kind === "nothing-in-common") return types;
  if (young) {
    const only =
      young.length === 0 ? "no longer allows any value" : `now allows only ${listed(young.map(shownValue))}`;
    return comparable([...types.differences, difference(walk, "values-removed", only)]);
  }
  if (old)
    return comparable([
      ...types.differences,
      difference(walk, "values-added", "is no longer bound to listed values"),
    ]);
  return types;
}

function compareValues(
  walk: Walk,
  before: readonly unknown[],
  after: readonly unknown[],
): SchemaDifference[] {
  const removed = missing(before, after);
  const added = missing(after, before);
  return [
    ...(removed.length > 0
      ? [difference(walk, "values-removed", `no longer allows ${listed(removed.map(shownValue))}`)]
      : []),
    ...(added.length > 0
      ? [difference(walk, "values-added", `may now be ${listed(added.map(shownValue))}`)]
      : []),
  ];
}

function missing(values: readonly unknown[], others: readonly unknown[]): unknown[] {
  const simple = new Set(others.filter(isSimple));
  const compound = others.filter((value) => !isSimple(value));
  return values.filter((value) =>
    isSimple(value) ? !simple.has(value) : !compound.some((other) => isSame(value, other)),
  );
}

function isSimple(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function compareTypes(walk: Walk, before: Schema, after: Schema): TypeComparison {
  const [old, young] = [typesOf(before), typesOf(after)];
  if (!old && !young) return { kind: "comparable", differences: [] };
  if (!old) {
    const says = `must now be ${typeNames([...(young ?? [])])}, any value was allowed before`;
    return { kind: "comparable", differences: [difference(walk, "types-removed", says)] };
  }
  if (!young) {
    const says = `may now be any value, it was ${typeNames([...old])} before`;
    return { kind: "comparable", differences: [difference(walk, "types-added", says)] };
  }
  const removed = typesMissing(old, young);
  const added = typesMissing(young, old);
  if (removed.length === old.size && added.length === young.size) {
    const says = `changed from ${typeNames([...old])} to ${typeNames([...young])}`;
    return { kind: "nothing-in-common", differences: [difference(walk, "types-removed", says)] };
  }
  return {
    kind: "comparable",
    differences: [
      ...(removed.length > 0
        ? [difference(walk, "types-removed", `can no longer be ${typeNames(removed)}`)]
        : []),
      ...(added.length > 0 ? [difference(walk, "types-added", `may now be ${typeNames(added)}`)] : []),
    ],
  };
}

function typeNames(types: readonly string[]): string {
  return listed(types.map((type) => shown(type)));
}
