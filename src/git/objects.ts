// Reads any number of blobs with one process of `git cat-file --batch`.

import type { Sha } from "../core/identity.ts";
import type { FileAtCommit } from "../core/ports.ts";
import type { Git, GitProcess } from "./git.ts";

/** GitHub's contents API gives no more of a file, so neither do we. In bytes. */
const MOST_BYTES = 1_048_576;

type Blob = Extract<FileAtCommit, { kind: "file" | "missing" | "too-large" }>;

interface Request {
  readonly blob: Sha;
  readonly resolve: (blob: Blob) => void;
  readonly reject: (error: unknown) => void;
}

export class ObjectReader {
  readonly #git: Git;
  readonly #waiting: Request[] = [];
  #running: GitProcess | undefined;
  #answer = new BatchAnswer();

  constructor(git: Git) {
    this.#git = git;
  }

  /** Answers come in the order of asking; what is over 1 MiB passes by unkept. */
  read(blob: Sha): Promise<Blob> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ blob, resolve, reject });
      this.#child().stdin.write(`${blob}\n`);
    });
  }

  /** Ends the process; without it Node would wait for it. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    running?.child.stdin.end();
    await running?.ended;
  }

  #child(): GitProcess["child"] {
    if (this.#running) return this.#running.child;
    const running = this.#git.start(["cat-file", "--batch"]);
    this.#running = running;
    this.#answer = new BatchAnswer();
    running.child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    void running.ended.then((ended) => this.#giveUp(ended.check));
    return running.child;
  }

  #take(chunk: Buffer): void {
    for (const answer of this.#answer.take(chunk)) {
      const request = this.#waiting.shift();
      request?.resolve(answer.kind === "file" ? { ...answer, blob: request.blob } : answer);
    }
  }

  #giveUp(check: () => void): void {
    this.#running = undefined;
    for (const { reject } of this.#waiting.splice(0)) {
      try {
        check();
        reject(new Error("git cat-file ended before it had answered"));
      } catch (error) {
        reject(error);
      }
    }
  }
}

type Answer = { kind: "file"; bytes: Buffer } | { kind: "missing" } | { kind: "too-large"; size: number };

/** Cuts the stream into answers: a line `<name> <type> <size>`, the bytes, a line end; or `<name> missing`. */
class BatchAnswer {
  #head: Buffer[] = [];
  #body: { readonly size: number; readonly kept: Buffer[]; left: number } | undefined;

  *take(chunk: Buffer): Generator<Answer, void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (!this.#body) {
        const end = rest.indexOf(10);
        this.#head.push(end === -1 ? rest : rest.subarray(0, end));
        if (end === -1) return;
        rest = rest.subarray(end + 1);
        const [, , size] = Buffer.concat(this.#head).toString("utf8").split(" ");
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
      if (body.size <= MOST_BYTES) body.kept.push(part);
      if (body.left > 0) return;
      this.#body = undefined;
      const { size, kept } = body;
      yield size > MOST_BYTES
        ? { kind: "too-large", size }
        : { kind: "file", bytes: Buffer.concat(kept).subarray(0, size) };
    }
  }
}
