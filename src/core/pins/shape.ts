// The shape of `prompts.lock.yml`, with what to write for each key.

import * as z from "zod";
import { readPromptId } from "../config/prompt-id.ts";
import type { PromptId } from "../identity.ts";
import { parseVersion, type Version } from "../release/version.ts";

/** What to write, by key. */
export const FIXES: Readonly<Record<string, string>> = {
  version: 'Write a released version in full and in quotes, such as "1.4.0".',
  prompts: "Write `prompts:` with an entry for each pinned prompt, or `prompts: []`.",
  prompt: "Write the prompt's id as its repository's config has it, such as support/triage.",
  repository: "Write the GitHub repository that releases it, such as acme/prompts.",
  sha256: "Run `prompt-steward pin` to have it filled in, or write the 64 digits in quotes.",
  path: "Write a path within this repository, such as prompts/triage.prompt.yml.",
};

const REPOSITORY = /^[a-z\d][a-z\d-]{0,38}\/(?!\.{1,2}$)[\w.-]{1,100}$/i;

const pinShape = z.strictObject({
  prompt: z
    .string()
    .refine((text) => readPromptId(text).kind === "value", { error: "is no prompt id" })
    .transform((text) => text as PromptId),
  repository: z.string().regex(REPOSITORY, { error: "is no GitHub repository" }),
  version: z
    .string()
    .refine((text) => parseVersion(text) !== undefined, { error: "is no version" })
    .transform((text) => text as Version),
  sha256: z.string().regex(/^[\da-f]{64}$/, { error: "is no SHA-256 digest of 64 hexadecimal digits" }),
  path: z.string().refine(isPathWithin, { error: "is no path within this repository" }).exactOptional(),
});

export const lockShape = z.strictObject({ version: z.literal(1), prompts: z.array(pinShape) });

export const LOCK_KEYS: readonly string[] = Object.keys(lockShape.shape);
export const PIN_KEYS: readonly string[] = Object.keys(pinShape.shape);

/** On every system: neither absolute nor upwards, nor into git's own folder. */
function isPathWithin(path: string): boolean {
  if (path === "" || path.length > 4_096 || /[\\\u0000-\u001f\u007f:]/.test(path)) return false;
  const parts = path.split("/");
  return parts.every((part) => part !== "" && part !== "." && part !== ".." && !/^\.git$/i.test(part));
}
