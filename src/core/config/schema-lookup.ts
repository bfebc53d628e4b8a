// Finds the part of the config's schema that a path of keys and list positions leads to.

import * as z from "zod";
import { configSchema } from "./schema.ts";

type Path = readonly PropertyKey[];

/** The keys that the mapping at the path may have; none where it is no mapping. */
export function keysAt(path: Path): string[] {
  const schema = withoutWrappers(schemaAt(path));
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Description and examples of the key or list item at the path. */
export function metaAt(path: Path): z.core.GlobalMeta | undefined {
  return schemaAt(path)?.meta();
}

/** Whether the key at the path may be left out. */
export function isOptional(path: Path): boolean {
  return isWrapper(schemaAt(path));
}

function schemaAt(path: Path): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>(childOf, configSchema);
}

function childOf(parent: z.ZodType | undefined, step: PropertyKey): z.ZodType | undefined {
  const schema = withoutWrappers(parent);
  const child =
    schema instanceof z.ZodObject
      ? (schema.shape as Record<PropertyKey, unknown>)[step]
      : schema instanceof z.ZodArray
        ? schema.element
        : undefined;
  return child instanceof z.ZodType ? child : undefined;
}

/** Without what only says that the value may be left out. */
function withoutWrappers(schema: unknown): unknown {
  return isWrapper(schema) ? withoutWrappers(schema.unwrap()) : schema;
}

function isWrapper(schema: unknown): schema is z.ZodExactOptional | z.ZodDefault | z.ZodPrefault {
  return (
    schema instanceof z.ZodExactOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
  );
}
