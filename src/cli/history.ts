// The history of releases and environments in the clone, read with progress; and ids as people type them.

import { didYouMean } from "../core/config/did-you-mean.ts";
import { readPromptId } from "../core/config/prompt-id.ts";
import type { PromptId } from "../core/identity.ts";
import type { History, PromptHistory } from "../core/release/history.ts";
import { UserError } from "../core/user-error.ts";
import type { Clone } from "../git/clone.ts";
import { cloneTags } from "../git/tags.ts";
import { readTagHistory } from "../operations/read-history.ts";
import { startProgress } from "./progress.ts";

export async function readCloneHistory(
  { git }: Clone,
  about: "now" | "past",
  prompts?: readonly PromptId[],
): Promise<History> {
  const progress = startProgress("Reading tags");
  try {
    return await readTagHistory(cloneTags(git), {
      about,
      ...(prompts && { prompts }),
      onProgress: (tags) => progress.update(tags),
    });
  } finally {
    progress.stop();
  }
}

/** @throws UserError where the text cannot be an id */
export function askedPrompt(text: string): PromptId {
  const reading = readPromptId(text);
  if (reading.kind === "value") return reading.value;
  throw new UserError(
    `The id ${reading.problem}`,
    "Name prompts by id, not by path; `prompt-steward list` shows them.",
  );
}

/** @throws UserError where no tag names the prompt */
export function historyOf(history: History, prompt: PromptId): PromptHistory {
  const found = history.prompts.get(prompt);
  if (found) return found;
  throw unknownPrompt(prompt, [...history.prompts.keys()]);
}

export function unknownPrompt(prompt: PromptId, known: readonly string[]): UserError {
  const meant = didYouMean(prompt, known);
  return new UserError(
    `There is no tag of a prompt ${JSON.stringify(prompt)} here.`,
    meant
      ? `Did you mean ${JSON.stringify(meant)}?`
      : "Fetch the tags with `git fetch --tags`; `prompt-steward status` shows which prompts there are.",
  );
}
