// Plays a story step by step: tells it to the reader, counts GitHub requests, and holds what people see against what
// they should see.

import type { Transcript } from "./transcript.ts";

/** One line of `npm run demo -- --format json`. */
export interface StepResult {
  /** `gate`, `release`, ...: one word a capability. */
  readonly chapter: string;
  readonly step: string;
  readonly ok: boolean;
  /** Wall-clock time, whole milliseconds. */
  readonly ms: number;
  /** Requests that count against GitHub's rate limit, made by the app during the step. */
  readonly requests: number;
}

export interface Step {
  /** Shows the reader what somebody sees. */
  show(...lines: readonly string[]): void;
  /** @throws StoryError when the claim is false, which fails the step */
  expect(claim: boolean, otherwise: string): void;
}

class StoryError extends Error {}

export class Story {
  readonly results: StepResult[] = [];
  readonly #transcript: Transcript;
  readonly #countRequests: () => number;
  #chapter = "";

  constructor(transcript: Transcript, countRequests: () => number) {
    this.#transcript = transcript;
    this.#countRequests = countRequests;
  }

  chapter(name: string, about: string): void {
    this.#chapter = name;
    this.#transcript.chapter(name, about);
  }

  /**
   * Plays one step. A step that fails is told and counted, and ends the story: what comes after builds on it.
   * @throws what failed
   */
  async step(text: string, play: (step: Step) => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    const requestsBefore = this.#countRequests();
    const shown: string[] = [];
    const finish = (ok: boolean): StepResult => {
      const ms = Math.round(performance.now() - startedAt);
      const requests = this.#countRequests() - requestsBefore;
      const result = { chapter: this.#chapter, step: text, ok, ms, requests };
      this.results.push(result);
      this.#transcript.step(result, shown);
      return result;
    };
    try {
      await play({
        show: (...lines) => shown.push(...lines),
        expect: (claim, otherwise) => {
          if (!claim) throw new StoryError(otherwise);
        },
      });
    } catch (error) {
      shown.push(error instanceof StoryError ? `expected otherwise: ${error.message}` : String(error));
      finish(false);
      throw error;
    }
    finish(true);
  }
}
