// The facts of a pull request that judgement rests on, freed of GitHub's spelling.

import type { Login, RepositoryName, Sha } from "./identity.ts";

export interface Account {
  readonly login: Login;
  readonly kind: "person" | "bot";
}

export interface PullRequest {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  /** Markdown of the description, empty when there is none. */
  readonly body: string;
  readonly state: "open" | "closed";
  readonly isDraft: boolean;
  readonly author: Account;
  /** The branch it merges into; `sha` may lag behind the branch's tip. */
  readonly base: { readonly ref: string; readonly sha: Sha };
  readonly head: { readonly ref: string; readonly sha: Sha; readonly isFork: boolean };
  readonly labels: readonly string[];
  readonly requestedReviewers: readonly Login[];
  /** ISO 8601 in UTC, seconds. */
  readonly updatedAt: string;
}

/** A file between the merge base and a commit of the pull request. */
export type FileChange =
  | { readonly status: "added" | "modified"; readonly path: string; readonly blob: Sha }
  | { readonly status: "removed"; readonly path: string }
  | {
      readonly status: "renamed";
      readonly path: string;
      readonly previousPath: string;
      readonly blob: Sha;
    };

/** A commit of the pull request, as far as authorship goes. */
export interface Commit {
  readonly sha: Sha;
  readonly parents: readonly Sha[];
  readonly message: string;
  /** Undefined where the e-mail address belongs to no account. */
  readonly author?: Account;
  readonly committer?: Account;
  readonly authorEmail: string;
  readonly committerEmail?: string;
  /** ISO 8601 in UTC. */
  readonly committedAt: string;
}

/** What a pull request changes up to one of its commits, against the merge base with its base branch. */
export interface Changes {
  /** The commit that was looked at. */
  readonly commit: Sha;
  /** Where they were held against; undefined where that is not known. */
  readonly mergeBase?: Sha;
  readonly files: readonly FileChange[];
  readonly commits: readonly Commit[];
  /** Why the lists are not whole, where GitHub would not tell all of it. */
  readonly incomplete?: string;
}

export interface Review {
  readonly id: number;
  readonly author: Account;
  readonly state: "approved" | "changes-requested" | "dismissed" | "commented";
  /** The commit GitHub binds it to now, which may differ from the one its author saw. */
  readonly commit?: Sha;
  /** ISO 8601 in UTC. */
  readonly submittedAt: string;
}
