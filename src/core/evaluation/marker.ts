// Results of an evaluation, kept hidden in the text of a check run, so that the release can put them into its tag.

import * as z from "zod";
import type { EvaluationEvidence } from "./evidence.ts";

const MARK = "<!-- prompt-steward:evaluation ";

const Counts = z.object({ passed: z.int().min(0), failed: z.int().min(0) });
const Shape = Counts.extend({
  tool: z.string().min(1),
  before: Counts.exactOptional(),
  url: z.string().exactOptional(),
  regressed: z.array(z.string()).max(20).exactOptional(),
});

export function encodeEvaluation(summary: EvaluationEvidence): string {
  // No text in it may end the comment.
  const json = JSON.stringify(summary).replaceAll("--", "-\\u002d").replaceAll(">", "\\u003e");
  return `${MARK}${json} -->`;
}

/** Undefined for a text without one, or with a damaged one. */
export function decodeEvaluation(text: string): EvaluationEvidence | undefined {
  const start = text.lastIndexOf(MARK);
  const end = start < 0 ? -1 : text.indexOf(" -->", start);
  if (end < 0) return undefined;
  try {
    return Shape.safeParse(JSON.parse(text.slice(start + MARK.length, end))).data;
  } catch {
    return undefined;
  }
}
