// The config's schema in the form that editors read.

import * as z from "zod";
import { configSchema } from "./schema.ts";

/**
 * JSON Schema draft-07, the dialect that yaml-language-server supports in full.
 * `prompt-steward.schema.json` beside this file is its committed copy; `npx vitest run test/core/config -u` renews it.
 */
export function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(configSchema, { target: "draft-7", io: "input", override: keepExamples });
}

/** zod leaves the examples out where a text is turned into something else; ours show what to write. */
function keepExamples({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  const examples = z.globalRegistry.get(zodSchema)?.examples;
  if (Array.isArray(examples)) jsonSchema.examples = examples;
}
