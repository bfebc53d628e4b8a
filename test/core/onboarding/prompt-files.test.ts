// Which files look like prompts, and into which entries they are grouped.

import fc from "fast-check";
import { minimatch } from "minimatch";
import { describe, expect, test } from "vitest";
import { readPattern } from "../../../src/core/config/pattern.ts";
import { groupPrompts } from "../../../src/core/onboarding/group-files.ts";
import { literalPattern } from "../../../src/core/onboarding/literal-pattern.ts";
import { endingOf, kindOfFile } from "../../../src/core/onboarding/prompt-files.ts";

test.each([
  ["triage.prompt.yml", "prompt"],
  ["src/triage.prompt.yaml", "prompt"],
  ["chat.prompty", "prompt"],
  ["greeting.prompt", "prompt"],
  [".github/prompts/review.prompt.md", "prompt"],
  [".claude/skills/pdf/SKILL.md", "prompt"],
  ["prompts/faq.md", "prompt"],
  ["src/Prompts/deep/system.txt", "prompt"],
  ["system-prompts/base.j2", "prompt"],
  ["prompts/few-shot.json", "prompt"],
  ["prompts/README.md", "beside"],
  ["README.md", "beside"],
  ["prompts/LICENSE", "beside"],
  ["prompts/render.py", "other"],
  ["prompts/logo.png", "other"],
  ["docs/guide.md", "other"],
  ["src/prompting/notes.md", "other"],
  ["prompts.md", "other"],
])("%s is: %s", (path, kind) => {
  expect(kindOfFile(path)).toBe(kind);
});

test.each([
  ["a/triage.prompt.yml", ".prompt.yml"],
  ["a/b.prompt.md", ".prompt.md"],
  ["a/b.prompty", ".prompty"],
  ["a/v1.2.txt", ".txt"],
  ["a/SKILL.md", "SKILL.md"],
])("%s ends with %s", (path, ending) => {
  expect(endingOf(path)).toBe(ending);
});

describe("entries for", () => {
  test.each<[string, string[], string[]]>([
    ["a folder of prompts", ["prompts/a.md", "prompts/b.txt"], ["prompts/*"]],
    [
      "each folder in it",
      ["prompts/a.md", "prompts/support/a.md", "prompts/support/deep/b.md", "prompts/sales/c.md"],
      ["prompts/*", "prompts/sales/**", "prompts/support/**"],
    ],
    ["what lies beside prompts", ["prompts/a.md", "prompts/README.md"], ["prompts/*"]],
    ["prompts among code", ["prompts/a.md", "prompts/b.j2", "prompts/load.py"], ["prompts/*.{j2,md}"]],
    ["code below prompts", ["prompts/sales/a.md", "prompts/sales/lib/load.py"], ["prompts/sales/**/*.md"]],
    ["a format's files elsewhere", ["src/chat/a.prompty", "src/chat/index.ts"], ["src/chat/*.prompty"]],
    ["a format's files alone", ["chat/a.prompty", "chat/b.prompty"], ["chat/*"]],
    ["files in the root", ["a.prompt.yml", "b.prompt.md"], ["*.{prompt.md,prompt.yml}"]],
    [
      "skills",
      [".claude/skills/pdf/SKILL.md", ".claude/skills/pdf/fill.py", ".claude/skills/csv/SKILL.md"],
      [".claude/skills/*/SKILL.md"],
    ],
    ["a skill in a folder of the root", ["pdf/SKILL.md"], ["*/SKILL.md"]],
    ["a skill that is the repository", ["SKILL.md"], ["SKILL.md"]],
    ["prompts in several places", ["a/prompts/x.md", "b/prompts/y.md"], ["a/prompts/*", "b/prompts/*"]],
    ["a folder with signs", ["[a]/prompts/x.md", "[a]/prompts/x.py"], ["[[]a]/prompts/*.md"]],
    ["no prompts", ["src/a.ts", "README.md"], []],
  ])("%s", (_, files, expected) => {
    expect(groupPrompts(files).map(({ pattern }) => pattern)).toEqual(expected);
  });
});

const name = fc.oneof(
  fc.constantFrom(
    "prompts",
    "sales",
    "src",
    "skills",
    "a.md",
    "b.prompt.yml",
    "SKILL.md",
    "x.ts",
    "README.md",
    "[x]",
    "{a,b}.md",
    "!a",
    "#b",
  ),
  fc.string({ minLength: 1, maxLength: 5, unit: "binary" }),
);
const path = fc
  .array(name, { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join("/"))
  .filter((text) => !/^\/|\/\/|\/$|\0|(?:^|\/)\.\.?(?:\/|$)/.test(text));

test("any file is matched by its own name as a pattern, which the config takes", () => {
  fc.assert(
    fc.property(path, (text) => {
      const pattern = literalPattern(text);
      if (/^[a-z]:\//i.test(text)) return;
      expect({ pattern, kind: readPattern(pattern).kind }).toEqual({ pattern, kind: "value" });
      expect({ text, is: minimatch(text, pattern, { dot: true }) }).toEqual({ text, is: true });
    }),
    { numRuns: 2_000 },
  );
});

test("of any files, each prompt is in one group, and each group's pattern takes in its prompts and no code", () => {
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 20 }), (files) => {
      const groups = groupPrompts(files);
      const prompts = files.filter((text) => kindOfFile(text) === "prompt");
      expect(groups.flatMap((group) => group.prompts).sort()).toEqual(prompts.sort());
      for (const { pattern, prompts: members } of groups) {
        const isIn = (text: string) => minimatch(text, pattern, { dot: true });
        expect({ pattern, missed: members.filter((text) => !isIn(text)) }).toEqual({ pattern, missed: [] });
        const code = files.filter(
          (text) => kindOfFile(text) === "other" && !/[{}\\!]|[^\x20-\x7e]/.test(text),
        );
        expect({ pattern, code: code.filter(isIn) }).toEqual({ pattern, code: [] });
      }
    }),
    { numRuns: 1_000 },
  );
});
