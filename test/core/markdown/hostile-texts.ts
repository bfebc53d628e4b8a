// Texts as long as GitHub allows that make Markdown parsers slow, each one sign over and over.

const LENGTH = 65_000;

function repeated(part: string): string {
  return part.repeat(Math.floor(LENGTH / part.length));
}

/** Lines that grow, so many that they fill the length. */
function growing(line: (length: number) => string, lines = 350): string {
  return Array.from({ length: lines }, (_, length) => line(length)).join("\n");
}

const PARTS = {
  "open brackets": "[",
  "open images": "![",
  "emphasis never closed": "*a",
  "emphasis of two kinds": "*_",
  "words in emphasis": "_a_",
  "strong emphasis": "**",
  backticks: "`",
  "less-than signs": "<",
  "open tags": "<a ",
  comments: "<!--",
  "comments within a line": "a <!--",
  "instructions within a line": "a <?",
  "character data within a line": "a <![CDATA[",
  "quotes within each other": ">",
  "short quotes": ">a\n",
  "bullets within each other": "- ",
  "numbers within each other": "1. ",
  "numbers eight deep, line after line": `${"1. ".repeat(8)}a\n\n`,
  "bullets twenty deep, line after line": `${"- ".repeat(20)}a\n`,
  "character references": "&a",
  "links never closed": "[a](b",
  "links in angle brackets": "[a](<b",
  definitions: "[a]: b\n",
  "links in links": "[[a](b)](c)",
  "closing brackets": "](",
  "line ends": "\n",
  "short paragraphs": "a\n\n",
  "empty headings": "# \n",
  "underlined headings": "a\n-\n",
  "headings underlined twice": "a\n=\n",
  tabs: "\t",
  backslashes: "\\",
  fences: "~~~\n",
  "HTML blocks": "<div>\n",
  "open addresses": "<http://",
  "table cells": "|a",
  "list items": "* a\n",
  placeholders: "TBD ",
  "half placeholders": "to be ",
  "schemes of addresses": "a:",
  "slashes at the start of lines": "/a\n",
} as const;

export const HOSTILE_TEXTS: readonly (readonly [what: string, text: string])[] = [
  ...Object.entries(PARTS).map(([what, part]) => [what, repeated(part)] as const),
  ["backticks in growing runs", growing((length) => `a${"`".repeat(length)}`)],
  ["lists that go deeper line by line", growing((length) => `${" ".repeat(length)}- a`)],
  ["quotes that go deeper line by line", growing((length) => `${">".repeat(length % 90)} a`)],
  ["a heading of points", `# a${repeated(" .")}a`],
  ["emphasis around one letter", `${"*".repeat(LENGTH / 2)}a${"*".repeat(LENGTH / 2)}`],
];
