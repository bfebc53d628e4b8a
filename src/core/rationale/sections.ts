// Reads the headings of a pull request's description and the words that really stand under each.

import type { Nodes } from "mdast";
import { readBlocks } from "../markdown/blocks.ts";

export interface Section {
  /** The heading's text as written. */
  readonly heading: string;
  /** Text under it that a person wrote: no comments, no tags, no placeholders. */
  readonly words: number;
}

/**
 * Finds the wanted sections. A section ends at the next heading of its own level or above, or at another wanted one.
 * @param wanted headings, matched without case, surrounding punctuation and numbering
 * @returns a section for each wanted heading that is there; where a heading stands twice, the one with more words
 */
export function readSections(body: string, wanted: readonly string[]): Map<string, Section> {
  const names = new Map(wanted.map((name) => [headingKey(name), name]));
  const found = new Map<string, Section>();
  let open: { name: string; heading: string; depth: number; text: string[] } | undefined;
  const close = () => {
    if (!open) return;
    const section = { heading: open.heading, words: countWords(open.text.join("\n")) };
    if ((found.get(open.name)?.words ?? -1) < section.words) found.set(open.name, section);
    open = undefined;
  };
  for (const node of readBlocks(body).blocks) {
    if (node.type === "heading") {
      const heading = textOf(node);
      const name = names.get(headingKey(heading));
      if (name !== undefined || (open && node.depth <= open.depth)) close();
      if (name !== undefined) open = { name, heading, depth: node.depth, text: [] };
    } else if (open) {
      open.text.push(textOf(node));
    }
  }
  close();
  return found;
}

/** What is longer is no heading that a policy asks for. */
const LONGEST_HEADING = 1_000;

/** What makes two headings the same: `## 1. Why?` is the heading `Why`. */
export function headingKey(heading: string): string {
  return heading
    .slice(0, LONGEST_HEADING)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^[\s\d.)(#*_-]+/u, "")
    .replace(/[\p{P}\p{S}\s]+$/u, "")
    .replace(/\s+/gu, " ");
}

// Making one takes longer than counting the words of a section.
const WORDS = new Intl.Segmenter("en", { granularity: "word" });

/** Words as Unicode segments them (so that scripts without spaces count too); an address is one word. */
export function countWords(text: string): number {
  const prose = text.replace(/\b[a-z][a-z+.-]{1,20}:\/\/\S+/giu, " link ").replace(PLACEHOLDERS, " ");
  let words = 0;
  for (const segment of WORDS.segment(prose)) {
    if (segment.isWordLike) words += 1;
  }
  return words;
}

// Whole words that say only that something is still to be written.
const PLACEHOLDERS =
  /(?<![\p{L}\p{N}])(?:tb[dca]|todo|fixme|wip|xxx+|n\s?\/\s?a|n\.a\.|lorem ipsum|to be (?:done|defined|determined|filled)|fill (?:me )?in)(?![\p{L}\p{N}])/giu;

/** Visible text; raw HTML (which template comments are) and images count for nothing. */
function textOf(node: Nodes): string {
  if (node.type === "html" || node.type === "image" || node.type === "imageReference") return "";
  if ("value" in node) return node.value;
  if (!("children" in node)) return " ";
  const isInline = node.type === "paragraph" || node.type === "heading" || "url" in node;
  return node.children.map(textOf).join(isInline ? "" : "\n");
}
