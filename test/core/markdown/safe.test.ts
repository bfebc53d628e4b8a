// Text from outside, put into Markdown so that it shows as it is.

import fc from "fast-check";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, test } from "vitest";
import { cell, code, fitted, prose } from "../../../src/core/markdown/safe.ts";

function typesIn(node: Nodes): string[] {
  return [node.type, ...("children" in node ? node.children.flatMap(typesIn) : [])];
}

describe("code", () => {
  test.each([
    ["a", "`a`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["@alice", "`@alice`"],
    ["two\nlines", "`two lines`"],
    ["", ""],
  ])("%j", (text, span) => {
    expect(code(text)).toBe(span);
  });

  test("is one code span, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
        (text) => {
          const [, ...types] = typesIn(fromMarkdown(`x ${code(text)} y`));
          expect(types).toEqual(["paragraph", "text", "inlineCode", "text"]);
        },
      ),
    );
  });
});

test("a cell ends at no bar and no line end", () => {
  expect(cell("a|b\nc")).toBe("a\\|b c");
});

describe("prose", () => {
  test.each([
    ["Plain words.", "Plain words."],
    ["Write `a_b: *` here", "Write `a_b: *` here"],
    ["a_b", "a\\_b"],
    ["<!-- hidden", "\\<!-- hidden"],
    ["[x](http://y)", "\\[x\\](http://y)"],
    ["lonely ` tick", "lonely \\` tick"],
    ["two\nlines", "two lines"],
    ["```<b>`", "\\`\\`\\`\\<b\\>\\`"],
    ["``a`b`` <i>", "``a`b`` \\<i\\>"],
  ])("%j", (sentence, markdown) => {
    expect(prose(sentence)).toBe(markdown);
  });

  test("holds words and code alone, whatever it quotes", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom("<!--", "`", "``", "](", "[", "*", "_", "<b>", "![", "\\", "\n"),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const types = new Set(typesIn(fromMarkdown(`x ${prose(pieces.join(""))}`)));
        for (const type of types)
          expect(["root", "paragraph", "text", "inlineCode", "break"]).toContain(type);
      }),
    );
  });
});

test("what does not fit is cut at a line's end, and that is said", () => {
  const long = "line\n".repeat(100);
  expect(fitted(long, 1000)).toBe(long);
  expect(fitted(long, 100)).toMatch(/^(line\n)*line\n\n_The rest did not fit here\._$/);
  expect(fitted(long, 100).length).toBeLessThanOrEqual(100);
});
