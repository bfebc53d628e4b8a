// Which of a pull request's files are governed, as what, and under which entries of the policy.

import { CONFIG_PATH, type PolicyEntry } from "../config/policy.ts";
import { promptIdOf } from "../config/prompt-id.ts";
import type { PromptId } from "../identity.ts";
import type { OwnerIndex } from "../owners/owner-index.ts";
import type { FileChange } from "../pull-request.ts";

export interface PromptChange {
  readonly kind: "prompt";
  readonly id: PromptId;
  readonly file: FileChange;
  /** The entry of the path, and that of the path before a rename where it is another one. */
  readonly entries: readonly [PolicyEntry, ...PolicyEntry[]];
}

/** The config file itself changed: only admins approve that. */
export interface ConfigChange {
  readonly kind: "config";
  readonly file: FileChange;
}

export type GovernedChange = PromptChange | ConfigChange;

/**
 * @param proposed the config of the pull request's own head: its entries govern the files that the pull request adds
 * and that base's policy does not know, and nothing else.
 */
export function governedChanges(
  files: readonly FileChange[],
  index: OwnerIndex,
  proposed?: OwnerIndex,
): GovernedChange[] {
  const governed: GovernedChange[] = [];
  for (const file of files) {
    const paths = file.status === "renamed" ? [file.path, file.previousPath] : [file.path];
    if (paths.includes(CONFIG_PATH)) governed.push({ kind: "config", file });
    const entries = [...new Set(paths.flatMap((path) => index.match(path) ?? []))];
    if (entries.length === 0 && file.status !== "removed")
      entries.push(...listed(proposed?.match(file.path)));
    const [first, ...rest] = entries;
    if (!first) continue;
    const governedPath = paths.find((path) => index.match(path) === first) ?? file.path;
    governed.push({ kind: "prompt", id: promptIdOf(first, governedPath), file, entries: [first, ...rest] });
  }
  return governed;
}

function listed<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
