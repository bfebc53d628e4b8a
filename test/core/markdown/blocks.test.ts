// Markdown of any kind is read in bounded time: what would keep the parser busy for minutes is read as plain words.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTangled, readBlocks } from "../../../src/core/markdown/blocks.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";

function kindsOf(text: string): string[] {
  return readBlocks(text).blocks.map(({ type }) => type);
}

describe("what people write is parsed as it stands", () => {
  const written = [
    "# Title",
    "",
    "Some *words* and `code`.",
    "",
    "- one",
    "- two",
    "",
    "> quote",
    "",
    "```",
    "# no heading",
    "```",
  ];
  test("with all its blocks", () => {
    expect(isTangled(written.join("\n"))).toBe(false);
    expect(kindsOf(written.join("\r\n"))).toEqual(["heading", "paragraph", "list", "blockquote", "code"]);
  });

  test("a long changelog is not tangled", () => {
    const changelog = Array.from(
      { length: 400 },
      (_, n) => `- [#${n}](https://example.test/${n}) changed **it**`,
    );
    expect(isTangled(changelog.join("\n"))).toBe(false);
  });
});

describe("a tangled text keeps its headings and words", () => {
  const knot = "*a".repeat(5_000);
  test("and loses all else", () => {
    const { text } = readBlocks(
      `${knot}\n## Why\nBecause of <b>this</b> [link](x).\n<!-- hidden\n# no -->\n### More\nwords`,
    );
    expect(text.slice(text.indexOf("## Why"))).toBe(
      "## Why\n\nBecause of this link (x).\n\n### More\n\nwords",
    );
  });

  test("a comment that is never closed hides the rest, as on GitHub", () => {
    expect(readBlocks(`${knot}\nshown\n<!-- hidden\n## Why`).text).not.toContain("Why");
  });

  test("nothing in it can become a heading that was none", () => {
    expect(kindsOf(`${knot}\n> # quoted\n1. # numbered\n- - # listed\nunderlined\n---\n`)).toEqual([
      "paragraph",
    ]);
  });
});

test.each(HOSTILE_TEXTS)("%s are parsed or untangled", (_what, text) => {
  const { blocks } = readBlocks(text);
  expect(blocks.length).toBeLessThan(5_000);
});

test("any text is read without an error", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "\n",
      "# ",
      "> ",
      "- ",
      "1. ",
      "```\n",
      "<!--",
      "-->",
      "*",
      "_",
      "[",
      "](",
      "`",
      "\t",
      "    ",
      "<",
      ">",
    ),
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => void readBlocks(pieces.join(""))));
});
