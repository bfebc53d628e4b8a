// The results that `promptfoo eval --output results.json` writes: https://www.promptfoo.dev/docs/configuration/outputs

import * as z from "zod";
import { UserError } from "../user-error.ts";
import type { EvaluationResults, TestResult } from "./evidence.ts";

/** Longer files are somebody's mistake, such as a log. In UTF-16 units. */
const LONGEST_FILE = 200_000_000;
/** Tests that are told apart; more count, and are not compared one by one. */
const MOST_TESTS = 50_000;
const LONGEST_NAME = 80;

const Stats = z.object({
  successes: z.int().min(0),
  failures: z.int().min(0),
  /** Tests that could not be run; older versions count them among the failures. */
  errors: z.int().min(0).default(0),
});
const Summary = z.object({ stats: Stats, results: z.array(z.unknown()).catch([]) });
/** `results` holds the numbers; what promptfoo's own server answers is that part alone. */
const Results = z.union([
  z.object({ results: Summary, shareableUrl: z.string().nullish() }),
  Summary.transform((results) => ({ results, shareableUrl: undefined })),
]);

const Test = z.object({
  success: z.boolean(),
  promptIdx: z.number().optional(),
  provider: z
    .union([z.string(), z.object({ id: z.string().optional(), label: z.string().optional() })])
    .optional(),
  description: z.string().nullish(),
  testCase: z.object({ description: z.string().nullish() }).nullish(),
  vars: z.record(z.string(), z.unknown()).nullish(),
});

/** @param file for messages @throws UserError where the text is no such results */
export function readPromptfooResults(text: string, file: string): EvaluationResults {
  if (text.length > LONGEST_FILE) {
    throw new UserError(
      `${file} is too long to be results of promptfoo.`,
      "Name the file that promptfoo wrote.",
    );
  }
  const parsed = Results.safeParse(parseJson(text, file));
  if (!parsed.success) {
    throw new UserError(
      `${file} holds no results of promptfoo: there are no \`results.stats\` with \`successes\` and \`failures\`.`,
      "Write it with `promptfoo eval --output results.json`.",
    );
  }
  const { results, shareableUrl } = parsed.data;
  const { successes, failures, errors } = results.stats;
  const isLink = shareableUrl && /^https?:\/\//.test(shareableUrl);
  return {
    tool: "promptfoo",
    passed: successes,
    failed: failures + errors,
    ...(isLink && { url: shareableUrl }),
    tests: results.results.slice(0, MOST_TESTS).flatMap(toTest),
  };
}

/** One test of one prompt with one model. What is no test is passed over: the numbers stand. */
function toTest(json: unknown): TestResult[] {
  const parsed = Test.safeParse(json);
  if (!parsed.success) return [];
  const { success, promptIdx = 0, provider, vars } = parsed.data;
  const description = parsed.data.testCase?.description ?? parsed.data.description ?? undefined;
  const model = typeof provider === "string" ? provider : provider?.label || provider?.id;
  const key = keyOf([promptIdx, model, description, vars]);
  if (key === undefined) return [];
  const name = [description ?? namedBy(vars ?? {}), ...(model ? [`with ${model}`] : [])].join(" ");
  return [{ key, name: shortened(name), isPassed: success }];
}

function namedBy(vars: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(vars).flatMap(([name, value]) =>
    typeof value === "object" ? [] : [`${name}: ${String(value)}`],
  );
  return shown.join(", ") || "a test without a name";
}

function shortened(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length <= LONGEST_NAME ? line : `${line.slice(0, LONGEST_NAME - 1).toWellFormed()}…`;
}

/** Undefined where it is nested deeper than can be written. */
function keyOf(parts: readonly unknown[]): string | undefined {
  try {
    return JSON.stringify(parts);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${file} is no JSON: ${reason}.`,
      "Write it with `promptfoo eval --output results.json`; the ending decides the format.",
    );
  }
}
