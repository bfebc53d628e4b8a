// What a judgement has to know of the prompts that a pull request changes: their files before and after, what was
// released of them, and how they were evaluated. Asked for at once, so that many prompts cost no more than one.

import type { PromptId, Sha } from "../identity.ts";
import type { FileAtCommit } from "../ports.ts";
import type { Tag } from "../release/history.ts";
import type { CheckState } from "../release/landing.ts";
import type { Label } from "../release/wishes.ts";

export interface PromptsQuery {
  readonly head: { readonly commit: Sha; readonly files: readonly CommittedBlob[] };
  /** The merge base with the paths that the prompts had there; undefined where nothing of it matters. */
  readonly before?: { readonly commit: Sha; readonly paths: readonly string[] };
  /** Those whose releases are wanted. */
  readonly prompts: readonly PromptId[];
  /** Names of the checks at head whose state is wanted. */
  readonly checks: readonly string[];
  /** The pull request whose labels' setters are wanted. */
  readonly pull?: { readonly number: number; readonly labels: readonly string[] };
}

export interface CommittedBlob {
  readonly path: string;
  readonly blob: Sha;
}

export interface PromptFacts {
  /** At head, by path. */
  readonly files: ReadonlyMap<string, FileAtCommit>;
  /** At the merge base, by path. */
  readonly former: ReadonlyMap<string, FileAtCommit>;
  readonly releases: KnownReleases;
  /** Every one of a name that was asked for; undefined where they cannot be read. */
  readonly checks?: readonly CheckState[];
}

export type KnownReleases =
  | {
      readonly kind: "known";
      /** The newest of each prompt, that of its highest version among them. */
      readonly tags: readonly Tag[];
      readonly labels: readonly Label[];
      /** The one that is released from; undefined where that is not known. */
      readonly defaultBranch?: string;
    }
  /** @see reason a sentence */
  | { readonly kind: "unknown"; readonly reason: string };

export const NO_PROMPTS: PromptFacts = {
  files: new Map(),
  former: new Map(),
  releases: { kind: "known", tags: [], labels: [] },
  checks: [],
};
