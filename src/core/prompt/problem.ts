// What a reader found wrong in one prompt file, before it is known as a finding of a prompt.

import type { Severity } from "../finding.ts";
import type { Position } from "./position.ts";

/**
 * `prompt-file`: the file cannot be read as its format says.
 * `prompt-encoding`: byte order marks and line ends.
 * `prompt-variables`: the template and the declared inputs disagree.
 */
export type PromptRule = "prompt-file" | "prompt-encoding" | "prompt-variables";

export interface Problem extends Position {
  readonly rule: PromptRule;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
}

export function fileError(at: Position, message: string, fix: string): Problem {
  return { rule: "prompt-file", severity: "error", line: at.line, column: at.column, message, fix };
}

export function fileWarning(at: Position, message: string, fix: string): Problem {
  return { ...fileError(at, message, fix), severity: "warning" };
}

export function fileNotice(at: Position, message: string, fix: string): Problem {
  return { ...fileError(at, message, fix), severity: "notice" };
}

const LONGEST_SHOWN = 60;

/** Text of the file as a message may show it: one line, at most 60 characters, in backticks. */
export function shown(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029`]+/gu, " ").trim();
  const short = flat.length > LONGEST_SHOWN ? `${flat.slice(0, LONGEST_SHOWN).toWellFormed()}…` : flat;
  return `\`${short}\``;
}
