// The consumer's lock file, as the workflow checked it out.

import { open, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { type ParsedLock, parseLock } from "../core/pins/parse.ts";
import { visible } from "../core/text/lines.ts";
import { UserError } from "../core/user-error.ts";

/** More is not read: it is too large for a lock file in any case; bytes. */
const MOST_READ = 4 * 1024 * 1024;

export type LockFile = ParsedLock & {
  /** As annotations name it: from the workspace on, with `/`. */
  readonly name: string;
};

/** @throws UserError where there is none */
export async function readLock(asked: string, workspace: string): Promise<LockFile> {
  const path = resolve(workspace, asked);
  const way = relative(resolve(workspace), path);
  const name = way.startsWith("..") || isAbsolute(way) ? asked : way.replaceAll(sep, "/");
  return { ...parseLock(await textOf(path, asked), name), name };
}

async function textOf(path: string, asked: string): Promise<string> {
  try {
    // A pipe would have to be waited for.
    if (!(await stat(path)).isFile()) {
      throw new UserError(`Input lock ${JSON.stringify(asked)} is no file.`, "Name the lock file.");
    }
    const file = await open(path);
    try {
      const buffer = Buffer.alloc(Math.min((await file.stat()).size, MOST_READ));
      const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, 0);
      return new TextDecoder().decode(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new UserError(
        `There is no ${visible(asked)} in the workspace.`,
        "Run actions/checkout before this step, correct input lock, or pin a first prompt with `prompt-steward pin`.",
      );
    }
    throw new UserError(`${visible(asked)} cannot be read (${code}).`, "Mend that, or correct input lock.");
  }
}
