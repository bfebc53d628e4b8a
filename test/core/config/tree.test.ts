// What a policy says against the files that exist.

import { Minimatch } from "minimatch";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/core/config/parse.ts";
import type { Policy } from "../../../src/core/config/policy.ts";
import { findingsAgainstTree } from "../../../src/core/config/tree.ts";
import { describeFinding } from "../../../src/core/finding.ts";
import { aConfig } from "./a-config.ts";

const files = ["README.md", "prompts/a.md", "prompts/support/triage.prompt.yml", "prompts/[id].md"];

describe("entries", () => {
  test.each([
    ["all have effect", ["prompts/**", "prompts/a.md"], []],
    [
      "a misspelt folder",
      ["prompts/suport/triage.prompt.yml"],
      [
        'c:4 "prompts/suport/triage.prompt.yml" matches no file. Did you mean "prompts/support/triage.prompt.yml"?',
      ],
    ],
    [
      "a misspelt file",
      ["prompts/support/triag.prompt.yml"],
      [
        'c:4 "prompts/support/triag.prompt.yml" matches no file. Did you mean "prompts/support/triage.prompt.yml"?',
      ],
    ],
    [
      "nothing like it",
      ["zzz.txt"],
      ['c:4 "zzz.txt" matches no file. Correct the path, or remove the entry.'],
    ],
    [
      "a folder",
      ["prompts/support"],
      ['c:4 "prompts/support" matches no file. For every file in the folder write "prompts/support/**".'],
    ],
    [
      "a pattern without folders",
      ["*.yml"],
      [
        'c:4 "*.yml" matches no file. It looks in the root only: write "**/*.yml" for every folder, or remove the entry.',
      ],
    ],
    [
      "a pattern with folders",
      ["prompts/*.txt"],
      ['c:4 "prompts/*.txt" matches no file. Correct the pattern, or remove the entry.'],
    ],
    [
      "a name that reads as a pattern",
      ["prompts/[id].md"],
      ['c:4 "prompts/[id].md" matches no file. Write "prompts/[[]id].md" for the file of that very name.'],
    ],
    [
      "shadowed by a later one",
      ["prompts/a.md", "prompts/*", "prompts/**"],
      [
        'c:4 "prompts/a.md" never decides: later entries match all its files, the last in line 6. Move it below them, or remove it.',
        'c:5 "prompts/*" never decides: later entries match all its files, the last in line 6. Move it below them, or remove it.',
      ],
    ],
    [
      "the same path twice",
      ["x/*.md", "x/*.md"],
      [
        'c:4 "x/*.md" never decides: the entry in line 5 has the same path and comes later. Remove one of the two.',
        'c:5 "x/*.md" matches no file. Correct the pattern, or remove the entry.',
      ],
    ],
  ])("%s", (_, patterns, expected) => {
    expect(warnings(patterns, files)).toEqual(expected.map((text) => `warning ${text}`));
  });
});

describe("ids", () => {
  test.each([
    [
      "two files of one name",
      ["**"],
      ["a.md", "a.txt"],
      [
        'c:4 "a.md" and "a.txt" have the same id a. Add an entry for one of them with its exact path and an id.',
      ],
    ],
    [
      "a folder of environments",
      ["**"],
      ["a.md", "a/env/b.md"],
      [
        'c:4 The ids a and a/env/b of "a.md" and "a/env/b.md" cannot stand side by side: their tags in git would collide. Add an entry for one of them with its exact path and an id.',
      ],
    ],
    [
      "a very long path",
      ["**"],
      [`${"x".repeat(201)}.md`],
      [
        expect.stringContaining(
          "is longer than 200 characters. Add an entry with its exact path and a shorter id.",
        ),
      ],
    ],
    ["files without an entry", ["b/**"], ["a.md", "a.txt", "b/c.md"], []],
  ])("%s", (_, patterns, paths, expected) => {
    const said = warnings(patterns, paths).map((text) => text.replace("error ", ""));
    expect(said).toEqual(expected);
  });
});

test("10,000 stale entries beside 20,000 files are all told, the first of them with a guess", () => {
  const paths = Array.from({ length: 20_000 }, (_, at) => `prompts/all/${at}.md`);
  const stale = Array.from({ length: 10_000 }, (_, at) => `prompts/all/x${at}.md`);
  const policy = policyOf(stale);
  const findings = findingsAgainstTree(policy, paths, { match: () => undefined, matchAll: () => [] });
  expect(findings).toHaveLength(10_000);
  expect(findings[0]?.fix).toMatch(/^Did you mean /);
  expect(findings.at(-1)?.fix).toBe("Correct the path, or remove the entry.");
});

function warnings(patterns: string[], paths: readonly string[]): string[] {
  const policy = policyOf(patterns);
  return findingsAgainstTree(policy, paths, plainMatcher(policy)).map(
    (finding) => `${finding.severity} ${describeFinding({ ...finding, file: "c" })}`,
  );
}

function policyOf(patterns: string[]): Policy {
  const entries = patterns.map((pattern) => `path: "${pattern}", owner: "@alice", backup: "@bob"`);
  const parsed = parseConfig(aConfig(...entries));
  if (parsed.kind === "broken") throw new Error(JSON.stringify(parsed.findings));
  return parsed.policy;
}

function plainMatcher({ entries }: Policy) {
  const compiled = entries.map((entry) => ({ entry, glob: new Minimatch(entry.pattern, { dot: true }) }));
  const matchAll = (path: string) =>
    compiled.filter(({ glob }) => glob.match(path)).map(({ entry }) => entry);
  return { matchAll, match: (path: string) => matchAll(path).at(-1) };
}
