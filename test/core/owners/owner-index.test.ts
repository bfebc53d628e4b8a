// The index says exactly what a plain loop over minimatch says.

import fc from "fast-check";
import { Minimatch } from "minimatch";
import { describe, expect, test } from "vitest";
import { countAlternatives } from "../../../src/core/config/pattern.ts";
import type { PolicyEntry } from "../../../src/core/config/policy.ts";
import { buildOwnerIndex } from "../../../src/core/owners/owner-index.ts";

describe("the last entry that matches wins", () => {
  test.each([
    ["an exact path", ["prompts/a.md"], "prompts/a.md", "prompts/a.md"],
    ["a later pattern over an exact path", ["prompts/a.md", "prompts/*"], "prompts/a.md", "prompts/*"],
    ["a later exact path over a pattern", ["prompts/*", "prompts/a.md"], "prompts/a.md", "prompts/a.md"],
    ["a file no entry names", ["prompts/*.md"], "prompts/sub/a.md", undefined],
    ["any depth", ["prompts/**"], "prompts/x/y/z.md", "prompts/**"],
    ["a folder is not a file in it", ["prompts/**"], "prompts", undefined],
    ["hidden files", ["**"], ".github/prompts/.a.md", "**"],
    ["a name anywhere", ["**/SKILL.md"], "skills/pdf/SKILL.md", "**/SKILL.md"],
    ["an ending in one folder", ["*.md"], "a.md", "*.md"],
    ["an ending not in folders below", ["*.md"], "docs/a.md", undefined],
    ["braces", ["{a,b}/{c,d}.md"], "b/c.md", "{a,b}/{c,d}.md"],
    ["a number range", ["v{1..200}/a.md"], "v150/a.md", "v{1..200}/a.md"],
    ["a class of one", ["[[]id].md"], "[id].md", "[[]id].md"],
    ["an extended pattern", ["prompts/!(draft)*.md"], "prompts/final.md", "prompts/!(draft)*.md"],
    ["letters as they are", ["Prompts/a.md"], "prompts/a.md", undefined],
    ["accents", ["grüße/*.md"], "grüße/a.md", "grüße/*.md"],
    ["no entries", [], "a.md", undefined],
  ])("%s", (_, patterns, path, expected) => {
    expect(buildOwnerIndex(entriesOf(patterns)).match(path)?.pattern).toBe(expected);
  });
});

test("matchAll lists every matching entry once, in the policy's order", () => {
  const entries = entriesOf(["**", "{a,b}/*", "b/*", "a/x.md", "{a/x,a/*}.md"]);
  const index = buildOwnerIndex(entries);
  expect(index.matchAll("a/x.md")).toEqual([entries[0], entries[1], entries[3], entries[4]]);
  expect(index.matchAll("c")).toEqual([entries[0]]);
});

const literal = fc.constantFrom(
  "a",
  "b",
  "ab",
  ".a",
  "é",
  "x.md",
  ".md",
  "a b",
  "-",
  "_",
  "1",
  "[",
  "]",
  "+",
  "@",
  "!",
);
const wild = fc.constantFrom(
  "*",
  "**",
  "?",
  "[ab]",
  "[!a]",
  "[a]",
  "[[:alpha:]]",
  "+(a|b)",
  "!(a)",
  "@(a|b)",
  "?(a)",
  "*(",
);
const braces = fc.constantFrom(
  "{a,b}",
  "{a/b,}",
  "{1..3}",
  "{1..120}",
  "{",
  "}",
  ",",
  "{.,a}",
  "|",
  "(",
  ")",
  "{}",
  "..",
  ".",
  "#",
  "\\",
);
const slash = fc.constantFrom("/", "/", "/", "//", "/**/");
const pattern = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: literal },
      { weight: 3, arbitrary: slash },
      { weight: 3, arbitrary: wild },
      braces,
    ),
    {
      maxLength: 8,
    },
  )
  .map((pieces) => pieces.join(""))
  .filter((text) => countAlternatives(text) <= 300);
const name = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "ab",
    "aab",
    ".a",
    "é",
    "x.md",
    "ax.md",
    "a.md",
    "a b",
    "1",
    "120",
    "b-",
    "",
    ".",
    "..",
    "{a,b}",
  ),
  fc.string({ maxLength: 3 }),
);
const path = fc.array(name, { maxLength: 5 }).map((parts) => parts.join("/"));

test("any patterns and paths: equal to the plain loop over Minimatch", () => {
  fc.assert(
    fc.property(
      fc.array(pattern, { maxLength: 25 }),
      fc.array(path, { minLength: 1, maxLength: 12 }),
      (patterns, paths) => {
        expectLoop(patterns, paths);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("any patterns and the paths most like them: equal to the plain loop over Minimatch", () => {
  fc.assert(
    fc.property(
      fc.array(pattern, { maxLength: 25 }),
      fc.func(fc.constantFrom("a", "ab", "", "b/a")),
      (patterns, fill) => {
        const paths = patterns.flatMap((text) => {
          const filled = text.replace(/\*+|\?|\[.*?\]|\{.*?\}|[+!@*?]\(.*?\)/g, (found) => fill(found));
          return [filled, `${filled}/`, `/${filled}`, text];
        });
        expectLoop(patterns, paths);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("many patterns in one folder: equal to the plain loop over Minimatch", () => {
  const start = fc.constantFrom("p/", "p/q/", "");
  const ending = fc.constantFrom(
    "*.md",
    "a*.md",
    "*-a.md",
    "**/a.md",
    "**/x.txt",
    "**/b/**",
    "**/b/*.md",
    "?*",
    "b*",
  );
  const crowded = fc.tuple(start, ending).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(
      fc.array(crowded, { minLength: 5, maxLength: 40 }),
      fc.array(path, { minLength: 1 }),
      (patterns, paths) => {
        expectLoop(
          patterns,
          paths.flatMap((text) => [text, `p/${text}`, `p/q/${text}`, `p/q/b/${text}`]),
        );
      },
    ),
    { numRuns: 1_000 },
  );
});

function expectLoop(patterns: readonly string[], paths: readonly string[]): void {
  const entries = entriesOf(patterns);
  const compiled = entries.map((entry) => ({ entry, glob: new Minimatch(entry.pattern, { dot: true }) }));
  const index = buildOwnerIndex(entries);
  for (const text of paths) {
    const matching = compiled.filter(({ glob }) => glob.match(text)).map(({ entry }) => entry.pattern);
    expect({ text, matching: index.matchAll(text).map((entry) => entry.pattern) }).toEqual({
      text,
      matching,
    });
    expect({ text, last: index.match(text)?.pattern }).toEqual({ text, last: matching.at(-1) });
  }
}

function entriesOf(patterns: readonly string[]): PolicyEntry[] {
  return patterns.map((text, at) => ({
    pattern: text,
    line: at + 4,
    contributors: [],
    consumers: [],
    status: "production",
  }));
}
