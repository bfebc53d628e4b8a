// Which patterns an entry may have.

import fc from "fast-check";
import { Minimatch } from "minimatch";
import { describe, expect, test } from "vitest";
import { countAlternatives, exactPathOf, readPattern } from "../../../src/core/config/pattern.ts";

test.each([
  "prompts/support/triage.prompt.yml",
  "**",
  "*.md",
  "prompts/**/*.{md,txt}",
  "prompts/[a-c]*/@(x|y).md",
  "my prompts/grüße (1).md",
  ".github/prompts/*.prompt.md",
])("%s is a sound pattern", (pattern) => {
  expect(readPattern(pattern)).toEqual({ kind: "value", value: pattern });
});

describe("refused, with the mend", () => {
  test.each([
    ["", "Write the file or the pattern that the entry is about."],
    ["/prompts/a.md", 'Write "prompts/a.md".'],
    ["./prompts//a.md", 'Write "prompts/a.md".'],
    ["a/./b.md", 'Write "a/b.md".'],
    ["prompts/", 'For every file under it write "prompts/**".'],
    ["/", 'Write "**".'],
    ["../a.md", "Write it from the repository's root."],
    ["C:/prompts/*.md", "Write it from the repository's root, such as prompts/**/*.prompt.yml."],
    ["prompts\\a.md", 'Separate folders with "/", and write a literal * as [*], a literal [ as [[].'],
    [
      "!prompts/a.md",
      "Say what the entry is about; for an exception, add a later entry, because the last match wins.",
    ],
    ["#prompts/a.md", 'Write "[#]prompts/a.md".'],
    ["a\nb", "Write the pattern on one line."],
    ["a".repeat(1_001), "Split it into several entries, or write a simpler pattern."],
    ["**/a/".repeat(11).concat("b"), "Split it into several entries, or write a simpler pattern."],
    ["{a,b}".repeat(10), "Split it into several entries, or write a simpler pattern."],
    ["{1..1001}", "Split it into several entries, or write a simpler pattern."],
    ["+(a|+(b|c))", "Split it into several entries, or write a simpler pattern."],
    ["?(a)".repeat(51), "Split it into several entries, or write a simpler pattern."],
  ])("%j", (pattern, fix) => {
    expect(readPattern(pattern)).toMatchObject({ kind: "problem", fix });
  });
});

test.each([
  ["prompts/a.md", "prompts/a.md"],
  ["a (1).md", "a (1).md"],
  ["[[]id].md", "[id].md"],
  ["{a}.md", "{a}.md"],
  ["*.md", undefined],
  ["**", undefined],
  ["[id].md", undefined],
  ["{a,b}.md", undefined],
  ["@(a).md", undefined],
])("%s names one file: %s", (pattern, path) => {
  expect(exactPathOf(pattern)).toBe(path);
});

test("{a,b}/{1..3} stands for six patterns", () => {
  expect(countAlternatives("{a,b}/{1..3}")).toBe(6);
});

test("any pattern that is accepted compiles, matches soon, and is one file only if it matches that file", () => {
  const piece = fc.constantFrom(
    "a",
    "aa",
    "*",
    "**",
    "?",
    "/",
    ".",
    "[",
    "]",
    "[!a]",
    "{",
    "}",
    ",",
    "(",
    ")",
    "|",
    "+(",
    "!(",
    "{1..30}",
    "#",
    "é",
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join("")),
      (pattern) => {
        if (readPattern(pattern).kind === "problem") return;
        const compiled = new Minimatch(pattern, { dot: true });
        compiled.match(`${"a/".repeat(60)}${"a".repeat(200)}`);
        const exact = exactPathOf(pattern);
        if (exact !== undefined) expect(compiled.match(exact)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
