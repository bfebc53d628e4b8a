// Releases as GitHub keeps them: several drafts may carry one tag, and where two are published at the same moment,
// two releases may too.

import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";

export interface ReleaseRecord {
  readonly id: number;
  readonly repository: RepositoryRecord;
  readonly author: Account;
  tagName: string;
  target: string;
  name: string | null;
  body: string | null;
  isDraft: boolean;
  isPrerelease: boolean;
  /** The date of the commit, as GitHub says. */
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
}

/** GitHub's words: `legacy` leaves it to the dates. */
export type MakeLatest = "true" | "false" | "legacy";

export class Releases {
  #all: readonly ReleaseRecord[] = [];
  readonly #latest = new Map<RepositoryRecord, ReleaseRecord>();

  add(release: ReleaseRecord): void {
    this.#all = [...this.#all, release];
  }

  remove(release: ReleaseRecord): void {
    this.#all = this.#all.filter((one) => one !== release);
  }

  /** Newest first. */
  of(repository: RepositoryRecord): ReleaseRecord[] {
    return this.#all.filter((one) => one.repository === repository).toReversed();
  }

  find(repository: RepositoryRecord, id: number): ReleaseRecord | undefined {
    return this.of(repository).find((one) => one.id === id);
  }

  /** The published one; of two the older. */
  ofTag(repository: RepositoryRecord, tag: string): ReleaseRecord | undefined {
    return this.of(repository).findLast(({ tagName, isDraft }) => tagName === tag && !isDraft);
  }

  makeLatest(release: ReleaseRecord, latest: MakeLatest): void {
    if (latest === "true") this.#latest.set(release.repository, release);
    else if (this.#latest.get(release.repository) === release) this.#latest.delete(release.repository);
  }

  /** Never a draft or a prerelease. */
  latest(repository: RepositoryRecord): ReleaseRecord | undefined {
    const full = this.of(repository).filter(({ isDraft, isPrerelease }) => !isDraft && !isPrerelease);
    const named = this.#latest.get(repository);
    if (named && full.includes(named)) return named;
    return full.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
  }
}
