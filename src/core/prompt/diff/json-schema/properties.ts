// Differences in the properties of an object: which there are, which must be there, whether others may be.

import { isMapping } from "../../fields.ts";
import { isSame } from "../sameness.ts";
import { compareAt } from "./compare.ts";
import type { SchemaDifference } from "./difference.ts";
import type { Schema } from "./references.ts";
import { difference, type Walk, within } from "./walk.ts";

export function compareProperties(walk: Walk, before: Schema, after: Schema): SchemaDifference[] {
  const [old, young] = [propertiesOf(before), propertiesOf(after)];
  const [oldRequired, youngRequired] = [requiredOf(before), requiredOf(after)];
  const names = [...new Set([...old.keys(), ...young.keys(), ...oldRequired, ...youngRequired])];
  return [
    ...names.flatMap((name) => {
      const at = within(walk, name);
      const isRequired = youngRequired.has(name);
      if (!old.has(name) && young.has(name)) {
        return isRequired
          ? [difference(at, "required-property-added", "was added and is required")]
          : [difference(at, "property-added", "was added")];
      }
      if (old.has(name) && !young.has(name)) return [difference(at, "property-removed", "was removed")];
      return [
        ...compareRequired(at, oldRequired.has(name), isRequired),
        ...compareAt(at, old.get(name) ?? {}, young.get(name) ?? {}),
      ];
    }),
    ...compareOthers(walk, before.additionalProperties, after.additionalProperties),
  ];
}

function compareRequired(walk: Walk, ...[was, is]: [was: boolean, is: boolean]): SchemaDifference[] {
  if (was === is) return [];
  return is
    ? [difference(walk, "now-required", "is now required")]
    : [difference(walk, "no-longer-required", "may now be missing")];
}

/** Properties that are not named: allowed where nothing is said. */
function compareOthers(walk: Walk, before: unknown = true, after: unknown = true): SchemaDifference[] {
  if (isSame(before, after)) return [];
  if (after === false) return [difference(walk, "closed", "no longer allows other properties")];
  if (before === false) return [difference(walk, "opened", "now allows other properties")];
  return compareAt(within(walk, "*"), before, after);
}

function propertiesOf(schema: Schema): ReadonlyMap<string, unknown> {
  return new Map(isMapping(schema.properties) ? Object.entries(schema.properties) : []);
}

function requiredOf(schema: Schema): ReadonlySet<string> {
  return new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
}
