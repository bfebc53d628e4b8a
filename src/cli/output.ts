// Printing for people (colour only on a terminal) and for programs.

import { styleText } from "node:util";
import { Option } from "commander";
import type { Paint } from "../core/review/render/text.ts";

/** Colours where stdout is a terminal that takes them and NO_COLOR is not set. */
export const styled: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** For what is no result: hints that a program reading stdout must not meet. */
export function printAside(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

export function formatOption<const Format extends string>(...formats: readonly Format[]): Option {
  return new Option("--format <format>", "how to print the result").choices(formats).default(formats[0]);
}
