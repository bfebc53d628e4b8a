// Text from outside cannot move the cursor, and columns stand under each other.

import fc from "fast-check";
import { expect, test } from "vitest";
import { aligned, visible } from "../../../src/core/text/lines.ts";

test.each([
  ["plain ünï 日本 🤖", "plain ünï 日本 🤖"],
  ["line\nend\r\ttab", "line\\nend\\r\\ttab"],
  ["\u001b[31mred\u0007", "\\u001b[31mred\\u0007"],
  ["\u202etxt.exe", "\\u202etxt.exe"],
  ["\u009b2J\u0085\u2028", "\\u009b2J\\u0085\\u2028"],
])("%j", (text, expected) => {
  expect(visible(text)).toBe(expected);
});

test("never more than one line, and nothing twice", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = visible(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      expect(visible(shown)).toBe(shown);
    }),
  );
});

test("columns", () => {
  expect(aligned([["a", "bb", "c"], ["aaa", "", "c"], ["a"]])).toEqual(["a    bb  c", "aaa      c", "a"]);
  expect(aligned([])).toEqual([]);
});

test("one very long cell pushes its own row alone", () => {
  const long = "x".repeat(100);
  expect(
    aligned([
      [long, "b"],
      ["a", "b"],
    ]),
  ).toEqual([`${long}  b`, `a${" ".repeat(61)}b`]);
});
