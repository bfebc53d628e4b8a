// Which JSON types a schema allows, from `type`, `nullable`, `enum` and `const`.

import { isSame } from "../sameness.ts";
import type { Schema } from "./references.ts";

/** Undefined stands for every type. */
export type Types = ReadonlySet<string> | undefined;

export function typesOf(schema: Schema): Types {
  return typesOfValues(valuesOf(schema)) ?? namedTypes(schema);
}

/** The values that `enum` and `const` list, as far as `type` allows them; undefined where neither is there. */
export function valuesOf(schema: Schema): readonly unknown[] | undefined {
  const listed = listedValues(schema);
  const types = namedTypes(schema);
  return types
    ? listed?.filter((value) => typesMissing(new Set([typeOfValue(value)]), types).length === 0)
    : listed;
}

/** Types of `from` that are not in `to`; a whole number is a number. */
export function typesMissing(from: ReadonlySet<string>, to: ReadonlySet<string>): string[] {
  return [...from].filter((type) => !to.has(type) && !(type === "integer" && to.has("number")));
}

function listedValues(schema: Schema): readonly unknown[] | undefined {
  const hasConst = Object.hasOwn(schema, "const") && schema.const !== undefined;
  if (!Array.isArray(schema.enum)) return hasConst ? [schema.const] : undefined;
  return hasConst ? schema.enum.filter((value) => isSame(value, schema.const)) : schema.enum;
}

function namedTypes({ type, nullable }: Schema): Types {
  const names =
    typeof type === "string" ? [type] : Array.isArray(type) && type.length > 0 ? type.map(String) : undefined;
  return names && new Set(nullable === true ? [...names, "null"] : names);
}

function typesOfValues(values: readonly unknown[] | undefined): Types {
  return values && values.length > 0 ? new Set(values.map(typeOfValue)) : undefined;
}

function typeOfValue(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "bigint") return "integer";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}
