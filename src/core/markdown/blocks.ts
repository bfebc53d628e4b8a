// The blocks of a Markdown text that a person wrote on GitHub, parsed in bounded time: the parser takes minutes over some
// texts of 65,536 characters, and anybody may write such a text into a comment.

import type { RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

export interface Blocks {
  /** What the positions of the blocks refer to. Line ends are `\n`. */
  readonly text: string;
  readonly blocks: readonly RootContent[];
}

/** Texts on GitHub end at 65,536 characters; what comes after is not read. */
const BODY_LIMIT = 65_536;

/** A tangled text is read as headings and plain paragraphs. */
export function readBlocks(body: string): Blocks {
  const whole = body.slice(0, BODY_LIMIT).replace(/\r\n?/g, "\n");
  const text = isTangled(whole) ? untangled(whole) : whole;
  return { text, blocks: fromMarkdown(text).children };
}

/**
 * Whether the text is one that takes the parser long: its cost grows with the square of each of these counts. People who
 * write stay far below them. Linear.
 */
export function isTangled(text: string): boolean {
  return (
    text.length > BODY_LIMIT ||
    LIMITS.some(({ sign, most }) => countOf(sign, text, most) > most) ||
    isDeeplyNested(text.split("\n").map(markersOf))
  );
}

/** At these limits one text takes well under a second. */
const LIMITS: readonly { readonly sign: RegExp; readonly most: number }[] = [
  { sign: /\n/g, most: 3_000 },
  { sign: /[*_]/g, most: 2_000 },
  { sign: /\[/g, most: 1_000 },
  { sign: /</g, most: 100 },
  { sign: /^[ \t]*[=-]+[ \t]*$/gm, most: 300 },
];

/** Signs that open a list item or a quote, in the whole text. */
const MOST_MARKERS = 1_000;

/** Lists and quotes inside each other, opened on one line. */
const DEEPEST_NESTING = 30;

function isDeeplyNested(markers: readonly number[]): boolean {
  return (
    Math.max(...markers) > DEEPEST_NESTING || markers.reduce((sum, count) => sum + count, 0) > MOST_MARKERS
  );
}

function countOf(sign: RegExp, text: string, most: number): number {
  let count = 0;
  for (const _ of text.matchAll(sign)) {
    count += 1;
    if (count > most) break;
  }
  return count;
}

function markersOf(line: string): number {
  const opening = /^[ \t>*+\d.)-]*/.exec(line)?.[0] ?? "";
  return opening.match(/>|[*+-](?=[ \t])|\d[.)](?=[ \t])/g)?.length ?? 0;
}

/** Headings of a tangled text beyond so many are read as words. */
const MOST_HEADINGS = 500;

/** Headings stay headings; everything between two of them becomes one paragraph of plain words. */
function untangled(text: string): string {
  const blocks: string[][] = [];
  for (const line of withoutComments(text).split("\n")) {
    const [, signs, title = ""] = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line) ?? [];
    if (signs && blocks.length < 2 * MOST_HEADINGS) blocks.push([`${signs} ${wordsOf(title)}`], []);
    else {
      if (blocks.length === 0) blocks.push([]);
      blocks.at(-1)?.push(wordsOf(line));
    }
  }
  return blocks.map((lines) => lines.filter(Boolean).join(" ")).join("\n\n");
}

/** An HTML comment ends at its `-->`; one that is never closed hides the rest. */
function withoutComments(text: string): string {
  const [shown = "", ...rest] = text.split("<!--");
  return [
    shown,
    ...rest.map((part) => (part.includes("-->") ? part.slice(part.indexOf("-->") + 3) : "")),
  ].join(" ");
}

function wordsOf(line: string): string {
  return line
    .replace(/<[^<>]{0,300}>|[^\p{L}\p{M}\p{N}\s.,;:?!/'"%()-]/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s\d.)-]+/, "")
    .trim();
}
