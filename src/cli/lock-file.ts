// `prompts.lock.yml` of the consumer's repository, on disk.

import { mkdir, readFile, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describeFinding, type Finding } from "../core/finding.ts";
import { LOCK_PATH, type LocatedPin } from "../core/pins/lock.ts";
import { parseLock } from "../core/pins/parse.ts";
import { visible } from "../core/text/lines.ts";
import { UserError } from "../core/user-error.ts";
import { writeWhole } from "../disk/whole-file.ts";
import { openClone } from "../git/clone.ts";
import { NoRepository } from "../git/failure.ts";
import { reasonOf } from "./file-failure.ts";

export interface LockFile {
  /** The consumer's root: where the lock file is, and where paths of copies start. */
  readonly root: string;
  readonly file: string;
  /** As people know it, for messages. */
  readonly name: string;
  /** Undefined where there is none yet. */
  readonly text: string | undefined;
}

/** @param asked another one than the repository's, relative to the folder */
export async function readLockFile(folder: string, asked: string | undefined): Promise<LockFile> {
  const root = asked === undefined ? await rootOf(folder) : dirname(resolve(folder, asked));
  const file = asked === undefined ? join(root, LOCK_PATH) : resolve(folder, asked);
  return { root, file, name: asked ?? LOCK_PATH, text: await textOf(file) };
}

/** @throws UserError where there is none, or it is broken */
export function pinsOf({ name, text }: LockFile): readonly LocatedPin[] {
  if (text === undefined) {
    throw new UserError(
      `There is no ${visible(name)} here, so nothing is pinned.`,
      "Pin a prompt with `prompt-steward pin <id> --repository acme/prompts`.",
    );
  }
  const parsed = parseLock(text, name);
  if (parsed.kind === "broken") throw brokenLock(parsed.findings);
  return parsed.pins;
}

export function brokenLock(findings: readonly Finding[]): UserError {
  return new UserError(
    findings.map((one) => visible(describeFinding(one))).join("\n"),
    "Nothing was changed.",
  );
}

/** All of it or nothing: a reader never sees half a file. @throws UserError where it cannot be written */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeWhole(file, content);
  } catch (error) {
    throw new UserError(`${visible(file)} cannot be written${reasonOf(error)}.`, "Mend that and try again.");
  }
}

/** A copy of a pinned prompt; undefined where there is none. @throws UserError where a link leads out of the root */
export async function readCopy(root: string, path: string): Promise<Uint8Array | undefined> {
  const file = await copyPath(root, path);
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new UserError(
      `${visible(path)} cannot be read${reasonOf(error)}.`,
      "Mend that, or correct the pin's path.",
    );
  }
}

/** Where a copy lies. @throws UserError where a link leads out of the root */
export async function copyPath(root: string, path: string): Promise<string> {
  const file = join(root, path);
  const real = await existingFolder(dirname(file));
  const inside = relative(await realpath(root), real);
  if (inside === ".." || inside.startsWith(`..${sep}`)) {
    throw new UserError(
      `${visible(path)} leads out of the repository by a link.`,
      "Choose another path for the copy.",
    );
  }
  return file;
}

/** The real path of the nearest folder that is there. */
async function existingFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    return existingFolder(dirname(folder));
  }
}

/** The work tree's root; where there is no repository, the folder itself. */
async function rootOf(folder: string): Promise<string> {
  try {
    const clone = await openClone(folder);
    await clone.close();
    return clone.workTree ?? resolve(folder);
  } catch (error) {
    if (error instanceof NoRepository) return resolve(folder);
    throw error;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new UserError(`${visible(file)} cannot be read${reasonOf(error)}.`, "Make it a regular file.");
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
