// Bytes of a prompt file to text with `\n` as line end, or the reason why they are not text.

import { type Position, TextLines } from "./position.ts";
import { fileError, type Problem } from "./problem.ts";

/** GitHub's contents API gives no more, and no prompt should need it. In bytes. */
export const MAX_PROMPT_BYTES = 1_048_576;

export interface DecodedPrompt {
  /** Undefined where the bytes are not text. */
  readonly text?: string;
  readonly problems: readonly Problem[];
}

const TOP: Position = { line: 1, column: 1 };

export function decodePrompt(bytes: Uint8Array): DecodedPrompt {
  if (bytes.length > MAX_PROMPT_BYTES) return { problems: [tooLarge(bytes.length)] };
  const broken = findNonText(bytes);
  if (broken) return { problems: [broken] };
  const raw = new TextDecoder("utf-8").decode(bytes);
  const problems = [...byteOrderMark(bytes), ...lineEnds(raw)];
  return { text: raw.replaceAll("\r\n", "\n"), problems };
}

/** @param size in bytes. */
export function tooLarge(size: number): Problem {
  const mebibytes = (size / MAX_PROMPT_BYTES).toFixed(1);
  return fileError(
    TOP,
    `The file has ${mebibytes} MiB; a prompt may have 1 MiB at most.`,
    "Move test data, examples and other attachments into files of their own.",
  );
}

function findNonText(bytes: Uint8Array): Problem | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return fileError(TOP, "The file is saved as UTF-16.", "Save it as UTF-8.");
  }
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    return fileError(
      positionOfByte(bytes, nul),
      "The file is binary: it holds a zero byte.",
      "Keep prompts as UTF-8 text, and binary files out of the paths that the config names.",
    );
  }
  if (isUtf8(bytes)) return undefined;
  return fileError(
    positionOfByte(bytes, findInvalidByte(bytes)),
    "The file is not valid UTF-8 here.",
    "Save it as UTF-8; keep binary files out of the paths that the config names.",
  );
}

function isUtf8(bytes: Uint8Array, mode: { stream?: boolean } = {}): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, mode);
    return true;
  } catch {
    return false;
  }
}

/** Validity of prefixes is monotone, so halving finds the first byte that cannot follow. */
function findInvalidByte(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isUtf8(bytes.subarray(0, middle), { stream: true })) valid = middle;
    else invalid = middle;
  }
  return Math.max(0, Math.min(valid, bytes.length - 1));
}

/** A prefix may end within a character, so it is decoded leniently. */
function positionOfByte(bytes: Uint8Array, index: number): Position {
  const before = new TextDecoder("utf-8").decode(bytes.subarray(0, index), { stream: true });
  return new TextLines(before).at(before.length);
}

function byteOrderMark(bytes: Uint8Array): Problem[] {
  if (bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) return [];
  return [
    {
      ...TOP,
      rule: "prompt-encoding",
      severity: "warning",
      message: "The file starts with a byte order mark, which some tools send to the model or stumble over.",
      fix: "Save the file as UTF-8 without BOM.",
    },
  ];
}

function lineEnds(text: string): Problem[] {
  const windows = count(text, "\r\n");
  if (windows === 0 && !text.includes("\r")) return [];
  const lone = count(text, "\r") - windows;
  const unix = count(text, "\n") - windows;
  const at = new TextLines(text).at(text.indexOf("\r"));
  if (windows > 0 && unix === 0 && lone === 0) {
    return [
      {
        ...at,
        rule: "prompt-encoding",
        severity: "notice",
        message: "The lines end with CRLF; it is read as if they ended with LF.",
        fix: "Convert the file to LF, or add `* text=auto` to .gitattributes.",
      },
    ];
  }
  return [
    {
      ...at,
      rule: "prompt-encoding",
      severity: "warning",
      message:
        windows + unix === 0
          ? "The lines end with CR alone, so the file is read as one line."
          : `The line ends are mixed: ${describeLineEnds({ CRLF: windows, LF: unix, CR: lone })}.`,
      fix: "Convert the file to LF: the model sees the difference, a reviewer does not.",
    },
  ];
}

function describeLineEnds(counts: Record<string, number>): string {
  return Object.entries(counts)
    .filter(([, number]) => number > 0)
    .map(([name, number]) => `${number} ${name}`)
    .join(", ");
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found++;
  return found;
}
