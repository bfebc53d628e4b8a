// The blocks of a Markdown text that a person wrote on GitHub, parsed within bounds.

import type { RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

export interface Blocks {
  /** What the positions of the blocks refer to. Line ends are `\n`. */
  readonly text: string;
  readonly blocks: readonly RootContent[];
}

/** Descriptions on GitHub end at 65,536 characters; what comes after is not read. */
const BODY_LIMIT = 65_536;

/** Beyond this nesting of quotes and lists nobody writes a rationale, and parsing gets slow. */
const DEEPEST_NESTING = 100;

export function readBlocks(body: string): Blocks {
  const text = body
    .slice(0, BODY_LIMIT)
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => (nestingOf(line) > DEEPEST_NESTING ? line.replace(/[>\-*+\s]+/, "") : line))
    .join("\n");
  return { text, blocks: fromMarkdown(text).children };
}

function nestingOf(line: string): number {
  const markers = /^[>\-*+\s]+/.exec(line)?.[0] ?? "";
  return markers.length;
}
