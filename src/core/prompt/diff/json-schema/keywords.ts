// What is known of each JSON Schema keyword (draft 2020-12, and `nullable` of OpenAPI 3.0).
// A keyword that stands in no table is compared as a whole, and any change of it counts as unclear.

/** Decide nothing about a value. `described`: a model that gets the schema reads it. */
export const ANNOTATIONS: ReadonlyMap<string, "described" | "noted"> = new Map([
  ["title", "described"],
  ["description", "described"],
  ["examples", "described"],
  ["example", "described"],
  ["default", "described"],
  ["$comment", "noted"],
  ["$schema", "noted"],
  ["$id", "noted"],
  ["$anchor", "noted"],
  ["deprecated", "noted"],
  ["readOnly", "noted"],
  ["writeOnly", "noted"],
]);

/** Numbers that bound a value from below or above. */
export const BOUNDS: ReadonlyMap<string, "lower" | "upper"> = new Map([
  ["minimum", "lower"],
  ["exclusiveMinimum", "lower"],
  ["minLength", "lower"],
  ["minItems", "lower"],
  ["minProperties", "lower"],
  ["maximum", "upper"],
  ["exclusiveMaximum", "upper"],
  ["maxLength", "upper"],
  ["maxItems", "upper"],
  ["maxProperties", "upper"],
]);

/** Each stands for itself alone: taking it away allows more, adding it allows less. */
export const CONDITIONS: ReadonlySet<string> = new Set([
  "pattern",
  "format",
  "not",
  "multipleOf",
  "propertyNames",
]);

/** Compared part by part in compare.ts. */
export const STRUCTURE: ReadonlySet<string> = new Set([
  "type",
  "nullable",
  "enum",
  "const",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "anyOf",
  "uniqueItems",
  // Only what is referred to counts, and that is compared where it is referred to.
  "$defs",
  "definitions",
]);
