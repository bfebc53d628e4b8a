// The lines people read to see what changed.

import fc from "fast-check";
import { expect, test } from "vitest";
import { diffTexts } from "../../../../src/core/prompt/diff/text-diff.ts";

test("shows what changed with three lines around it", () => {
  const before = "one\ntwo\nthree\nfour\nfive\nsix\n";
  expect(diffTexts(before, before.replace("five", "5\nfive and a half"))).toEqual({
    lines: ["@@ line 2 → 2 @@", " two", " three", " four", "-five", "+5", "+five and a half", " six"],
    added: 2,
    removed: 1,
  });
});

test("the same texts show nothing", () => {
  expect(diffTexts("a", "a")).toEqual({ lines: [], added: 0, removed: 0 });
});

test("of a long paragraph it shows the place that changed", () => {
  const paragraph = "Always answer kindly. ".repeat(50);
  const { lines } = diffTexts(`${paragraph}Never swear.${paragraph}`, `${paragraph}Never lie.${paragraph}`);
  expect(lines.map((line) => line.slice(0, 90))).toMatchInlineSnapshot(`
    [
      "@@ line 1 → 1 @@",
      "-…r kindly. Always answer kindly. Always answer kindly. Never swear.Always answer kindly. ",
      "+…r kindly. Always answer kindly. Always answer kindly. Never lie.Always answer kindly. Al",
    ]
  `);
});

test.each([
  [
    "many lines, all changed",
    "a\n".repeat(100_000),
    "b\n".repeat(100_000),
    "The texts are too different to compare line by line: 100001 lines before, 100001 lines now.",
  ],
  ["too many lines to show", "", "b\n".repeat(1_000), "601 more lines are not shown."],
])("%s: says what is missing", (_, before, after, incomplete) => {
  expect(diffTexts(before, after).incomplete).toBe(incomplete);
});

test("any two texts give lines of bounded length that are sound Unicode", () => {
  const texts = fc.string({
    unit: fc.constantFrom("a", "\n", "😀", "\ud800", "\r", " ", "x".repeat(300)),
    maxLength: 40,
  });
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const { lines, added, removed } = diffTexts(before, after);
      for (const line of lines) {
        expect(line.length).toBeLessThanOrEqual(243);
        if (line.length > 240) expect(line.isWellFormed()).toBe(true);
      }
      expect(added + removed > 0).toBe(before !== after);
    }),
  );
});
