// Sections of a description: which headings count, what text under them does, and what is only left over from a template.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countWords, headingKey, readSections } from "../../../src/core/rationale/sections.ts";
import { HOSTILE_TEXTS } from "../markdown/hostile-texts.ts";

function wordsUnder(body: string, ...wanted: string[]): Record<string, number> {
  const names = wanted.length > 0 ? wanted : ["Why"];
  return Object.fromEntries([...readSections(body, names)].map(([name, { words }]) => [name, words]));
}

describe("a heading counts", () => {
  test.each([
    ["at level 1", "# Why\none two"],
    ["at level 6", "###### Why\none two"],
    ["underlined", "Why\n===\none two"],
    ["underlined with dashes", "Why\n---\none two"],
    ["in other case", "## WHY\none two"],
    ["with a question mark", "## Why?\none two"],
    ["with a colon", "## Why:\none two"],
    ["with a number", "## 1. Why\none two"],
    ["closed with signs", "## Why ##\none two"],
    ["in bold", "## **Why**\none two"],
    ["with spaces around", "##   Why  \none two"],
    ["in full-width letters", "## Ｗｈｙ\none two"],
    ["after Windows line ends", "Hello\r\n\r\n## Why\r\none two\r\n"],
    ["after old Mac line ends", "Hello\r\r## Why\rone two"],
  ])("%s", (_how, body) => {
    expect(wordsUnder(body)).toEqual({ Why: 2 });
  });

  test.each([
    ["in a code block", "```\n## Why\none two\n```"],
    ["in a quote", "> ## Why\n> one two"],
    ["in a list", "- ## Why\n  one two"],
    ["in a comment", "<!--\n## Why\none two\n-->"],
    ["as HTML", "<h2>Why</h2>\none two"],
    ["with other words", "## Why not\none two"],
    ["without a space", "##Why\none two"],
    ["as bold text alone", "**Why**\none two"],
  ])("not %s", (_how, body) => {
    expect(wordsUnder(body)).toEqual({});
  });
});

describe("under a heading count", () => {
  test.each([
    ["words", "one two three", 3],
    ["words of several paragraphs", "one\n\ntwo\n\nthree", 3],
    ["words of lists and quotes", "- one\n- two\n\n> three", 3],
    ["words under a deeper heading", "### Details\none two", 2],
    ["words in emphasis", "*one* **two** ~~three~~", 3],
    ["code", "`one` two\n\n```\nthree\n```", 3],
    ["a link as its text", "[one two](https://example.test/a-b-c)", 2],
    ["an address as one word", "see https://example.test/a/b?c=d#e there", 3],
    ["words without spaces between them", "プロンプトを直す", 3],
    ["words with placeholders among them", "TBD one two", 2],
    ["numbers", "42 of 50", 3],
  ])("%s", (_what, text, words) => {
    expect(wordsUnder(`## Why\n${text}`)).toEqual({ Why: words });
  });

  test.each([
    ["nothing", ""],
    ["comments", "<!-- Why do we need this change at all? -->"],
    ["comments over several paragraphs", "<!--\nWhy do we\n\nneed this?\n-->"],
    ["comments within a line", "<!-- one --> <!-- two -->"],
    ["tags", "<br><details></details>"],
    ["images", "![one two three](a.png)"],
    ["TBD", "TBD"],
    ["TBD in other spellings", "tbd. *TBD*, **TBA**!"],
    ["TODO", "- [ ] TODO"],
    ["n/a", "n/a, N / A, N.A."],
    ["xxx", "xxx XXXX"],
    ["that it is still to be written", "To be done. To be defined. Fill me in. Lorem ipsum."],
    ["signs", "- . , … — ✅ 🎉"],
    ["rules", "---\n\n***"],
  ])("not %s", (_what, text) => {
    expect(wordsUnder(`## Why\n${text}\n`)).toEqual({ Why: 0 });
  });
});

describe("a section ends", () => {
  test.each([
    ["at a heading of its level", "## Why\none\n## Notes\ntwo three"],
    ["at a heading above", "## Why\none\n# Notes\ntwo three"],
    ["at another wanted heading, of any level", "# Why\none\n#### Evaluation\ntwo three"],
    ["at the end", "## Why\none"],
  ])("%s", (_where, body) => {
    expect(wordsUnder(body, "Why", "Evaluation").Why).toBe(1);
  });

  test("of two with the same heading the fuller one counts", () => {
    expect(wordsUnder("## Why\none\n\n## Why\none two\n\n## Why\n")).toEqual({ Why: 2 });
  });
});

test("names of sections match by what they say, not how they are written", () => {
  expect(headingKey("2.  Rollback   PLAN?! ")).toBe(headingKey("Rollback plan"));
  expect(headingKey("")).toBe("");
});

test.each(HOSTILE_TEXTS)("%s do no harm", (_what, text) => {
  expect(wordsUnder(`## Why\none two\n\n## Notes\n${text}`)).toEqual({ Why: 2 });
});

describe("any description", () => {
  test("is read without an error, and gives no section that is not wanted", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 500 }),
        fc.array(fc.string({ maxLength: 20 })),
        (body, wanted) => {
          for (const [name, { words }] of readSections(body, wanted)) {
            expect(wanted).toContain(name);
            expect(words).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  test("that has the section has it, whatever sections stand around it", () => {
    const other = fc.constantFrom(
      "## Notes\nmore words",
      "# Title",
      "text",
      "- a\n- b",
      "```\n# x\n```",
      "<!-- c -->",
      "> q",
      "",
    );
    fc.assert(
      fc.property(
        fc.array(other),
        fc.array(other),
        fc.integer({ min: 1, max: 6 }),
        (before, after, level) => {
          const body = [...before, `${"#".repeat(level)} Why`, "one two three", "# End", ...after].join(
            "\n\n",
          );
          expect(wordsUnder(body)).toEqual({ Why: 3 });
        },
      ),
    );
  });

  test("has at most as many words as letters", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => countWords(text) <= text.length));
  });
});
