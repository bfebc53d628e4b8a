// The evaluation as a terminal shows it.

import { describe, expect, test } from "vitest";
import type { Finding } from "../../../../src/core/finding.ts";
import { type Paint, renderFinding, renderText } from "../../../../src/core/review/render/text.ts";
import { aPullRequest } from "../../../builders/a-pull-request.ts";

const plain: Paint = (_, text) => text;
const tagged: Paint = (style, text) => `<${style}>${text}</${style}>`;

test("what changed, what to mend, and one line that sums up", () => {
  const evaluation = aPullRequest()
    .inAClone({ hasBody: true })
    .describedAs("")
    .pushing("c1", { "prompts/support/triage.prompt.yml": "messages: []\n" })
    .judged();
  expect(renderText(evaluation, plain)).toMatchInlineSnapshot(`"No prompt changed"`);
});

describe("one finding", () => {
  const finding: Finding = {
    rule: "prompt-file",
    severity: "error",
    message: "It is empty.",
    fix: "Write it.",
  };
  test.each<[string, Partial<Finding>, string]>([
    ["without a place", {}, "error    It is empty.\n         Write it."],
    ["at a line", { file: "a.md", line: 3 }, "error    a.md:3 It is empty.\n         Write it."],
    [
      "at a column",
      { file: "a.md", line: 3, column: 7 },
      "error    a.md:3:7 It is empty.\n         Write it.",
    ],
    ["in a file", { file: "a.md" }, "error    a.md It is empty.\n         Write it."],
    ["that names its file", { file: "a.md", message: "a.md is empty.", fix: "" }, "error    a.md is empty."],
    [
      "that names its prompt",
      { file: "a.md", prompt: "a" as never, message: "a waits.", fix: "" },
      "error    a waits.",
    ],
    [
      "in a hostile file",
      { file: "a\n\u001b[2J.md", line: 1 },
      "error    a\\n\\u001b[2J.md:1 It is empty.\n         Write it.",
    ],
    ["a warning", { severity: "warning", fix: "" }, "warning  It is empty."],
    ["a notice", { severity: "notice", fix: "" }, "notice   It is empty."],
  ])("%s", (_, part, expected) => {
    expect(renderFinding({ ...finding, ...part }, plain)).toBe(expected);
  });

  test("in colour", () => {
    expect(renderFinding({ ...finding, file: "a.md", line: 3 }, tagged)).toBe(
      "<red>error  </red>  <bold>a.md:3</bold> It is empty.\n         Write it.",
    );
  });
});
