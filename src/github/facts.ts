// Facts found out by requests: each asked for once, however many ask at the same moment, and kept for a while.

import { LruMap } from "toad-cache";

export class Facts<T> {
  readonly #kept: LruMap<T>;
  readonly #underway = new Map<string, Promise<T>>();

  /** @param ttl milliseconds a fact is believed for */
  constructor(most: number, ttl: number) {
    this.#kept = new LruMap<T>(most, ttl);
  }

  /**
   * The fact if it is kept, else what `find` finds out.
   * @param isWorthKeeping not asked again only where this holds
   */
  async get(
    key: string,
    find: () => Promise<T>,
    isWorthKeeping: (found: T) => boolean = () => true,
  ): Promise<T> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const underway = this.#underway.get(key);
    if (underway) return underway;
    const finding = find();
    this.#underway.set(key, finding);
    try {
      const found = await finding;
      // Forgotten meanwhile: what was found may be from before the change that made us forget.
      if (this.#underway.get(key) === finding && isWorthKeeping(found)) this.#kept.set(key, found);
      return found;
    } finally {
      if (this.#underway.get(key) === finding) this.#underway.delete(key);
    }
  }

  /** What is kept, without finding it out. */
  peek(key: string): T | undefined {
    return this.#kept.get(key);
  }

  /** What was found out together with something else. */
  keep(key: string, fact: T): void {
    this.#kept.set(key, fact);
  }

  /** @param prefix of the keys; everything without it */
  forget(prefix = ""): void {
    for (const key of [...this.#kept.keys()]) if (String(key).startsWith(prefix)) this.#kept.delete(key);
    for (const key of [...this.#underway.keys()]) if (key.startsWith(prefix)) this.#underway.delete(key);
  }
}
