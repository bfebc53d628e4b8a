// The Action `check`: the review gate in a workflow. It reads GitHub's API and the event only; the pull request's code
// is never checked out and never run.

import * as core from "@actions/core";
import { UserError } from "../core/user-error.ts";

// GitHub's toolkit reads the event as soon as it is loaded, and throws where that is no JSON: so it is loaded here.
import("./run-check.ts")
  .catch((error: Error) => {
    throw new UserError(`The event's payload cannot be read: ${error.message}.`, "Run this in a workflow.");
  })
  .then(({ runCheck }) => runCheck())
  .catch((error: unknown) => {
    core.setFailed(error instanceof Error ? error.message : String(error));
    if (error instanceof Error && error.name !== "UserError" && error.stack) core.info(error.stack);
  });
