// Which prompts a push touches, and the paths that each of them may have had.

import { CONFIG_PATH, type PolicyEntry } from "../config/policy.ts";
import { promptIdOf } from "../config/prompt-id.ts";
import type { PromptId } from "../identity.ts";
import type { OwnerIndex } from "../owners/owner-index.ts";

export interface TouchedPrompt {
  readonly prompt: PromptId;
  /** The entry that governs it now, or did before it went. */
  readonly entry: PolicyEntry;
  /** Where its file is now first, then where it may have been. Never empty. */
  readonly paths: readonly string[];
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
  const found = new Map<PromptId, { entry: PolicyEntry; paths: Set<string> }>();
  const unique = [...new Set(paths)].filter((path) => path !== CONFIG_PATH).sort();
  for (const index of [now, ...(before ? [before] : [])]) {
    for (const path of unique) {
      const entry = index.match(path);
      if (!entry) continue;
      const prompt = promptIdOf(entry, path);
      const known = found.get(prompt) ?? { entry, paths: new Set() };
      known.paths.add(path);
      found.set(prompt, known);
    }
  }
  return [...found]
    .map(([prompt, { entry, paths }]) => ({ prompt, entry, paths: [...paths] }))
    .sort((a, b) => (a.prompt < b.prompt ? -1 : 1));
}
