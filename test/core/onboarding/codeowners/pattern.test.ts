// Patterns of CODEOWNERS match the same files once they are in minimatch's dialect.

import fc from "fast-check";
import ignore from "ignore";
import { minimatch } from "minimatch";
import { describe, expect, test } from "vitest";
import { readPattern } from "../../../../src/core/config/pattern.ts";
import { minimatchPatternsOf } from "../../../../src/core/onboarding/codeowners/pattern.ts";

describe("a pattern becomes", () => {
  test.each([
    ["*", ["**"]],
    ["**", ["**"]],
    ["/**", ["**"]],
    ["*.md", ["**/*.md", "**/*.md/**"]],
    ["prompts", ["**/prompts", "**/prompts/**"]],
    ["prompts/", ["**/prompts/**"]],
    ["/prompts/", ["prompts/**"]],
    ["/prompts", ["prompts", "prompts/**"]],
    ["docs/*", ["docs/*"]],
    ["/*", ["*"]],
    ["prompts/**", ["prompts/**"]],
    ["prompts/**/", ["prompts/**"]],
    ["prompts/**/*.txt", ["prompts/**/*.txt", "prompts/**/*.txt/**"]],
    ["**/logs", ["**/logs", "**/logs/**"]],
    ["a**b", ["**/a*b", "**/a*b/**"]],
    ["my\\ prompts/a.md", ["my prompts/a.md", "my prompts/a.md/**"]],
    ["/a\\*b", ["a[*]b", "a[*]b/**"]],
    ["/(group)/a", ["[(]group)/a", "[(]group)/a/**"]],
    ["/{{ name }}/", ["{{ name }}/**"]],
    ["/#a/", ["[#]a/**"]],
    ["/", []],
    ["a//b", []],
    ["./a", []],
    ["../a", []],
  ])("%s: %j", (pattern, expected) => {
    expect(minimatchPatternsOf(pattern)).toEqual(expected);
  });
});

test.each(["{a,b}.md", "{1..3}", "/!a", "a\\\\b", "a\\"])("%s cannot be written in the config", (pattern) => {
  expect(minimatchPatternsOf(pattern)).toBeUndefined();
});

describe("from GitHub's documentation", () => {
  test.each<[string, string, boolean]>([
    ["*", "src/app.ts", true],
    ["*.js", "a.js", true],
    ["*.js", "src/deep/a.js", true],
    ["/build/logs/", "build/logs/x/y.txt", true],
    ["/build/logs/", "app/build/logs/x.txt", false],
    ["docs/*", "docs/getting-started.md", true],
    ["docs/*", "docs/build-app/troubleshooting.md", false],
    ["docs/*", "src/docs/a.md", false],
    ["apps/", "apps/a", true],
    ["apps/", "src/apps/x/a", true],
    ["apps/", "apps", false],
    ["/docs/", "docs/a/b.md", true],
    ["/docs/", "src/docs/a.md", false],
    ["/apps/github", "apps/github", true],
    ["/apps/github", "apps/github/x.ts", true],
    ["**/logs", "build/logs/a.txt", true],
    ["**/logs", "deeply/nested/logs/a.txt", true],
    ["**/logs", "logs", true],
    ["/foo/*/baz", "foo/bar/baz/qux", true],
    ["/f*/", "foo", false],
    ["foo/*.txt", "foo/bar/baz.txt", false],
    ["f\\?o", "foo", false],
    ["f\\?o", "f?o", true],
  ])("%s and %s: %s", (pattern, path, expected) => {
    expect(isMatch(pattern, path)).toBe(expected);
  });
});

const part = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          "a",
          "b",
          "ab",
          ".a",
          "é",
          ".md",
          "x y",
          "+",
          "@",
          "-",
          "(",
          ")",
          "|",
          "$",
          "^",
        ),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom("*", "?", "**", "\\*", "\\?", "\\a", "\\[", "\\]", "{", "}", "#", "!"),
      },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((pieces) => pieces.join("").replace(/\*{3,}/g, "**"));
const pattern = fc
  .tuple(
    fc.constantFrom("", "", "/"),
    fc.array(fc.oneof(part, fc.constant("**")), { minLength: 1, maxLength: 4 }),
    fc.constantFrom("", "", "/"),
  )
  .map(([start, parts, end]) => `${start}${parts.join("/")}${end}`)
  // Where gitignore and CODEOWNERS part ways, or the file's parser refuses the line.
  .filter((text) => !/^!|^\\#|^#|\*\*\/?$|\/\*$/.test(text));
const path = fc
  .array(
    fc.oneof(
      fc.constantFrom("a", "b", "ab", "aab", ".a", "é", "a.md", "x y", "a*", "a?", "[", "{", "#", "!a", "(a"),
      fc.string({ minLength: 1, maxLength: 2 }),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => parts.join("/"))
  .filter((text) => !/^\/|\/\/|\/$|(?:^|\/)\.\.?(?:\/|$)|[\\\u0000-\u001f\u007f]/.test(text));

test("any pattern matches the files that gitignore's rules take", () => {
  fc.assert(
    fc.property(pattern, fc.array(path, { minLength: 1, maxLength: 10 }), (text, paths) => {
      expectGitignore(text, paths);
    }),
    { numRuns: 2_000 },
  );
});

test("any pattern matches the files most like it that gitignore's rules take", () => {
  fc.assert(
    fc.property(pattern, fc.func(fc.constantFrom("a", "ab", "b/a", "")), (text, fill) => {
      const plain = text.replace(/\\(.)|\*+|\?/gs, (found, escaped?: string) => escaped ?? fill(found));
      const filled = plain
        .split("/")
        .filter((one) => one !== "" && one !== "." && one !== "..")
        .join("/");
      if (filled !== "" && !/[\\]/.test(filled))
        expectGitignore(text, [filled, `${filled}/x`, `y/${filled}`, `${filled}z`]);
    }),
    { numRuns: 2_000 },
  );
});

test("a last part of * takes in files, but no folders", () => {
  const folders = fc.array(
    part.filter((text) => !/[*!#{}]|\\$/.test(text)),
    { minLength: 1, maxLength: 3 },
  );
  fc.assert(
    fc.property(folders, path, (parts, below) => {
      const text = `/${parts.join("/")}/*`;
      const folder = parts.join("/").replace(/\\(.)|\?/g, (_, escaped?: string) => escaped ?? "q");
      if (/(?:^|\/)\.\.?(?:\/|$)/.test(folder)) return;
      expect(isMatch(text, `${folder}/${below}`)).toBe(!below.includes("/"));
    }),
  );
});

function expectGitignore(text: string, paths: readonly string[]): void {
  const patterns = minimatchPatternsOf(text);
  if (!patterns) return;
  for (const one of patterns) expect(readPattern(one).kind).toBe("value");
  const rules = ignore({ ignoreCase: false }).add({ pattern: text });
  for (const file of paths) {
    expect({ text, file, is: isMatch(text, file) }).toEqual({ text, file, is: rules.ignores(file) });
  }
}

function isMatch(text: string, file: string): boolean {
  return (minimatchPatternsOf(text) ?? []).some((one) => minimatch(file, one, { dot: true }));
}
