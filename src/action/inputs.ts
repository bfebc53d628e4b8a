// The inputs of the Action `check`, read once.

import * as core from "@actions/core";
import type { EvaluationEvidence } from "../core/evaluation/evidence.ts";
import { UserError } from "../core/user-error.ts";
import { readEvidence } from "./results-file.ts";

export interface CheckInputs {
  readonly token: string;
  readonly checkRun: "auto" | "never" | "always";
  readonly requestReviews: boolean;
  readonly failJob: boolean;
  readonly evidence?: EvaluationEvidence;
}

export function readInputs(): CheckInputs {
  const checkRun = core.getInput("check-run") || "auto";
  if (checkRun !== "auto" && checkRun !== "never" && checkRun !== "always") {
    throw new UserError(`Input check-run is ${JSON.stringify(checkRun)}.`, "Write auto, never or always.");
  }
  const requestReviews = readSwitch("request-reviews", core.getInput("request-reviews"));
  const failJob = readSwitch("fail-job", core.getInput("fail-job"));
  const token = core.getInput("github-token");
  if (!token)
    throw new UserError("Input github-token is empty.", "Leave it out, or pass ${{ github.token }}.");
  core.setSecret(token);
  const evidence = readEvidence();
  return { token, checkRun, requestReviews, failJob, ...(evidence && { evidence }) };
}

/** On where it is left out. */
function readSwitch(name: string, given: string): boolean {
  const text = given.toLowerCase() || "true";
  if (text === "true" || text === "false") return text === "true";
  throw new UserError(`Input ${name} is ${JSON.stringify(text)}.`, "Write true or false.");
}
