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
  /** For a renamed file: whether one entry governs both of its names, two do, or only one of the names is governed. */
  readonly move?: "within" | "between" | "in" | "out";
}

/** The config file itself changed: only admins approve that. */
export interface ConfigChange {
  readonly kind: "config";
  readonly file: FileChange;
}

export type GovernedChange = PromptChange | ConfigChange;

/**
 * @param proposed the config of the pull request's own head: its entries govern the paths that the pull request is the
 * first to fill and that base's policy does not know, and nothing else.
 */
export function governedChanges(
  files: readonly FileChange[],
  index: OwnerIndex,
  proposed?: OwnerIndex,
): GovernedChange[] {
  return files.flatMap((file) => {
    const isConfig = file.path === CONFIG_PATH || previousPathOf(file) === CONFIG_PATH;
    const prompt = promptChange(file, index, proposed);
    return [...(isConfig ? [{ kind: "config", file } as const] : []), ...(prompt ? [prompt] : [])];
  });
}

/** Whether there is a prompt at the change's path once it is merged. */
export function isPromptAtHead({ file, move }: PromptChange): boolean {
  return file.status !== "removed" && move !== "out";
}

/** The path that a renamed file had. */
export function previousPathOf(file: FileChange): string | undefined {
  return file.status === "renamed" ? file.previousPath : undefined;
}

function promptChange(
  file: FileChange,
  index: OwnerIndex,
  proposed: OwnerIndex | undefined,
): PromptChange | undefined {
  const isNewPath = file.status === "added" || file.status === "renamed";
  const here = entryAt(file.path, index) ?? (isNewPath ? entryAt(file.path, proposed) : undefined);
  const previousPath = previousPathOf(file);
  const before = previousPath === undefined ? undefined : entryAt(previousPath, index);
  const [first, ...rest] = [...new Set([here, before])].filter((entry) => entry !== undefined);
  if (!first) return undefined;
  return {
    kind: "prompt",
    id: promptIdOf(first, here ? file.path : (previousPath ?? file.path)),
    file,
    entries: [first, ...rest],
    ...(previousPath === undefined ? {} : { move: moveBetween(here, before) }),
  };
}

/** The config is nobody's prompt, even where a pattern such as `**` matches its path. */
function entryAt(path: string, index: OwnerIndex | undefined): PolicyEntry | undefined {
  return path === CONFIG_PATH ? undefined : index?.match(path);
}

function moveBetween(
  here: PolicyEntry | undefined,
  before: PolicyEntry | undefined,
): NonNullable<PromptChange["move"]> {
  if (!before) return "in";
  if (!here) return "out";
  return here === before ? "within" : "between";
}
