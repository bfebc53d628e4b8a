// The repositories there are: what the sandbox itself must know of each, beside what the emulator stores.

import type { Account } from "./registry.ts";

export interface MergeSettings {
  readonly allow_merge_commit: boolean;
  readonly allow_squash_merge: boolean;
  readonly allow_rebase_merge: boolean;
  readonly allow_auto_merge: boolean;
}

export interface RepositoryRecord {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly fullName: string;
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  readonly description: string | null;
  /** What it was forked from. */
  readonly parent?: RepositoryRecord;
  readonly createdAt: string;
  pushedAt: string;
  /** How pull requests may be merged, where it is not as GitHub sets it up. */
  settings?: MergeSettings;
}

export class Repositories {
  readonly #byName = new Map<string, RepositoryRecord>();

  add(repository: RepositoryRecord): RepositoryRecord {
    this.#byName.set(repository.fullName.toLowerCase(), repository);
    return repository;
  }

  /** Its pull requests elsewhere stay, and show no repository any more. */
  remove(repository: RepositoryRecord): void {
    this.#byName.delete(repository.fullName.toLowerCase());
  }

  has(repository: RepositoryRecord): boolean {
    return this.find(repository.owner.login, repository.name) === repository;
  }

  find(owner: string, name: string): RepositoryRecord | undefined {
    return this.#byName.get(`${owner}/${name}`.toLowerCase());
  }

  all(): RepositoryRecord[] {
    return [...this.#byName.values()];
  }

  of(owner: Account): RepositoryRecord[] {
    return this.all().filter((repository) => repository.owner.id === owner.id);
  }

  /** The repository and everything forked from it, or that it was forked from. */
  network(repository: RepositoryRecord): RepositoryRecord[] {
    const root = this.rootOf(repository);
    return this.all().filter((one) => this.rootOf(one) === root);
  }

  rootOf(repository: RepositoryRecord): RepositoryRecord {
    return repository.parent ? this.rootOf(repository.parent) : repository;
  }
}
