// A JSON Schema that is written as text within a prompt file.

import { type Fields, isMapping } from "./fields.ts";
import { fileError } from "./problem.ts";

/** As deep as YAML may be, so that whoever walks a document by recursion can. */
const MAX_DEPTH = 100;

/** The JSON object in the text at the key; undefined, and reported, where it is none. */
export function readJsonObject(fields: Fields, key: string): Readonly<Record<string, unknown>> | undefined {
  const text = fields.text(key);
  if (text === undefined) return undefined;
  const parsed = parseJson(text);
  switch (parsed.kind) {
    case "broken":
      fields.report(
        fileError(
          fields.withinText(key, parsed.offset),
          `The JSON of \`${key}\` is broken here.`,
          "Correct it; a JSON checker in the editor helps.",
        ),
      );
      return undefined;
    case "too-deep":
      fields.report(
        fileError(
          fields.startOfText(key),
          `The JSON of \`${key}\` is nested more than ${MAX_DEPTH} levels deep.`,
          "Write it flatter.",
        ),
      );
      return undefined;
    case "value":
      if (isMapping(parsed.value)) return parsed.value;
      fields.report(
        fileError(fields.startOfText(key), `\`${key}\` must be a JSON object.`, 'Write it as `{"…": …}`.'),
      );
      return undefined;
  }
}

type Parsed =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "broken"; readonly offset: number }
  | { readonly kind: "too-deep" };

function parseJson(text: string): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(value, MAX_DEPTH) ? { kind: "too-deep" } : { kind: "value", value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { kind: "broken", offset: offsetOf(error, text) };
  }
}

/** V8 names the position in most of its messages, and not where the text ends too early. */
function offsetOf(error: SyntaxError, text: string): number {
  const end = text.trimEnd().length;
  const position = /at position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) return Math.min(Number(position), end);
  return /unexpected end/i.test(error.message) ? end : 0;
}

function isDeeperThan(root: unknown, limit: number): boolean {
  let level: readonly unknown[] = [root];
  for (let depth = 0; depth <= limit; depth++) {
    if (level.length === 0) return false;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return level.length > 0;
}
