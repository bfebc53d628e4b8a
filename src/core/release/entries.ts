// Tags by what their names say, made into entries when somebody asks for one: of hundreds of thousands few are.

import type { Tag } from "./history.ts";

export class Entries<Key, Entry> {
  readonly #make: (key: Key, tag: Tag) => Entry;
  readonly #isHigher: (a: Key, b: Key) => boolean;
  readonly #tags = new Map<Key, Tag>();
  #made: Map<Key, Entry> | undefined;
  #sorted: readonly Entry[] | undefined;

  constructor(make: (key: Key, tag: Tag) => Entry, isHigher: (a: Key, b: Key) => boolean) {
    this.#make = make;
    this.#isHigher = isHigher;
  }

  /** Nothing may be added once entries were asked for. @returns the tag that was there before, which stays */
  add(key: Key, tag: Tag): Tag | undefined {
    const known = this.#tags.get(key);
    if (!known) this.#tags.set(key, tag);
    return known;
  }

  get(key: Key): Entry | undefined {
    const made = this.#made?.get(key);
    if (made) return made;
    const tag = this.#tags.get(key);
    if (!tag) return undefined;
    const entry = this.#make(key, tag);
    this.#made ??= new Map();
    this.#made.set(key, entry);
    return entry;
  }

  /** In no order. */
  get keys(): MapIterator<Key> {
    return this.#tags.keys();
  }

  /** Linear in the number of entries, and makes but the one. */
  get highest(): Entry | undefined {
    let highest: Key | undefined;
    for (const key of this.#tags.keys()) {
      if (highest === undefined || this.#isHigher(key, highest)) highest = key;
    }
    return highest === undefined ? undefined : this.get(highest);
  }

  /** Linear in the number of entries, and makes none. */
  countAbove(key: Key): number {
    let count = 0;
    for (const other of this.#tags.keys()) if (this.#isHigher(other, key)) count++;
    return count;
  }

  /** Lowest first. */
  get sorted(): readonly Entry[] {
    this.#sorted ??= [...this.#tags.keys()]
      .sort((a, b) => (this.#isHigher(a, b) ? 1 : this.#isHigher(b, a) ? -1 : 0))
      .flatMap((key) => this.get(key) ?? []);
    return this.#sorted;
  }
}
