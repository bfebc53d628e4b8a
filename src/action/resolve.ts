// The Action `resolve`: fetches the prompts that `prompts.lock.yml` pins to a folder, verified byte by byte.

import * as core from "@actions/core";
import { runResolve } from "./run-resolve.ts";

runResolve().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
  if (error instanceof Error && error.name !== "UserError" && error.stack) core.info(error.stack);
});
