// Reads any number of blobs with one process of `git cat-file --batch`.

import type { Sha } from "../core/identity.ts";
import type { FileAtCommit } from "../core/ports.ts";
import { BatchAnswer } from "./batch-answer.ts";
import { damagedClone } from "./failure.ts";
import type { Git, GitProcess } from "./git.ts";

type Blob = Extract<FileAtCommit, { kind: "file" | "too-large" }>;

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

  /**
   * Answers come in the order of asking; what is over 1 MiB passes by unkept.
   * @throws UserError where the clone lacks an object that it should have
   */
  read(blob: Sha): Promise<Blob> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ blob, resolve, reject });
      const { stdin } = this.#child();
      // What is asked in one go is written in one go.
      if (stdin.writableCorked === 0) {
        stdin.cork();
        process.nextTick(() => stdin.uncork());
      }
      stdin.write(`${blob}\n`);
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
      if (answer.kind === "file") request?.resolve({ ...answer, blob: request.blob });
      else if (answer.kind === "too-large") request?.resolve(answer);
      else request?.reject(damagedClone());
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
