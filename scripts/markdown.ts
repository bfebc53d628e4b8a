// The code blocks of a Markdown page.

import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

export interface CodeBlock {
  /** As in the fence's first line: `yaml`, `sh`; empty where none is given. */
  readonly language: string;
  readonly text: string;
  /** The line of the page, 1-based, that holds the text's first line. */
  readonly firstLine: number;
}

export function codeBlocks(page: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === "code") {
      const line = node.position?.start.line ?? 1;
      const isFenced = /^[`~ >*+-]*(?:```|~~~)/.test(page.split("\n")[line - 1] ?? "");
      blocks.push({ language: node.lang ?? "", text: node.value, firstLine: isFenced ? line + 1 : line });
    }
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(page));
  return blocks;
}
