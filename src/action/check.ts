// The Action `check`: the review gate in a workflow. It reads GitHub's API and the event only; the pull request's code
// is never checked out and never run.

import * as core from "@actions/core";
import { runCheck } from "./run-check.ts";

runCheck().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
  if (error instanceof Error && error.name !== "UserError" && error.stack) core.info(error.stack);
});
