// Text that a person wrote elsewhere, set as a quotation: it notifies nobody, links no issue, and no tag of it renders.

/** Addresses are kept as links, since evidence is mostly one. */
const ADDRESS = /https?:\/\/[^\s<>"'`\\^{}|[\]()]+/gi;
const MARKDOWN_SIGNS = /[\\`*_{}[\]()<>#!|~&$]/g;
/** At the start of a line these make headings, rules and tables. */
const LINE_SIGNS = /^(\s*)([=+>:-](?=[\s=:|-]*$|[|>]))/;

/** Lines and lists stay as they are, all else of Markdown shows as it was typed. */
export function quoted(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .trim()
    .split("\n")
    .map((line) => (line.trim() === "" ? ">" : `> ${literal(line)}`))
    .join("\n");
}

/** One line of such a text, within a sentence of ours. */
export function literal(line: string): string {
  const flat = line.replace(/[\u0000-\u001f\u007f]+/g, " ");
  let written = "";
  let end = 0;
  for (const found of flat.matchAll(ADDRESS)) {
    written += escaped(flat.slice(end, found.index));
    written += `<${found[0].replaceAll("@", "%40")}>`;
    end = found.index + found[0].length;
  }
  return `${written}${escaped(flat.slice(end))}`.replace(LINE_SIGNS, "$1\\$2");
}

function escaped(text: string): string {
  return text
    .replace(MARKDOWN_SIGNS, (sign) => `\\${sign}`)
    .replace(/@(?=[\w-])/g, "@\u200b")
    .replace(/\bGH-(?=\d)/gi, (prefix) => `${prefix}\u200b`);
}
