// Texts that are no config at all: empty, binary, huge. One clear error each, before any parsing.

import type { YamlProblem } from "./yaml-source.ts";

/** In bytes of UTF-8: what GitHub's contents API still gives as JSON. */
const MAX_BYTES = 1_048_576;

export function findUnreadable(text: string): YamlProblem | undefined {
  if (text.trim() === "") {
    return problem(
      text,
      0,
      "The config is empty.",
      "Start it with `version: 1` and `admins:`, or run `prompt-steward init`.",
    );
  }
  if (text.length > MAX_BYTES || new TextEncoder().encode(text).length > MAX_BYTES) {
    return problem(
      text,
      0,
      "The config is larger than 1 MiB.",
      "Join entries by patterns until it is smaller.",
    );
  }
  if (text.startsWith("\ufeff")) {
    return problem(text, 0, "The config starts with a byte order mark.", "Save it as UTF-8 without BOM.");
  }
  const binary = text.search(/[\u0000\ufffd]|\p{Surrogate}/u);
  if (binary !== -1) return problem(text, binary, "The config is not a UTF-8 text.", "Save it as UTF-8.");
  const control = text.search(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]|\r(?!\n)/);
  if (control !== -1) {
    const code = text.charCodeAt(control).toString(16).toUpperCase().padStart(4, "0");
    return problem(text, control, `The config holds the invisible character U+${code}.`, "Remove it.");
  }
  return undefined;
}

function problem(text: string, offset: number, message: string, fix: string): YamlProblem {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1, message, fix };
}
