// Merges the text of one file from three sides, by git itself: `git merge-file` is in every git there is.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** @returns undefined when it conflicts */
export async function mergeFiles(base: Buffer, ours: Buffer, theirs: Buffer): Promise<Buffer | undefined> {
  if ([base, ours, theirs].some((file) => file.subarray(0, 8000).includes(0))) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "sandbox-merge-"));
  try {
    const paths = ["ours", "base", "theirs"].map((name) => join(folder, name));
    const [ourPath = "", basePath = "", theirPath = ""] = paths;
    await Promise.all([writeFile(ourPath, ours), writeFile(basePath, base), writeFile(theirPath, theirs)]);
    const { stdout } = await run("git", ["merge-file", "-p", "-q", ourPath, basePath, theirPath], {
      encoding: "buffer",
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    // The exit code counts the conflicts; 255 and text are failures of git itself.
    if (isExit(error) && error.code > 0 && error.code < 128) return undefined;
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function isExit(error: unknown): error is Error & { code: number } {
  return error instanceof Error && "code" in error && typeof error.code === "number";
}
