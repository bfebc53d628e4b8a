// The lines that differ between two texts, for people to read; bounded for texts of any size.

import { structuredPatch } from "diff";

export interface TextDiff {
  /** Lines that start with `@@`, `-`, `+` or a space; none where the texts are the same. */
  readonly lines: readonly string[];
  readonly added: number;
  readonly removed: number;
  /** Why not everything is shown. */
  readonly incomplete?: string;
}

/** Changed lines up to which the shortest way from one text to the other is looked for. */
const MAX_EDITS = 1_500;
const MAX_LINES = 400;
/** Of a line, in UTF-16 units. Prompts have paragraphs of one line; of those only what changed is shown. */
const LONGEST_LINE = 240;
const LEAD = 60;

export function diffTexts(before: string, after: string): TextDiff {
  if (before === after) return { lines: [], added: 0, removed: 0 };
  const patch = structuredPatch("", "", before, after, undefined, undefined, {
    context: 3,
    maxEditLength: MAX_EDITS,
  });
  if (!patch) {
    const [removed, added] = [countLines(before), countLines(after)];
    const incomplete = `The texts are too different to compare line by line: ${removed} lines before, ${added} lines now.`;
    return { lines: [], added, removed, incomplete };
  }
  const hunks = patch.hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.filter((line) => !line.startsWith("\\")),
  }));
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const counts = {
    added: lines.filter((line) => line.startsWith("+")).length,
    removed: lines.filter((line) => line.startsWith("-")).length,
  };
  const all = hunks.flatMap((hunk) => [
    `@@ line ${hunk.oldStart} → ${hunk.newStart} @@`,
    ...focused(hunk.lines),
  ]);
  if (all.length <= MAX_LINES) return { lines: all, ...counts };
  const incomplete = `${all.length - MAX_LINES} more lines are not shown.`;
  return { lines: all.slice(0, MAX_LINES), ...counts, incomplete };
}

/** Long lines shortened: a removed one and the one in its place to where they differ, all others to their start. */
function focused(lines: readonly string[]): string[] {
  const shown = [...lines];
  for (let at = 0; at < lines.length; ) {
    const removed = runOf(lines, at, "-");
    const added = runOf(lines, at + removed, "+");
    for (let row = 0; row < Math.min(removed, added); row++) {
      const [old, young] = focusedPair(lines[at + row] ?? "", lines[at + removed + row] ?? "");
      shown[at + row] = old;
      shown[at + removed + row] = young;
    }
    at += Math.max(1, removed + added);
  }
  return shown.map((line) => cut(line, 0));
}

function runOf(lines: readonly string[], from: number, sign: string): number {
  let at = from;
  while (lines[at]?.startsWith(sign)) at++;
  return at - from;
}

function focusedPair(old: string, young: string): [string, string] {
  if (Math.max(old.length, young.length) <= LONGEST_LINE) return [old, young];
  let same = 1;
  while (same < Math.min(old.length, young.length) && old[same] === young[same]) same++;
  return [cut(old, same - LEAD), cut(young, same - LEAD)];
}

/** @param from where to start, after the sign. */
function cut(line: string, from: number): string {
  if (line.length <= LONGEST_LINE) return line;
  const start = Math.max(1, Math.min(from, line.length - LONGEST_LINE));
  const end = start + LONGEST_LINE;
  const text = line.slice(start, end).toWellFormed();
  return `${line.charAt(0)}${start > 1 ? "…" : ""}${text}${end < line.length ? "…" : ""}`;
}

function countLines(text: string): number {
  return text.split("\n").length;
}
