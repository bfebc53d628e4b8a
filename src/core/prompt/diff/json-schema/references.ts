// Follows `$ref` within one schema, and unwraps the `allOf` of one that generators write around a reference.

import { isMapping } from "../../fields.ts";
import { isSame } from "../sameness.ts";
import { ANNOTATIONS } from "./keywords.ts";

export type Schema = Readonly<Record<string, unknown>>;

export function isSchema(value: unknown): value is Schema {
  return isMapping(value);
}

/** References to references are not followed further. */
const MAX_HOPS = 20;

/** The schema with its local references put in place; a reference that leads nowhere stays as it is. */
export function resolved(schema: Schema, root: Schema): Schema {
  let current = schema;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const next = follow(current, root);
    if (!next) return current;
    current = next;
  }
  return current;
}

/** Names the place a schema refers to, so that a schema which holds itself is walked once. */
export function referenceOf(schema: Schema): string | undefined {
  if (typeof schema.$ref === "string") return schema.$ref;
  const [only] = Array.isArray(schema.allOf) && schema.allOf.length === 1 ? schema.allOf : [];
  return isMapping(only) && typeof only.$ref === "string" ? only.$ref : undefined;
}

/** Whether what `$ref`s in `value` point at is the same in both schemas. Definitions are compared whole. */
export function refersToTheSame(value: unknown, before: Schema, after: Schema): boolean {
  if (!holdsReference(value, 0)) return true;
  return isSame(before.$defs, after.$defs) && isSame(before.definitions, after.definitions);
}

function follow(schema: Schema, root: Schema): Schema | undefined {
  const { $ref, allOf, ...rest } = schema;
  if (typeof $ref === "string") {
    const target = pointedAt($ref, root);
    return target && merged(target, allOf === undefined ? rest : { ...rest, allOf });
  }
  const [only] = Array.isArray(allOf) && allOf.length === 1 ? allOf : [];
  return isMapping(only) ? merged(only, rest) : undefined;
}

/** Undefined where both say something about the same thing: joining them would lose one. */
function merged(target: Schema, siblings: Schema): Schema | undefined {
  const clash = Object.keys(siblings).some((key) => Object.hasOwn(target, key) && !ANNOTATIONS.has(key));
  return clash ? undefined : { ...target, ...siblings };
}

function pointedAt(reference: string, root: Schema): Schema | undefined {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  let value: unknown = root;
  for (const step of reference.slice(2).split("/")) {
    const key = decoded(step).replaceAll("~1", "/").replaceAll("~0", "~");
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined;
  }
  return isMapping(value) ? value : undefined;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch (error) {
    if (error instanceof URIError) return step;
    throw error;
  }
}

function holdsReference(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth > 50) return true;
  return Object.entries(value).some(
    ([key, part]) => /^\$(?:dynamic|recursive)?ref$/i.test(key) || holdsReference(part, depth + 1),
  );
}
