// Which JSON types a schema allows, from `type`, `nullable`, `enum` and `const`.

import type { Schema } from "./references.ts";

/** Undefined stands for every type. */
export type Types = ReadonlySet<string> | undefined;

export function typesOf(schema: Schema): Types {
  const named = namedTypes(schema.type) ?? typesOfValues(valuesOf(schema));
  return named && schema.nullable === true ? new Set([...named, "null"]) : named;
}

/** The values that `enum` or `const` lists; undefined where neither is there. */
export function valuesOf(schema: Schema): readonly unknown[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum;
  return Object.hasOwn(schema, "const") && schema.const !== undefined ? [schema.const] : undefined;
}

/** Types of `from` that are not in `to`; a whole number is a number. */
export function typesMissing(from: ReadonlySet<string>, to: ReadonlySet<string>): string[] {
  return [...from].filter((type) => !to.has(type) && !(type === "integer" && to.has("number")));
}

function namedTypes(type: unknown): Types {
  if (typeof type === "string") return new Set([type]);
  return Array.isArray(type) && type.length > 0 ? new Set(type.map(String)) : undefined;
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
