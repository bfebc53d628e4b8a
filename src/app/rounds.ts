// Rounds over many pull requests, as after a change of the config, at a pace that GitHub's limits allow.

/**
 * GitHub takes about 80 writes a minute and 500 an hour. Octokit spaces writes by a second; after so many in one round
 * the rest are spread over hours, so that others have room too.
 */
const BRISK = 60;
const PAUSE = 9000;

export class Rounds {
  readonly #underway = new Map<string, symbol>();
  readonly #pause: (duration: number) => Promise<void>;

  /** @param pause waits so many milliseconds */
  constructor(pause: (duration: number) => Promise<void>) {
    this.#pause = pause;
  }

  /**
   * Does each in turn; ends early when a later round of the same key begins. One that fails does not keep the others
   * from their turn.
   * @throws AggregateError of what failed
   */
  async walk<T>(key: string, items: readonly T[], visit: (item: T) => Promise<void>): Promise<void> {
    const round = Symbol(key);
    this.#underway.set(key, round);
    const errors: unknown[] = [];
    for (const [index, item] of items.entries()) {
      if (index >= BRISK) await this.#pause(PAUSE);
      if (this.#underway.get(key) !== round) break;
      try {
        await visit(item);
      } catch (error) {
        errors.push(error);
      }
    }
    if (this.#underway.get(key) === round) this.#underway.delete(key);
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of a round failed`);
  }
}
