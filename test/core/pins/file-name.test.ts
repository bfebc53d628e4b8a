// Where the files of pinned prompts go: below the folder, on every system, and never two to one place.

import { win32 } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPromptId } from "../../../src/core/config/prompt-id.ts";
import { describeFinding } from "../../../src/core/finding.ts";
import type { PromptId } from "../../../src/core/identity.ts";
import { fileNameOf, findNameClashes } from "../../../src/core/pins/file-name.ts";
import { aPin } from "./a-lock.ts";

const named = (prompt: string, path: string) => fileNameOf(prompt as PromptId, path);

test.each([
  ["support/triage", "prompts/support/triage.prompt.yml", "support/triage.prompt.yml"],
  ["support/triage", "elsewhere/renamed.prompt.yaml", "support/triage.prompt.yaml"],
  ["faq", "prompts/faq.md", "faq.md"],
  ["faq", ".github/prompts/faq.prompt.md", "faq.prompt.md"],
  ["faq", "prompts/faq.v2.txt", "faq.txt"],
  ["mail", "prompts/mail.prompty", "mail.prompty"],
  ["mail", "prompts/mail", "mail"],
  ["mail", "prompts.d/mail", "mail"],
  ["skills/pdf", "skills/pdf/SKILL.md", "skills/pdf/SKILL.md"],
  ["größe/über", "prompts/x.txt", "größe/über.txt"],
  ["my%20prompt", "prompts/my prompt.txt", "my%20prompt.txt"],
  ["a", "../../etc/passwd", "a"],
  ["a", "prompts/a./../../x", "a"],
  ["a", "prompts/a.txt\n", "a"],
  ["aux", "prompts/aux.md", "%61ux.md"],
  ["mail/Con", "prompts/x", "mail/%43on"],
  ["com1.old/x", "x.txt", "%63om1.old/x.txt"],
  ["console", "x.txt", "console.txt"],
])("%s at %s is %s", (prompt, path, name) => {
  expect(named(prompt, path)).toBe(name);
});

test("it stays in the folder on every system, whatever the id and the path", () => {
  const part = fc.stringMatching(/^[\p{L}\p{N}_.%-]{1,8}$/u);
  const id = fc
    .array(fc.oneof(part, fc.constantFrom("con", "NUL", "lpt1.x", "..", "env")), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.join("/"))
    .filter((text) => readPromptId(text).kind === "value");
  fc.assert(
    fc.property(id, fc.oneof(fc.string(), part), (prompt, path) => {
      const name = named(prompt, path);
      const there = win32.resolve("C:\\prompts", name);
      expect(there.startsWith("C:\\prompts\\")).toBe(true);
      expect(there.split("\\").slice(2)).toEqual(name.split("/"));
      for (const one of name.split("/")) {
        expect(one).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[<>:"\\|?*\u0000-\u001f]|[ .]$/i);
      }
    }),
  );
});

describe("files in each other's way", () => {
  function clashesOf(...names: readonly (readonly [string, string])[]): string[] {
    const pins = names.map(([prompt, name], position) => ({
      pin: { ...aPin("1.0.0", { prompt: prompt as PromptId }), line: position + 3 },
      name,
    }));
    return [...findNameClashes(pins).values()].map(describeFinding);
  }

  test("are named with their mend", () => {
    expect(clashesOf(["a", "a.md"], ["a", "a.md"])).toMatchInlineSnapshot(`
      [
        "prompts.lock.yml:4 a of acme/prompts would go to a.md, where a of acme/prompts (line 3) is in the way. Pin one of the two in a lock file of its own, and resolve it to a folder of its own.",
      ]
    `);
  });

  test.each<[string, [string, string][], number]>([
    [
      "differ in nothing that counts",
      [
        ["A", "A.md"],
        ["a", "a.md"],
      ],
      1,
    ],
    [
      "differ in how an accent is composed",
      [
        ["e", "\u00e9"],
        ["f", "e\u0301"],
      ],
      1,
    ],
    [
      "a file where a folder is",
      [
        ["a/b", "a/b"],
        ["a", "a"],
      ],
      1,
    ],
    [
      "a folder where a file is",
      [
        ["a", "a"],
        ["a/b/c", "a/b/c"],
      ],
      1,
    ],
    [
      "side by side",
      [
        ["a", "a.md"],
        ["a/b", "a/b.md"],
        ["b", "b.md"],
      ],
      0,
    ],
    [
      "three of one name",
      [
        ["a", "a"],
        ["a", "a"],
        ["a", "a"],
      ],
      2,
    ],
  ])("%s", (_, names, count) => {
    expect(clashesOf(...names)).toHaveLength(count);
  });
});
