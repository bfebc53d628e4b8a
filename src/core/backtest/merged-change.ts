// A change as the default branch received it: a merged pull request, a squashed one, or a commit made there directly.

import type { Commit, FileChange } from "../pull-request.ts";

/** A commit with the names that only git knows. */
export interface SignedCommit extends Commit {
  readonly authorName: string;
  readonly committerEmail: string;
}

export interface MergedChange {
  /** The commit on the default branch. */
  readonly commit: SignedCommit;
  /** What it changed there, against its first parent. */
  readonly files: readonly FileChange[];
  /** Paths among them that are no regular files. */
  readonly notFiles: ReadonlyMap<string, "symlink" | "submodule">;
  /** The commits that a merge brought, oldest first; otherwise the commit itself. Never empty. */
  readonly brought: readonly [SignedCommit, ...SignedCommit[]];
  /** Why the list of files would not be whole on GitHub. */
  readonly incomplete?: string;
}
