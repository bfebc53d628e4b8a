// A declared variable as a JSON Schema, whatever its format calls the types.

import type { InputVariable } from "../document.ts";
import type { Schema } from "./json-schema/references.ts";

const ANY = new Set(["any", "unknown", "mixed"]);

const JSON_TYPES: ReadonlyMap<string, string> = new Map([
  ["str", "string"],
  ["text", "string"],
  ["int", "integer"],
  ["float", "number"],
  ["double", "number"],
  ["decimal", "number"],
  ["bool", "boolean"],
  ["list", "array"],
  ["dict", "object"],
  ["map", "object"],
  ["mapping", "object"],
]);

/** A type that JSON does not know, such as `image`, stays as it is: it equals itself alone. */
export function declaredSchema({ type, schema }: InputVariable): Schema {
  const { description: _, default: __, ...rest } = schema ?? {};
  if (type === undefined || rest.type !== undefined) return rest;
  const name = type.trim().toLowerCase();
  return ANY.has(name) ? rest : { type: JSON_TYPES.get(name) ?? name, ...rest };
}
