// What lies in the work tree right now, committed or not.

import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CONFIG_PATH } from "../core/config/policy.ts";
import type { Clone } from "./clone.ts";

/**
 * Every file but the ignored ones, committed or not; in a bare repository none. Starts two processes.
 */
export async function listWorkTree({ git, workTree }: Clone): Promise<string[]> {
  if (workTree === undefined) return [];
  const paths = new Set<string>();
  // A conflicted file is listed once a stage.
  for await (const path of git.parts("ls-files", "-z", "--cached", "--others", "--exclude-standard"))
    paths.add(path);
  for await (const path of git.parts("ls-files", "-z", "--deleted")) paths.delete(path);
  return [...paths];
}

/** Files whose state differs from HEAD, new ones included. Starts one process. */
export async function listUncommitted({ git, workTree }: Clone): Promise<string[]> {
  if (workTree === undefined) return [];
  const options = [
    "--porcelain=v1",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--ignore-submodules=all",
  ];
  const paths: string[] = [];
  for await (const part of git.parts("status", ...options)) paths.push(part.slice("XY ".length));
  return paths;
}

/** The config as it lies on disk; undefined where there is none. */
export async function readConfigOnDisk({ workTree }: Clone): Promise<string | undefined> {
  if (workTree === undefined) return undefined;
  const file = join(workTree, CONFIG_PATH);
  try {
    // What is no regular file is no config on GitHub either: the parser says so.
    return (await lstat(file)).isFile() ? await readFile(file, "utf8") : "\0";
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) {
      return undefined;
    }
    throw error;
  }
}
