// The results that `promptfoo eval --output results.json` writes, summed up: https://www.promptfoo.dev/docs/configuration/outputs

import * as z from "zod";
import type { EvaluationSummary } from "../release/record.ts";
import { UserError } from "../user-error.ts";

const Stats = z.object({
  successes: z.int().min(0),
  failures: z.int().min(0),
  /** Tests that could not be run; older versions count them among the failures. */
  errors: z.int().min(0).default(0),
});
/** `results` holds the numbers; what promptfoo's own server answers is that part alone. */
const Results = z.union([
  z.object({ results: z.object({ stats: Stats }), shareableUrl: z.string().nullish() }),
  z.object({ stats: Stats }).transform(({ stats }) => ({ results: { stats }, shareableUrl: undefined })),
]);

/** @param file for messages @throws UserError where the text is no such results */
export function readPromptfooResults(text: string, file: string): EvaluationSummary {
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
  };
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
