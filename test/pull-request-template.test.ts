import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rationaleFindings } from "../src/core/rationale/rule.ts";

const TEMPLATE = readFileSync(".github/PULL_REQUEST_TEMPLATE.md", "utf8");
const SECTIONS = ["Why", "Expected effect", "Evaluation", "Rollback plan"];
const POLICY = { sections: SECTIONS, minWords: 1, exemptAuthors: [] };

test("an unfilled template gives no rationale", () => {
  expect(rationaleFindings(TEMPLATE, POLICY).map(({ message }) => message)).toEqual(
    SECTIONS.map(
      (name) => `The section "${name}" of the description has no text of its own; it needs at least 1 word.`,
    ),
  );
});

test("a filled one does, whether the comments stay or go", () => {
  const filled = TEMPLATE.replace(/^<!--.*-->$/gm, "$&\n\nThe answers name the queue now.");
  expect(rationaleFindings(filled, { ...POLICY, minWords: 5 })).toEqual([]);
  expect(rationaleFindings(filled.replace(/^<!--.*-->$/gm, ""), { ...POLICY, minWords: 5 })).toEqual([]);
});
