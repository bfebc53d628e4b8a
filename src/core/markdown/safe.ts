// Puts text from outside into Markdown so that it shows as it is: no mention notifies, no table breaks, no tag renders.

/** A code span of the text; mentions in it notify nobody. Line ends become spaces. */
export function code(text: string): string {
  const flat = text.replace(/[\r\n\t]+/g, " ");
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const pad = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
  return flat === "" ? "" : `${fence}${pad}${flat}${pad}${fence}`;
}

/** A table cell: bars and line ends cannot end it. */
export function cell(markdown: string): string {
  return markdown.replace(/[\r\n]+/g, " ").replace(/\|/g, "\\|");
}

/**
 * A sentence of ours that may quote text from outside: code spans in it stay, everything else of Markdown and HTML that
 * could hide or replace the rest shows as itself.
 */
export function prose(sentence: string): string {
  return sentence
    .replace(/[\r\n\t]+/g, " ")
    .split(/((?<!`)(`+)(?!`).*?(?<!`)\2(?!`))/)
    .filter((_, part) => part % 3 < 2)
    .map((part, position) => (position % 2 === 1 ? part : part.replace(/[\\`*_[\]<>]/g, "\\$&")))
    .join("");
}

/** Cuts Markdown at a line's end so that it fits, and says so. @param limit in UTF-16 units, at least 100 */
export function fitted(markdown: string, limit: number): string {
  if (markdown.length <= limit) return markdown;
  const note = "\n\n_The rest did not fit here._";
  const cut = markdown.slice(0, limit - note.length);
  return cut.slice(0, Math.max(cut.lastIndexOf("\n"), 0)) + note;
}
