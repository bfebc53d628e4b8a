// Turns an offset in a piece of a file into the line and column that people and GitHub count by.

/** 1-based; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export class TextLines {
  readonly #starts: number[] = [0];
  readonly #firstLine: number;

  /** @param firstLine the line of the file in which the text starts, 1-based; it starts in column 1. */
  constructor(text: string, firstLine = 1) {
    this.#firstLine = firstLine;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) {
      this.#starts.push(end + 1);
    }
  }

  /** @param offset in UTF-16 units, 0-based; one beyond the end counts as the end. */
  at(offset: number): Position {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: this.#firstLine + low, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}

/** A piece of a file that starts at the beginning of a line. */
export interface Passage {
  readonly text: string;
  /** 1-based line of the file. */
  readonly firstLine: number;
}

/** The passage without blank lines at its start and white space at its end. */
export function trimmed(passage: Passage): Passage {
  let start = 0;
  let firstLine = passage.firstLine;
  for (let end = passage.text.indexOf("\n"); end !== -1; end = passage.text.indexOf("\n", start)) {
    if (passage.text.slice(start, end).trim() !== "") break;
    start = end + 1;
    firstLine++;
  }
  return { text: passage.text.slice(start).trimEnd(), firstLine };
}
