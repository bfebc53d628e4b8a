// Git's own settings.

import { GitFailure } from "./failure.ts";
import type { Git } from "./git.ts";

/** Undefined where it is not set. Starts one process. */
export async function readSetting(git: Git, name: string): Promise<string | undefined> {
  try {
    return (await git.text("config", "--get", name)).trim() || undefined;
  } catch (error) {
    if (error instanceof GitFailure && error.code === 1) return undefined;
    throw error;
  }
}
