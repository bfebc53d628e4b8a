// Finds slash commands in a comment: lines of their own that begin with `/`, never those in quotes or code.

import type { Nodes } from "mdast";
import { isTangled, readBlocks } from "../markdown/blocks.ts";

export interface SlashCommand {
  /** In lower case without the slash: `steward`. */
  readonly name: string;
  /** The words after it on its line, in order, as written. */
  readonly words: readonly string[];
}

const MOST_COMMANDS = 10;

/** @returns the commands in order, at most ten; a comment that nobody writes by hand gives none */
export function parseCommands(comment: string): SlashCommand[] {
  if (!/^[ \t]{0,3}\//m.test(comment) || isTangled(comment)) return [];
  return readBlocks(comment)
    .blocks.filter(({ type }) => type === "paragraph")
    .flatMap((paragraph) => linesOf(paragraph))
    .flatMap((line) => {
      const [, name, rest] = /^\s*\/([a-z][a-z-]{0,30})(?=\s|$)(.*)$/i.exec(line) ?? [];
      return name ? [{ name: name.toLowerCase(), words: (rest ?? "").split(/\s+/).filter(Boolean) }] : [];
    })
    .slice(0, MOST_COMMANDS);
}

/** Text of a paragraph; what is code, a link or an image in it is left out, so that it cannot command. */
function linesOf(node: Nodes): string[] {
  const text = "children" in node ? node.children.map(inline).join("") : "";
  return text.split("\n");
}

function inline(node: Nodes): string {
  if (node.type === "text") return node.value;
  if (node.type === "break") return "\n";
  return "children" in node && (node.type === "emphasis" || node.type === "strong")
    ? node.children.map(inline).join("")
    : " ";
}
