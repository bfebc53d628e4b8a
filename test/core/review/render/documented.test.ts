// docs/review.md shows a page of the check as it really is, and knows every title there is.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const PAGE = readFileSync("docs/review.md", "utf8");

test("its example is the golden file", () => {
  const golden = readFileSync("test/core/review/render/golden/void-approval.txt", "utf8");
  const [headline = "", , ...summary] = golden.trimEnd().split("\n");
  const [, shown = ""] = /void-approval\.txt: start -->\n\n([\s\S]*?)\n\n<!-- end -->/.exec(PAGE) ?? [];
  expect(shown.split("\n").map((line) => line.replace(/^> ?/, ""))).toEqual(summary);
  expect(PAGE).toContain(`**${headline.replace(/^\w+: /, "")}**`);
});

test.each([
  "No prompt changed",
  "Too many changes to judge",
  "Draft",
  "No config on the base branch yet",
  "The config on the base branch is broken",
  "Could not be judged",
  "which has the same head",
])("it says what to do at: %s", (title) => {
  const golden = [
    "no-prompt",
    "too-many-files",
    "draft",
    "no-config",
    "config-broken",
    "not-judged",
    "held-back",
  ]
    .map((name) => readFileSync(`test/core/review/render/golden/${name}.txt`, "utf8").split("\n")[0])
    .join("\n");
  expect(golden).toContain(title);
  expect(PAGE.split("\n").filter((line) => line.startsWith("| ") && line.includes(title))).toHaveLength(1);
});
