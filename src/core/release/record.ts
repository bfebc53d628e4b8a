// What a release's tag tells: which bytes, why, who approved. The tags alone can rebuild the whole history.

import type { Login, PromptId, Sha } from "../identity.ts";
import type { Level } from "../prompt/diff/change.ts";
import type { Version } from "./version.ts";

/** The 64 lower-case hexadecimal digits of a SHA-256 over a prompt's bytes. */
export type Digest = string;

export interface ReleaseRecord {
  readonly prompt: PromptId;
  readonly version: Version;
  /** Where its file is, or was last when it is retired. */
  readonly path: string;
  /** Undefined for a retired prompt, which has no bytes any more. */
  readonly file?: ReleasedFile;
  readonly previous?: Version;
  readonly level: Level;
  /** What changed, highest level first. */
  readonly reasons: readonly string[];
  /** Number of the pull request; undefined for a direct push. */
  readonly pull?: number;
  readonly author?: Login;
  readonly approvers: readonly Approver[];
  readonly rationale: readonly RationaleSection[];
  readonly evaluation?: EvaluationSummary;
  /** Why nobody approved these bytes; undefined where somebody did. */
  readonly unreviewed?: string;
  /** The bad release that this one undoes. */
  readonly rollbackOf?: Version;
  /** The release whose bytes this one has. */
  readonly restores?: Version;
  /** Whether it has the bytes that were there when releases began, so that nothing is recorded of who approved them. */
  readonly adopted?: true;
  /** Whether it ends the prompt. */
  readonly retired?: true;
}

export interface ReleasedFile {
  readonly blob: Sha;
  readonly sha256: Digest;
}

export interface Approver {
  readonly login: Login;
  /** The commit whose bytes were approved. */
  readonly commit: Sha;
}

export interface RationaleSection {
  readonly heading: string;
  /** Markdown as written. */
  readonly text: string;
}

export interface EvaluationSummary {
  /** The check or tool that ran it. */
  readonly tool: string;
  readonly passed: number;
  readonly failed: number;
  /** The same of the version before, where it is known. */
  readonly before?: { readonly passed: number; readonly failed: number };
  readonly url?: string;
}

/** One move of an environment, as its tag tells it. */
export interface MoveRecord {
  readonly prompt: PromptId;
  readonly environment: string;
  readonly n: number;
  /** What ran before; undefined for the first move. */
  readonly from?: Version;
  readonly to: Version;
  readonly by: Login;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly why: string;
  /** Releases that this move declares bad, because it rolls them back. */
  readonly bad: readonly Version[];
  /** The pull request behind the move. */
  readonly pull?: number;
}
