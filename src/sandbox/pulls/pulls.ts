// Pull requests as the sandbox keeps them. The emulator stores each as an issue too, for its comments and labels.

import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";

export interface PullRecord {
  readonly id: number;
  readonly number: number;
  readonly repository: RepositoryRecord;
  readonly author: Account;
  readonly createdAt: string;
  readonly head: { readonly repository: RepositoryRecord; readonly ref: string; sha: string };
  /** `sha`: where base was when the head last moved; GitHub does not keep it up to date either. */
  base: { ref: string; sha: string };
  title: string;
  body: string | null;
  state: "open" | "closed";
  isDraft: boolean;
  requestedReviewers: readonly Account[];
  requestedTeams: readonly string[];
  updatedAt: string;
  closedAt: string | null;
  merged?: {
    readonly at: string;
    readonly by: Account;
    readonly commit: string;
    /** Base just before. */
    readonly onto: string;
  };
  comments: number;
}

export class Pulls {
  readonly #pulls: PullRecord[] = [];

  add(pull: PullRecord): void {
    this.#pulls.push(pull);
  }

  find(repository: RepositoryRecord, number: number): PullRecord | undefined {
    return this.of(repository).find((pull) => pull.number === number);
  }

  byId(id: number): PullRecord | undefined {
    return this.#pulls.find((pull) => pull.id === id);
  }

  of(repository: RepositoryRecord): PullRecord[] {
    return this.#pulls.filter((pull) => pull.repository === repository);
  }

  open(): PullRecord[] {
    return this.#pulls.filter(({ state }) => state === "open");
  }
}
