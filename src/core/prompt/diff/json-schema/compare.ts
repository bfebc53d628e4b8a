// Says how a JSON Schema differs from the one before it, keyword by keyword. What it does not understand it calls
// unclear, so that nothing passes for harmless by mistake.

import { isMapping } from "../../fields.ts";
import { shown } from "../../problem.ts";
import { isSame } from "../sameness.ts";
import { compareChoices } from "./alternatives.ts";
import type { SchemaDifference } from "./difference.ts";
import { compareKeywords } from "./keyword-differences.ts";
import { compareProperties } from "./properties.ts";
import { referenceOf, resolved, type Schema } from "./references.ts";
import { compareTypesAndValues } from "./values.ts";
import { difference, type Walk, within } from "./walk.ts";

/** Pairs of schemas that one comparison looks at; beyond it the rest is unclear. */
const MAX_PAIRS = 20_000;
const MAX_DEPTH = 60;

/** Every difference, in the order of the schema's parts. Booleans are schemas too. */
export function compareSchemas(before: unknown, after: unknown): SchemaDifference[] {
  const walk: Walk = {
    before: asSchema(before) ?? {},
    after: asSchema(after) ?? {},
    open: new Set(),
    path: [],
    budget: { pairs: MAX_PAIRS },
  };
  return compareAt(walk, before, after);
}

export function compareAt(walk: Walk, before: unknown, after: unknown): SchemaDifference[] {
  const [old, young] = [asSchema(before), asSchema(after)];
  if (!old || !young) {
    return isSame(before, after)
      ? []
      : [difference(walk, "unclear", "is described in a new way, no JSON Schema")];
  }
  walk.budget.pairs--;
  if (walk.budget.pairs < 0 || walk.path.length > MAX_DEPTH) {
    return isSame(before, after)
      ? []
      : [difference(walk, "unclear", "changed in a schema too large to compare")];
  }
  const reference = `${referenceOf(old) ?? ""} ${referenceOf(young) ?? ""}`;
  if (walk.open.has(reference)) return [];
  const inner = reference === " " ? walk : { ...walk, open: new Set([...walk.open, reference]) };
  return compareResolved(inner, resolved(old, walk.before), resolved(young, walk.after));
}

function compareResolved(walk: Walk, before: Schema, after: Schema): SchemaDifference[] {
  const choices = compareChoices(walk, before, after);
  if (choices.isWhole) return [...choices.differences];
  const types = compareTypesAndValues(walk, before, after);
  if (types.kind === "nothing-in-common") return [...types.differences];
  return [
    ...types.differences,
    ...choices.differences,
    ...compareProperties(walk, before, after),
    ...compareItems(walk, before, after),
    ...compareKeywords(walk, before, after),
  ];
}

function compareItems(walk: Walk, before: Schema, after: Schema): SchemaDifference[] {
  if (before.items === undefined && after.items === undefined) return [];
  if (Array.isArray(before.items) || Array.isArray(after.items)) {
    if (isSame(before.items, after.items)) return [];
    return [difference(walk, "unclear", `changed in ${shown("items")}, a list of schemas`)];
  }
  return compareAt(within(walk, "[]"), before.items ?? {}, after.items ?? {});
}

/** `true` allows everything, `false` nothing. */
function asSchema(value: unknown): Schema | undefined {
  if (typeof value === "boolean") return value ? {} : { enum: [] };
  return isMapping(value) ? value : undefined;
}
