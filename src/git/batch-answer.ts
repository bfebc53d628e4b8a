// Cuts what `git cat-file --batch` prints into answers: a line `<name> <type> <size>`, the bytes and a line end; or
// `<name> missing`.

/** GitHub's contents API gives no more of a file, so neither do we. In bytes. */
const MOST_BYTES = 1_048_576;

export type Answer =
  | { kind: "file"; bytes: Buffer }
  | { kind: "missing" }
  | { kind: "too-large"; size: number };

/** Takes the output as it comes, cut anywhere. What is larger passes by unkept. */
export class BatchAnswer {
  readonly #mostBytes: number;
  #head: Buffer[] = [];
  #body: { readonly size: number; readonly kept: Buffer[]; left: number } | undefined;

  constructor(mostBytes: number = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  *take(chunk: Buffer): Generator<Answer, void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (!this.#body) {
        const end = rest.indexOf(10);
        this.#head.push(end === -1 ? rest : rest.subarray(0, end));
        if (end === -1) return;
        rest = rest.subarray(end + 1);
        const [, , size] = joined(this.#head).toString("utf8").split(" ");
        this.#head = [];
        if (size === undefined) yield { kind: "missing" };
        // One byte more than the object has: the line end after it.
        else this.#body = { size: Number(size), kept: [], left: Number(size) + 1 };
        continue;
      }
      const body = this.#body;
      const part = rest.subarray(0, body.left);
      rest = rest.subarray(part.length);
      body.left -= part.length;
      if (body.size <= this.#mostBytes) body.kept.push(part);
      if (body.left > 0) return;
      this.#body = undefined;
      const { size, kept } = body;
      yield size > this.#mostBytes
        ? { kind: "too-large", size }
        : { kind: "file", bytes: joined(kept).subarray(0, size) };
    }
  }
}

/** Most come in one piece, which need not be copied. */
function joined(pieces: readonly Buffer[]): Buffer {
  const [first] = pieces;
  return first && pieces.length === 1 ? first : Buffer.concat(pieces);
}
