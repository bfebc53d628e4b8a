// Who put which label on a pull request, and took it off again.

import type { Account } from "../accounts/registry.ts";
import type { PullRecord } from "./pulls.ts";

export interface Labeling {
  readonly id: number;
  readonly kind: "labeled" | "unlabeled";
  readonly label: { readonly name: string };
  readonly actor: Account;
  readonly createdAt: string;
}

export class Labelings {
  readonly #all = new Map<PullRecord, readonly Labeling[]>();

  add(pull: PullRecord, labeling: Labeling): void {
    this.#all.set(pull, [...this.of(pull), labeling]);
  }

  /** Oldest first. */
  of(pull: PullRecord): readonly Labeling[] {
    return this.#all.get(pull) ?? [];
  }
}
