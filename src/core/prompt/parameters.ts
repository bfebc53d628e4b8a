// Model parameters: kept by the file's own names, with the numbers among them checked to be numbers.

import { describe, type Fields } from "./fields.ts";
import { fileError } from "./problem.ts";

/** What the formats' documentations and the providers' APIs call them, compared without `_` and case. */
const NUMBERS = new Set([
  "temperature",
  "topp",
  "topk",
  "minp",
  "n",
  "seed",
  "maxtokens",
  "maxoutputtokens",
  "maxcompletiontokens",
  "frequencypenalty",
  "presencepenalty",
  "toplogprobs",
]);

/** A value that is filled in when the prompt is run, such as `${env:TEMPERATURE}`. */
const FILLED_IN_LATER = /^\s*(?:\$\{|\{\{)/;

export function readParameters(fields: Fields | undefined): Record<string, unknown> {
  if (!fields) return {};
  for (const [key, value] of fields.entries()) {
    if (!NUMBERS.has(key.replaceAll("_", "").toLowerCase())) continue;
    if (value === null || typeof value === "number" || typeof value === "bigint") continue;
    if (typeof value === "string" && FILLED_IN_LATER.test(value)) continue;
    const isQuoted = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
    fields.report(
      fileError(
        fields.at(key),
        `\`${key}\` must be a number, got ${describe(value)}.`,
        isQuoted
          ? `Write it without quotes: \`${key}: ${value.trim()}\`.`
          : `Write a number, or remove \`${key}\`.`,
      ),
    );
  }
  return fields.rest();
}
