// The parsed config: what a repository decided about its prompts. Every default is already filled in.

import type { Login, Party, PromptId } from "../identity.ts";

export interface Policy {
  /** Where it was read from, for messages: `.github/prompt-steward.yml`. */
  readonly file: string;
  /** Own and decide the config itself, and whatever nobody else can. Never empty. */
  readonly admins: readonly Party[];
  /** In the file's order: the last entry that matches a path wins. */
  readonly entries: readonly PolicyEntry[];
  readonly review: ReviewPolicy;
  readonly rationale: RationalePolicy;
  readonly evaluation: EvaluationPolicy;
  readonly release: ReleasePolicy;
}

export interface PolicyEntry {
  /** Pattern in minimatch's dialect with `dot: true`, relative to the repository's root. */
  readonly pattern: string;
  /** 1-based position of the entry in the file. */
  readonly line: number;
  readonly id?: PromptId;
  readonly owner?: Login;
  readonly backup?: Login;
  readonly contributors: readonly Party[];
  readonly consumers: readonly Party[];
  readonly purpose?: string;
  readonly status: PromptStatus;
}

export type PromptStatus = "draft" | "staging" | "production" | "deprecated";

export interface ReviewPolicy {
  /** When an approval is void: the prompt's bytes change, any commit is pushed, or never. */
  readonly stale: "bytes" | "commit" | "never";
}

export interface RationalePolicy {
  /** Headings that the description must have with text under them. May be empty. */
  readonly sections: readonly string[];
  /** Words a section needs before it counts, at least 1. */
  readonly minWords: number;
  readonly exemptAuthors: readonly Login[];
}

export interface EvaluationPolicy {
  /** Names of check runs that must have succeeded before a release, and before a release moves on. */
  readonly requiredChecks: readonly string[];
}

export interface ReleasePolicy {
  /** In the order of promotion; a release runs in the first one at once. Never empty. */
  readonly environments: readonly string[];
  /** For what a GitHub Release is made. */
  readonly githubRelease: "prompt" | "merge" | "none";
}

/** Where the config lives, in a repository and in the organisation's `.github` repository. */
export const CONFIG_PATH = ".github/prompt-steward.yml";
