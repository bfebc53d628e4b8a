// What the workflow's token may write. It counts as an App's, but that of a fork's pull request can only read: then the
// job itself is the check.

import type { ReviewPorts } from "../core/ports.ts";
import { UserError } from "../core/user-error.ts";
import { isForbidden } from "../github/client.ts";
import type { CheckInputs } from "./inputs.ts";

export interface TokenPorts {
  readonly ports: ReviewPorts;
  /** Whether the check run was written, so that the job need not be the check. */
  readonly wasWritten: () => boolean;
}

/** @param report says on the job's log what the token may not do */
export function withinPermissions(
  ports: ReviewPorts,
  mode: CheckInputs["checkRun"],
  report: (message: string) => void,
): TokenPorts {
  let isWritten = false;
  const checks: ReviewPorts["checks"] = {
    async read(commit) {
      return mode === "never" ? [] : ports.checks.read(commit).catch(unlessForbidden([]));
    },
    async write(commit, check) {
      if (mode === "never") return;
      try {
        await ports.checks.write(commit, check);
        isWritten = true;
      } catch (error) {
        if (mode === "always" && isForbidden(error)) throw cannotWrite();
        unlessForbidden(undefined)(error);
        report("The token may not write check runs, so this job is the check.");
      }
    },
  };
  return { ports: { ...ports, checks }, wasWritten: () => isWritten };
}

function unlessForbidden<T>(answer: T): (error: unknown) => T {
  return (error) => {
    if (!isForbidden(error)) throw error;
    return answer;
  };
}

function cannotWrite(): UserError {
  return new UserError("The token may not write check runs.", "Give the job `permissions: checks: write`.");
}
