// The readable diffs of a pull request's prompts, as many as can be made while somebody waits.

import { decodePrompt } from "../prompt/decode.ts";
import { diffTexts, type TextDiff } from "../prompt/diff/text-diff.ts";
import type { Place } from "../release/places.ts";

/** Lines of all texts together: comparing texts that have nothing in common takes 30 µs a line. */
const MOST_LINES = 10_000;

export class TextChanges {
  #left = MOST_LINES;

  /** Undefined where there is no text to compare, or nothing changed. */
  between(was: Place, is: Place): TextDiff | undefined {
    if (was.blob === is.blob) return undefined;
    const [before, after] = [was, is].map(({ content }) => decodePrompt(content.bytes).text);
    if (before === undefined || after === undefined) return undefined;
    this.#left -= countLines(before) + countLines(after);
    if (this.#left >= 0) return diffTexts(before, after);
    return { lines: [], added: 0, removed: 0, incomplete: "There is too much text to compare it here." };
  }
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
