// The Action `release`: releases the prompts that a push to the default branch changed, for repositories without the App.
// It reads GitHub's API and the event only; nothing is checked out, and no code of the repository runs.

import * as core from "@actions/core";
import { UserError } from "../core/user-error.ts";

// GitHub's toolkit reads the event as soon as it is loaded, and throws where that is no JSON: so it is loaded here.
import("./run-release.ts")
  .catch((error: Error) => {
    throw new UserError(`The event's payload cannot be read: ${error.message}.`, "Run this in a workflow.");
  })
  .then(({ runRelease }) => runRelease())
  .catch((error: unknown) => {
    core.setFailed(error instanceof Error ? error.message : String(error));
    if (error instanceof Error && error.name !== "UserError" && error.stack) core.info(error.stack);
  });
