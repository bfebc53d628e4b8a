// Files of results that an earlier step of the job wrote.

import { readFileSync } from "node:fs";
import * as core from "@actions/core";
import { type EvaluationEvidence, type EvaluationResults, evidenceOf } from "../core/evaluation/evidence.ts";
import { readPromptfooResults } from "../core/evaluation/promptfoo.ts";
import { UserError } from "../core/user-error.ts";

/** The results that the inputs `eval-file` and `eval-base-file` name; undefined where they name none. */
export function readEvidence(): EvaluationEvidence | undefined {
  const head = readResults("eval-file", core.getInput("eval-file"));
  const base = readResults("eval-base-file", core.getInput("eval-base-file"));
  if (!head && base) {
    throw new UserError(
      "There is eval-base-file without eval-file.",
      "Name the results of head in eval-file.",
    );
  }
  return head && evidenceOf(head, base);
}

function readResults(input: string, file: string): EvaluationResults | undefined {
  return file === "" ? undefined : readPromptfooResults(readText(input, file), file);
}

function readText(input: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Input ${input} cannot be read: ${reason}.`,
      "Name a file that an earlier step wrote.",
    );
  }
}
