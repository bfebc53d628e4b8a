// Labels and lines by which people ask for a version.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { login, type PromptId } from "../../../src/core/identity.ts";
import { concerns, readWishes, wishFindings } from "../../../src/core/release/wishes.ts";

const [alice, bob] = [login("alice"), login("bob")];

function wishesOf(body: string, labels: { name: string; by?: typeof bob }[] = []) {
  return readWishes({ labels, body, author: alice, isAdmin: (who) => who === bob });
}

describe("a line of the description", () => {
  test.each<[string, string, string | undefined]>([
    ["alone", "Version: major", "major"],
    ["within text", "## Why\nBecause.\nversion: Minor.\n", "minor"],
    ["in bold", "**Version:** patch", "patch"],
    ["in a list", "- Version: major", "major"],
    ["as a heading", "## Version: major", "major"],
    ["with a line break of HTML's kind", "Why  \nVersion: major", "major"],
    ["in a comment of the template", "<!-- Version: major -->", undefined],
    ["in a code block", "```\nVersion: major\n```", undefined],
    ["in a code span", "`Version: major`", undefined],
    ["quoted from somebody", "> Version: major", undefined],
    ["within a sentence", "The new Version: major rewrite", undefined],
    ["of something else", "Version: 2.0 of the model", undefined],
    ["misspelt", "Version: mayor", undefined],
    ["longer than any description", `${"a\n".repeat(40_000)}\nVersion: major`, undefined],
  ])("%s", (_, body, bump) => {
    expect(wishesOf(body).map((wish) => wish.bump)).toEqual(bump ? [bump] : []);
  });

  test("may name the prompts it is about", () => {
    const [wish] = wishesOf("Version: major for support/triage, mail");
    expect(wish).toEqual({
      bump: "major",
      prompts: ["support/triage", "mail"],
      source: "description",
      by: alice,
      authority: "anyone",
    });
    expect(wish && concerns(wish, "mail" as PromptId)).toBe(true);
    expect(wish && concerns(wish, "other" as PromptId)).toBe(false);
  });
});

test("a label counts with the authority of who set it, and as anybody's where that is unknown", () => {
  const labels = [
    { name: "prompt-steward:major", by: bob },
    { name: "Prompt-Steward: minor" },
    { name: "bug" },
  ];
  expect(wishesOf("", labels)).toEqual([
    { bump: "major", source: "label", by: bob, authority: "admin" },
    { bump: "minor", source: "label", authority: "anyone" },
  ]);
});

test("a label that asks for nothing known is pointed out", () => {
  const names = ["prompt-steward:mayor", "prompt-steward:major", "steward"];
  expect(wishFindings(names.map((name) => ({ name })))).toEqual([
    {
      rule: "version-label",
      severity: "warning",
      message: 'The label "prompt-steward:mayor" asks for no version.',
      fix: "Use `prompt-steward:major`, `prompt-steward:minor` or `prompt-steward:patch`.",
    },
  ]);
});

test("any description is read without a fault", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.constantFrom("Version: major", "> ", "\n", "```", "<!--", "- ", "**"), fc.string()),
        {
          maxLength: 30,
        },
      ),
      (parts) => {
        for (const { bump } of wishesOf(parts.join(""))) expect(bump).toBe("major");
      },
    ),
  );
  expect(wishesOf(`${">".repeat(60_000)} Version: major`)).toBeInstanceOf(Array);
});
