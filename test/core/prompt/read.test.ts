// The one door to the formats: what is chosen by the path, and what is said of files that are none.

import { describe, expect, test } from "vitest";
import type { Sha } from "../../../src/core/identity.ts";
import { formatOf } from "../../../src/core/prompt/formats/index.ts";
import { readPrompt } from "../../../src/core/prompt/read.ts";
import { bytesOf, complaints, parse } from "./a-prompt.ts";

test.each([
  ["prompts/triage.prompt.yml", "github-models"],
  ["prompts/triage.prompt.yaml", "github-models"],
  ["prompts/triage.PROMPT.YML", "github-models"],
  ["prompts/triage.yml", "plain-text"],
  ["chat.prompty", "prompty"],
  ["greeting.prompt", "dotprompt"],
  ["greeting.formal.prompt", "dotprompt"],
  [".github/prompts/review.prompt.md", "copilot"],
  ["skills/pdf/SKILL.md", "agent-skill"],
  ["SKILL.md", "agent-skill"],
  ["skills/pdf/MY-SKILL.md", "plain-text"],
  ["a.prompt/notes.md", "plain-text"],
  ["a.j2", "plain-text"],
  ["a.txt", "plain-text"],
  ["prompts/system", "plain-text"],
])("%s is read as %s", (path, format) => expect(formatOf(path)).toBe(format));

describe("what is no file", () => {
  test.each([
    [{ kind: "missing" }, "There is no file at this path."],
    [{ kind: "symlink" }, "This is a symbolic link; what it points to is not reviewed with it."],
    [{ kind: "submodule" }, "This is a submodule, not a file."],
    [{ kind: "directory" }, "This is a folder, not a file."],
    [{ kind: "too-large", size: 3 * 1_048_576 }, "The file has 3.0 MiB; a prompt may have 1 MiB at most."],
  ] as const)("%o", (content, message) => {
    const { document, findings } = readPrompt("a.md", content);
    expect(document).toBeUndefined();
    expect(findings).toMatchObject([{ rule: "prompt-file", severity: "error", file: "a.md", message }]);
  });
});

test("a file is read, and its findings name it", () => {
  const content = {
    kind: "file",
    blob: "1".repeat(40) as Sha,
    bytes: bytesOf("---\nmode: ask\n---\nHi\n"),
  } as const;
  expect(readPrompt("x/a.prompt.md", content)).toMatchObject({
    document: { format: "copilot", extra: { mode: "ask" } },
    findings: [{ rule: "prompt-file", severity: "notice", file: "x/a.prompt.md", line: 2, column: 1 }],
  });
});

test.each([[""], ["\n \n\t"], ["\ufeff\n"]])("an empty file is an error in every format: %j", (text) => {
  for (const path of [
    "a.prompt.yml",
    "a.prompty",
    "a.prompt",
    "a.prompt.md",
    "a/SKILL.md",
    "a.md",
    "a.txt",
  ]) {
    expect(complaints(path, text)).toContain(
      "1:1 error The file is empty. Write the prompt, or remove the file.",
    );
    expect(parse(path, text).document).toBeUndefined();
  }
});

test("CRLF and a byte order mark change no document", () => {
  const text = "---\nname: x\ndescription: d\n---\nuser:\nHi {{name}}\n";
  const windows = parse("a.prompty", `\ufeff${text.replaceAll("\n", "\r\n")}`);
  expect(windows.document).toEqual(parse("a.prompty", text).document);
  expect(windows.findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    "prompt-encoding warning",
    "prompt-encoding notice",
  ]);
});

test("of more than 50 findings the gravest are shown, in the file's order, and the rest are counted", () => {
  const wrong = "- role: nobody\n  content: Hi\n".repeat(60);
  const { findings } = parse("a.prompt.yml", `modelParameter: {}\nmessages:\n${wrong}`);
  expect(findings).toHaveLength(51);
  expect(findings.slice(0, 50).every(({ severity }) => severity === "error")).toBe(true);
  expect(findings[0]?.line).toBe(3);
  expect(findings.at(-1)).toMatchObject({
    severity: "notice",
    message: "11 more problems were found in this file.",
  });
});
