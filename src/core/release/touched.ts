// Which prompts a push touches, and the paths that each of them may have had.

import { CONFIG_PATH, type PolicyEntry } from "../config/policy.ts";
import { promptIdOf } from "../config/prompt-id.ts";
import type { PromptId } from "../identity.ts";
import type { OwnerIndex } from "../owners/owner-index.ts";

export interface TouchedPrompt {
  readonly prompt: PromptId;
  /** The entry that governs it now, or did before the push. */
  readonly entry: PolicyEntry;
  /** Paths that are this prompt by the config of now; none where it is no prompt any more. */
  readonly paths: readonly string[];
  /** Paths that were this prompt by the config before the push, where the push changed that. */
  readonly formerPaths: readonly string[];
}

/**
 * Sorted by id. An id that the config gives stays with its prompt when the file is renamed, so a prompt may have a path
 * by the config of before and another by that of now.
 * @param before the owners before the push, where it changes the config
 */
export function touchedPrompts(
  paths: Iterable<string>,
  now: OwnerIndex,
  before?: OwnerIndex,
): TouchedPrompt[] {
  const unique = [...new Set(paths)].filter((path) => path !== CONFIG_PATH).sort();
  const here = promptsBy(now, unique);
  const former = before ? promptsBy(before, unique) : new Map<PromptId, Found>();
  const touched = [...new Set([...here.keys(), ...former.keys()])].sort();
  return touched.flatMap((prompt): TouchedPrompt[] => {
    const entry = here.get(prompt)?.entry ?? former.get(prompt)?.entry;
    const [paths, formerPaths] = [here.get(prompt)?.paths ?? [], former.get(prompt)?.paths ?? []];
    return entry ? [{ prompt, entry, paths, formerPaths }] : [];
  });
}

interface Found {
  readonly entry: PolicyEntry;
  readonly paths: string[];
}

function promptsBy(index: OwnerIndex, paths: readonly string[]): Map<PromptId, Found> {
  const found = new Map<PromptId, Found>();
  for (const path of paths) {
    const entry = index.match(path);
    if (!entry) continue;
    const prompt = promptIdOf(entry, path);
    const known = found.get(prompt);
    if (known) known.paths.push(path);
    else found.set(prompt, { entry, paths: [path] });
  }
  return found;
}

/** Everywhere that its file is or was. */
export function allPathsOf({ paths, formerPaths }: TouchedPrompt): string[] {
  return [...new Set([...paths, ...formerPaths])];
}
