// All prompts among some files, with what the config says about each.

import type { PolicyEntry } from "../core/config/policy.ts";
import { promptIdOf } from "../core/config/prompt-id.ts";
import type { PromptId } from "../core/identity.ts";
import type { OwnerIndex } from "../core/owners/owner-index.ts";
import type { PromptFormat } from "../core/prompt/document.ts";
import { formatOf } from "../core/prompt/formats/index.ts";

export interface ListedPrompt {
  readonly prompt: PromptId;
  readonly path: string;
  readonly format: PromptFormat;
  readonly entry: PolicyEntry;
}

/** Sorted by id, then path. */
export function listPrompts(index: OwnerIndex, paths: readonly string[]): ListedPrompt[] {
  const prompts = paths.flatMap((path): ListedPrompt[] => {
    const entry = index.match(path);
    return entry ? [{ prompt: promptIdOf(entry, path), path, format: formatOf(path), entry }] : [];
  });
  return prompts.sort((a, b) => order(a.prompt, b.prompt) || order(a.path, b.path));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
