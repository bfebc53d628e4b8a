// Commit statuses, the older sort of check: anybody with push access sets them, one state for each context.

import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";

export type CommitState = "error" | "failure" | "pending" | "success";

export interface StatusRecord {
  readonly id: number;
  readonly repository: RepositoryRecord;
  readonly sha: string;
  readonly state: CommitState;
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly createdAt: string;
}

export class Statuses {
  readonly #all: StatusRecord[] = [];

  add(status: StatusRecord): void {
    this.#all.push(status);
  }

  /** Newest first. */
  on(repository: RepositoryRecord, sha: string): StatusRecord[] {
    return this.#all.filter((one) => one.repository === repository && one.sha === sha).toReversed();
  }

  /** The newest of each context, whose names GitHub compares without case. */
  latest(repository: RepositoryRecord, sha: string): StatusRecord[] {
    const byContext = Map.groupBy(this.on(repository, sha), ({ context }) => context.toLowerCase());
    return [...byContext.values()].flatMap(([newest]) => newest ?? []);
  }
}

/** How GitHub sums several up. */
export function combinedState(states: readonly CommitState[]): CommitState {
  if (states.some((state) => state === "failure" || state === "error")) return "failure";
  return states.length === 0 || states.includes("pending") ? "pending" : "success";
}
