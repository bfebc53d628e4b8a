// The sections of a pull request's description as they were reviewed, to be kept with the release.

import type { RootContent } from "mdast";
import { readBlocks } from "../markdown/blocks.ts";
import { headingKey } from "../rationale/sections.ts";
import type { RationaleSection } from "./record.ts";

/** Under this heading stands a description of which no sections are required. */
const WHOLE = "Description";

/**
 * The wanted sections in the policy's order, as Markdown without the template's comments. Sections as the review judges
 * them: up to the next heading of the same or a higher level, or to another wanted one.
 */
export function rationaleSections(body: string, wanted: readonly string[]): RationaleSection[] {
  const { text, blocks } = readBlocks(body);
  if (wanted.length === 0) {
    const whole = sourceOf(text, blocks);
    return whole === "" ? [] : [{ heading: WHOLE, text: whole }];
  }
  const names = new Map(wanted.map((name) => [headingKey(name), name]));
  const found = new Map<string, string>();
  let open: { name: string; depth: number; blocks: RootContent[] } | undefined;
  const close = () => {
    if (!open) return;
    const section = sourceOf(text, open.blocks);
    if (section.length > (found.get(open.name)?.length ?? 0)) found.set(open.name, section);
    open = undefined;
  };
  for (const block of blocks) {
    if (block.type === "heading") {
      const name = names.get(headingKey(headingText(text, block)));
      if (name !== undefined || (open && block.depth <= open.depth)) close();
      if (name !== undefined) {
        open = { name, depth: block.depth, blocks: [] };
        continue;
      }
    }
    open?.blocks.push(block);
  }
  close();
  return wanted.flatMap((heading) => {
    const section = found.get(heading);
    return section === undefined ? [] : [{ heading, text: section }];
  });
}

function sourceOf(text: string, blocks: readonly RootContent[]): string {
  return blocks
    .filter((block) => !(block.type === "html" && block.value.startsWith("<!--")))
    .map((block) => slice(text, block))
    .join("\n\n");
}

function headingText(text: string, block: RootContent): string {
  return slice(text, block)
    .replace(/^[#\s]+|\n[=-]+\s*$/g, "")
    .replace(/[*_`]/g, "");
}

function slice(text: string, { position }: RootContent): string {
  return position ? text.slice(position.start.offset, position.end.offset) : "";
}
