// `prompts.lock.yml` in a consumer's repository: which version of which prompt it runs, and the digest of its bytes.

import type { PromptId } from "../identity.ts";
import type { Digest } from "../release/record.ts";
import type { Version } from "../release/version.ts";

export const LOCK_PATH = "prompts.lock.yml";

export interface Pin {
  readonly prompt: PromptId;
  /** The repository that releases it, `acme/prompts`. */
  readonly repository: string;
  readonly version: Version;
  readonly sha256: Digest;
  /** The consumer's own copy of the bytes, where it keeps one. */
  readonly path?: string;
}

export interface LocatedPin extends Pin {
  /** 1-based line of its entry. */
  readonly line: number;
}

/** Whether both are about the same prompt. GitHub compares repositories without case. */
export function isSamePrompt(
  a: Pick<Pin, "prompt" | "repository">,
  b: Pick<Pin, "prompt" | "repository">,
): boolean {
  return a.prompt === b.prompt && a.repository.toLowerCase() === b.repository.toLowerCase();
}
