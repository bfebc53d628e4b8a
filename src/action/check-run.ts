// Whether the Action writes the check run: a workflow's token counts as an App's, but that of a fork's pull request can
// only read.

import * as core from "@actions/core";
import type { ReviewPorts } from "../core/ports.ts";
import { UserError } from "../core/user-error.ts";
import { statusOf } from "../github/client.ts";
import type { CheckInputs } from "./inputs.ts";

export function withCheckRun(
  ports: ReviewPorts,
  mode: CheckInputs["checkRun"],
): { readonly ports: ReviewPorts; readonly wasWritten: () => boolean } {
  let isWritten = false;
  const checks: ReviewPorts["checks"] = {
    async read(commit) {
      return mode === "never" ? [] : ports.checks.read(commit).catch(unlessForbidden);
    },
    async write(commit, report) {
      if (mode === "never") return;
      try {
        await ports.checks.write(commit, report);
        isWritten = true;
      } catch (error) {
        if (mode === "always" || statusOf(error) !== 403) throw explained(error);
        core.info(
          "The token may not write check runs, so this job is the check. Grant `checks: write` for one of its own.",
        );
      }
    },
  };
  return { ports: { ...ports, checks }, wasWritten: () => isWritten };
}

function unlessForbidden(error: unknown): [] {
  if (statusOf(error) !== 403) throw error;
  return [];
}

function explained(error: unknown): unknown {
  if (statusOf(error) !== 403) return error;
  return new UserError("The token may not write check runs.", "Give the job `permissions: checks: write`.");
}
