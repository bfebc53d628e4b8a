// How the prompts were evaluated: the checks that a release will wait for, and the results that somebody brought.

import type { EvaluationEvidence } from "../../evaluation/evidence.ts";
import { code } from "../../markdown/safe.ts";
import { describeEvaluation } from "../../release/render/notes.ts";
import type { Evaluation } from "../evaluate.ts";
import type { RequiredCheck } from "../required-checks.ts";

export function renderEvaluation({ requiredChecks, evidence }: Evaluation): string {
  const checks = requiredChecks.map((check) => `- ${describeCheck(check)}`);
  const isOpen = requiredChecks.some(({ state }) => state !== "success");
  const results = evidence ? [`- ${describeEvaluation(evidence)}`, ...regressedLine(evidence)] : [];
  if (checks.length + results.length === 0) return "";
  const wait = isOpen ? ["", "The release waits for these checks; the merge does not."] : [];
  return ["### Evaluation", ...results, ...checks, ...wait].join("\n");
}

const SIGNS = { success: "✅", failure: "❌", pending: "⏳", absent: "⏳", unknown: "❔" } as const;
const WORDS = {
  success: "passed",
  failure: "failed",
  pending: "is still running",
  absent: "has not run yet",
  unknown: "cannot be read with this token",
} as const;

/** @returns Markdown: the check's name comes from the config, and may hold anything */
function describeCheck({ name, state }: RequiredCheck): string {
  return `${SIGNS[state]} ${code(name)} ${WORDS[state]}`;
}

function regressedLine({ regressed = [] }: EvaluationEvidence): string[] {
  if (regressed.length === 0) return [];
  return [`- Passed before and fail now: ${regressed.map((name) => code(name)).join(", ")}`];
}
