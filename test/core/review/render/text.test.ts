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
    .pushing("c1", { "prompts/triage.txt": "", "prompts/faq.txt": "Answer.\n" })
    .judged();
  expect(renderText(evaluation, plain)).toMatchInlineSnapshot(`
    "support/triage  modified  @alice, backup @bob  prompts/triage.txt
    faq             modified  @carol, backup @dan  prompts/faq.txt

    error    prompts/triage.txt:1:1 The file is empty.
             Write the prompt, or remove the file.
    error    The description has no section "Why".
             Add a heading "## Why" and under it, in at least 5 words, the problem or request behind the change, with a link if there is one.
    error    The description has no section "Expected effect".
             Add a heading "## Expected effect" and under it, in at least 5 words, what will answer differently afterwards, and for whom.
    error    The description has no section "Evaluation".
             Add a heading "## Evaluation" and under it, in at least 5 words, what you ran to check it, and the result.
    error    The description has no section "Rollback plan".
             Add a heading "## Rollback plan" and under it, in at least 5 words, when to undo it, and who decides.
    notice   support/triage will need the approval of @alice.
    notice   faq will need the approval of @carol.

    faq  1.0.0  first release

    5 things to mend"
  `);
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
