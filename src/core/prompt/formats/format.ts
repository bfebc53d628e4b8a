// What a format is: how its files are named, and how their text becomes a document.

import type { PromptDocument, PromptFormat } from "../document.ts";
import type { Problem } from "../problem.ts";

export interface Format {
  readonly name: PromptFormat;
  /** @param fileName the last part of the path */
  isFor(fileName: string): boolean;
  read(file: PromptText): FormatReading;
}

export interface PromptText {
  /** Path in the repository. */
  readonly path: string;
  /** Decoded, not blank, line ends as `\n`. */
  readonly text: string;
}

export interface FormatReading {
  /** Undefined where nothing is known for sure, for instance with broken YAML. */
  readonly document?: PromptDocument;
  readonly problems: readonly Problem[];
}
