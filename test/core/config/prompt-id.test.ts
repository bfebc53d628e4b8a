// The stable name of a prompt, made from its path or written by hand.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  defaultPromptId,
  findRefClash,
  promptIdOf,
  readPromptId,
} from "../../../src/core/config/prompt-id.ts";
import type { PromptId } from "../../../src/core/identity.ts";

describe("the id made from a path", () => {
  test.each([
    ["prompts/support/triage.prompt.yml", "support/triage"],
    ["prompts/support/triage.prompt.yaml", "support/triage"],
    ["prompts/support/triage.prompt.md", "support/triage"],
    ["prompts/triage.prompty", "triage"],
    ["prompts/triage.prompt", "triage"],
    ["templates/mail.txt", "templates/mail"],
    ["templates/mail.j2", "templates/mail"],
    ["README.md", "README"],
    ["skills/pdf/SKILL.md", "skills/pdf"],
    ["prompts/pdf/SKILL.md", "pdf"],
    ["SKILL.md", "SKILL"],
    ["prompts/notes.json", "notes.json"],
    ["team/prompts/a.md", "team/prompts/a"],
    [".github/prompts/review.prompt.md", "github/prompts/review"],
    ["prompts/.md", "md"],
    ["prompts/my prompt.md", "my%20prompt"],
    ["prompts/100%.md", "100%25"],
    ["prompts/grüße/日本語.md", "grüße/日本語"],
    ["prompts/a..b.md", "a%2E%2Eb"],
    ["prompts/x.lock", "x%2Elock"],
    ["prompts/x..md", "x%2E"],
    ["prompts/.../x.md", "%2E%2E%2E/x"],
    ["prompts/[id]?.md", "%5Bid%5D%3F"],
    ["prompts/\ud800.md", "%EF%BF%BD"],
  ])("%s is %s", (path, id) => {
    expect(defaultPromptId(path)).toBe(id);
    expect(readPromptId(id)).toEqual({ kind: "value", value: id });
  });

  test("any path gives an id that could also be written by hand", () => {
    const paths = fc
      .array(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 8 }),
          fc.constantFrom(".", "..", "a.lock", ".md", "@{", "x."),
        ),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((parts) => parts.join("/"));
    fc.assert(
      fc.property(paths, (path) => {
        const id = defaultPromptId(path);
        if (id.length <= 200) expect(readPromptId(id)).toEqual({ kind: "value", value: id });
      }),
      { numRuns: 500 },
    );
  });

  test("the entry's own id goes first", () => {
    expect(promptIdOf({ id: "triage" as PromptId }, "prompts/other.md")).toBe("triage");
    expect(promptIdOf({}, "prompts/other.md")).toBe("other");
  });
});

describe("an id written by hand", () => {
  test.each(["a", "support/triage", "v2", "a_b-c.d", "日本/ä", "my%20prompt", "9"])("%s is sound", (id) => {
    expect(readPromptId(id)).toEqual({ kind: "value", value: id });
  });

  const forbidden = [
    "a b",
    "a~b",
    "a^b",
    "a:b",
    "a?b",
    "a*b",
    "a[b",
    "a\\b",
    "a\u0000b",
    "a\tb",
    "@{",
    "a%2",
    "😀",
  ];
  const unsound = ["", "/a", "a/", "a//b", "a..b", ".a", "a/.b", "a.", "a./b", "a.lock", "a.lock/b", ".."];
  test.each([...forbidden, ...unsound, "x".repeat(201)])("%j is refused", (id) => {
    expect(readPromptId(id)).toMatchObject({ kind: "problem" });
  });
});

test.each([
  ["a/v1.0.0", "a"],
  ["a/v1.0.0/b", "a"],
  ["a/env", "a"],
  ["a/env/production", "a"],
  ["a/v2", undefined],
  ["a/b", undefined],
  ["b/env", undefined],
])("%s beside the id a clashes with %s", (id, other) => {
  expect(findRefClash(id as PromptId, new Set(["a" as PromptId]))).toBe(other);
});
