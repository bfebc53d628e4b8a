// Processes of git in one folder: without a shell, without colours, in English, deaf to settings that change what it
// prints, and never asking anything.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { GitFailure, startFailure } from "./failure.ts";

// A user's settings for reading logs; each changes the form of what a program would read.
const FIXED_SETTINGS = [
  "log.showSignature=false",
  "log.showRoot=true",
  "log.follow=false",
  "color.ui=false",
  "core.quotePath=false",
  "core.fsmonitor=false",
].flatMap((setting) => ["-c", setting]);

/** Of what git says on stderr, in bytes. */
const MOST_COMPLAINT = 16_384;

export interface GitOptions {
  /** Told of every process as it starts. */
  readonly onStart?: (args: readonly string[]) => void;
  /** Ends what is running: whoever waits for it gets an AbortError. */
  readonly signal?: AbortSignal | undefined;
}

export class Git {
  readonly folder: string;
  readonly #options: GitOptions;

  constructor(folder: string, options: GitOptions = {}) {
    this.folder = folder;
    this.#options = options;
  }

  /**
   * What a command prints.
   * @throws GitFailure when it exits with another code than 0
   * @throws UserError when git or the folder is missing, or no repository
   */
  async text(...args: string[]): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.chunks(args)) chunks.push(chunk);
    return Buffer.concat(chunks).toString("utf8");
  }

  /** The NUL-terminated parts of what a command prints with `-z`. */
  async *parts(...args: string[]): AsyncGenerator<string, void> {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of this.chunks(args)) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      let start = 0;
      for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
        yield bytes.toString("utf8", start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
    if (rest.length > 0) yield rest.toString("utf8");
  }

  /** What a command prints, as it comes. Leaving the loop early ends the process. */
  async *chunks(args: readonly string[]): AsyncGenerator<Buffer, void> {
    const { child, ended } = this.start(args);
    child.stdin.end();
    let isWhole = false;
    try {
      for await (const chunk of child.stdout) yield chunk as Buffer;
      isWhole = true;
    } finally {
      if (!isWhole) child.kill();
      const outcome = await ended;
      if (isWhole) outcome.check();
    }
  }

  /** Starts a command that is written to as well. */
  start(args: readonly string[]): GitProcess {
    this.#options.onStart?.(args);
    const child = this.#spawn(args);
    const complaint: Buffer[] = [];
    let complained = 0;
    child.stderr.on("data", (chunk: Buffer) => {
      if (complained < MOST_COMPLAINT) complaint.push(chunk);
      complained += chunk.length;
    });
    // A process that ends early closes its input under the writer; how it ended says more than the broken pipe.
    child.stdin.on("error", () => undefined);
    const ended = new Promise<Ended>((resolve) => {
      child.once("error", (error) =>
        resolve({
          check: () => {
            throw startFailure(error, this.folder);
          },
        }),
      );
      child.once("close", (code, signal) =>
        resolve({
          check: () => {
            if (code === 0) return;
            throw GitFailure.of(args, code ?? signal ?? "unknown", Buffer.concat(complaint).toString("utf8"));
          },
        }),
      );
    });
    return { child, ended };
  }

  #spawn(args: readonly string[]): ChildProcessWithoutNullStreams {
    try {
      return spawn("git", ["--no-pager", "--literal-pathspecs", ...FIXED_SETTINGS, ...args], {
        cwd: this.folder,
        env: { ...process.env, LC_ALL: "C", LANGUAGE: "", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0" },
        stdio: "pipe",
        windowsHide: true,
        // In a process group of its own Ctrl-C does not end it before us, who may still want what it says.
        detached: process.platform !== "win32",
        signal: this.#options.signal,
      });
    } catch (error) {
      // Node throws at once where the folder is a file, and only tells later where there is none.
      throw error instanceof Error ? startFailure(error, this.folder) : error;
    }
  }
}

export interface GitProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves when it ended, however it did. */
  readonly ended: Promise<Ended>;
}

export interface Ended {
  /** @throws GitFailure or UserError unless it ended well */
  check(): void;
}
