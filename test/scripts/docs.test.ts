import { expect, test } from "vitest";
import { judgeDocs } from "../../scripts/docs.ts";
import { describeFinding } from "../../src/core/finding.ts";

const FILES = ["LICENSE", "docs/a.md", "docs/deep/b.md"];

/** What is said of docs/a.md with this text, beside an index and another page. */
function said(text: string): string[] {
  const pages = new Map([
    ["docs/README.md", "[a](a.md)"],
    ["docs/a.md", text],
    ["docs/deep/b.md", "# The `config` file\n\n## Why?\n\n## Why?\n"],
  ]);
  return judgeDocs(pages, (path) => FILES.includes(path)).map(describeFinding);
}

test.each([
  "[a file](../LICENSE)",
  "[a page](deep/b.md)",
  "[a heading](deep/b.md#the-config-file) and [another](deep/b.md#why) and [its like](deep/b.md#why-1)",
  "# Here\n\n[a heading of this page](#here)",
  "[elsewhere](https://docs.example/x.md#y) or <mailto:nobody@docs.example>",
  "`[code](nowhere.md)` is no link",
])("%s leads somewhere", (text) => {
  expect(said(text)).toEqual([]);
});

test.each([
  ["[a](nowhere.md)", "docs/a.md:1 links to docs/nowhere.md, which does not exist. Correct the link."],
  ["\n\n![a](a.png)", "docs/a.md:3 links to docs/a.png, which does not exist. Correct the link."],
  ["[a]\n\n[a]: b.md", "docs/a.md:3 links to docs/b.md, which does not exist. Correct the link."],
  ["[a](#gone)", "docs/a.md:1 links to docs/a.md#gone, which has no such heading. Correct the link."],
  [
    "[a](deep/b.md#why-2)",
    "docs/a.md:1 links to docs/deep/b.md#why-2, which has no such heading. Correct the link.",
  ],
])("%j does not", (text, finding) => {
  expect(said(text)).toEqual([finding]);
});

test("a page that the index leaves out is named", () => {
  const pages = new Map([
    ["docs/README.md", "nothing yet"],
    ["docs/a.md", ""],
  ]);
  expect(judgeDocs(pages, () => true).map(describeFinding)).toEqual([
    "docs/a.md is not in the index of the docs. Add it to docs/README.md.",
  ]);
});
