// Lets what belongs together happen one after the other, in the order it was asked for.

export class Turns {
  readonly #last = new Map<object, Promise<unknown>>();

  take<T>(subject: object, run: () => Promise<T>): Promise<T> {
    const before = this.#last.get(subject) ?? Promise.resolve();
    const turn = before.then(run, run);
    this.#last.set(subject, turn);
    return turn;
  }
}
