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

export type ConfigOnDisk =
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly text: string }
  /** What is no regular file is no config on GitHub either. */
  | { readonly kind: "unreadable"; readonly what: string };

/** The config as it lies in the work tree. */
export async function readConfigOnDisk({ workTree }: Clone): Promise<ConfigOnDisk> {
  if (workTree === undefined) return { kind: "none" };
  const file = join(workTree, CONFIG_PATH);
  try {
    const found = await lstat(file);
    if (found.isFile()) return { kind: "text", text: await readFile(file, "utf8") };
    const what = found.isSymbolicLink()
      ? "a symbolic link"
      : found.isDirectory()
        ? "a folder"
        : "no regular file";
    return { kind: "unreadable", what };
  } catch (error) {
    const isMissing =
      error instanceof Error && "code" in error && /^(?:ENOENT|ENOTDIR)$/.test(String(error.code));
    if (isMissing) return { kind: "none" };
    throw error;
  }
}
