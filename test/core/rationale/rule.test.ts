// What the author of a pull request is told about a rationale that is missing, empty or too thin.

import { describe, expect, test } from "vitest";
import { rationaleFindings } from "../../../src/core/rationale/rule.ts";
import { aPullRequest, CONFIG, RATIONALE } from "../../builders/a-pull-request.ts";
import { saidOf } from "../review/verdict.ts";

const POLICY = { sections: ["Why", "Risk"], minWords: 3, exemptAuthors: [] };

function told(body: string, policy = POLICY): string[] {
  return rationaleFindings(body, policy).map(({ message, fix }) => `${message} ${fix}`);
}

test("nothing where every section says enough", () => {
  expect(told("## Why\none two three\n## Risk\none two three")).toEqual([]);
});

test("what to write where a section is missing, empty or thin", () => {
  expect(told("")).toEqual([
    'The description has no section "Why". Add a heading "## Why" and under it, in at least 3 words, the problem or request behind the change, with a link if there is one.',
    'The description has no section "Risk". Add a heading "## Risk" and under it, in at least 3 words, what a reviewer should know about "Risk".',
  ]);
  expect(told("## Why\n<!-- Why? -->\n## Risk\none two")).toEqual([
    'The section "Why" of the description has no text of its own; it needs at least 3 words. Write under it the problem or request behind the change, with a link if there is one; comments and placeholders such as "TBD" do not count.',
    'The section "Risk" of the description has 2 words; it needs at least 3 words. Write under it what a reviewer should know about "Risk"; comments and placeholders such as "TBD" do not count.',
  ]);
  expect(told("## Why\none\n## Risk\n", { ...POLICY, minWords: 1 })[0]).toContain(
    "it needs at least 1 word.",
  );
});

test("nothing where the policy asks for no sections", () => {
  expect(told("", { ...POLICY, sections: [] })).toEqual([]);
});

describe("in a pull request", () => {
  const rationale = `rationale:\n  exempt_authors: ["dependabot[bot]", "@frank"]\n`;
  const by = (author: string) =>
    aPullRequest()
      .by(author)
      .describedAs("")
      .withConfig(CONFIG + rationale)
      .pushing("c1", { "prompts/triage.txt": "x" })
      .approvedBy("alice");

  test("exempt authors need none, and the check says so", () => {
    for (const author of ["dependabot[bot]", "frank"]) {
      expect(saidOf(by(author).judged())).toEqual([
        `notice rationale: @${author} is exempt from giving a rationale.`,
      ]);
      expect(by(author).judged().conclusion).toBe("success");
    }
  });

  test("others do, whoever committed", () => {
    expect(by("erin").judged().conclusion).toBe("failure");
    expect(by("dependabot").judged().conclusion).toBe("failure");
  });

  test("a missing rationale and a missing approval are both told at once", () => {
    const { conclusion, waitingFor } = aPullRequest()
      .describedAs("")
      .pushing("c1", { "prompts/triage.txt": "x" })
      .judged();
    expect({ conclusion, waitingFor: waitingFor.length }).toEqual({ conclusion: "failure", waitingFor: 1 });
    expect(
      aPullRequest().describedAs(RATIONALE).pushing("c1", { "prompts/triage.txt": "x" }).judged().conclusion,
    ).toBe("action_required");
  });
});
