// The results of promptfoo, summed up and carried from the check to the release.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeEvaluation, encodeEvaluation } from "../../../src/core/evaluation/marker.ts";
import { readPromptfooResults } from "../../../src/core/evaluation/promptfoo.ts";

describe("results of promptfoo", () => {
  test.each([
    [
      "as `promptfoo eval --output` writes them",
      {
        evalId: "e",
        results: { version: 3, stats: { successes: 3, failures: 1, errors: 2 } },
        shareableUrl: null,
      },
      { tool: "promptfoo", passed: 3, failed: 3 },
    ],
    [
      "with a link, from before errors were counted",
      { results: { stats: { successes: 3, failures: 1 } }, shareableUrl: "https://app.promptfoo.dev/eval/1" },
      { tool: "promptfoo", passed: 3, failed: 1, url: "https://app.promptfoo.dev/eval/1" },
    ],
    [
      "without the wrapping",
      { stats: { successes: 1, failures: 0, errors: 0 } },
      { tool: "promptfoo", passed: 1, failed: 0 },
    ],
    [
      "with a link that leads nowhere",
      { results: { stats: { successes: 1, failures: 0 } }, shareableUrl: "javascript:alert(1)" },
      { tool: "promptfoo", passed: 1, failed: 0 },
    ],
  ])("%s", (_, results, expected) => {
    expect(readPromptfooResults(JSON.stringify(results), "results.json")).toEqual({ ...expected, tests: [] });
  });

  test.each([
    ["", "results.json is no JSON"],
    ["version: 3", "results.json is no JSON"],
    ["[]", "results.json holds no results of promptfoo"],
    ['{"results":{"stats":{"successes":"3","failures":1}}}', "results.json holds no results of promptfoo"],
    ['{"results":{"stats":{"successes":-1,"failures":1}}}', "results.json holds no results of promptfoo"],
  ])("are not %j", (text, expected) => {
    expect(() => readPromptfooResults(text, "results.json")).toThrow(expected);
    expect(() => readPromptfooResults(text, "results.json")).toThrow("promptfoo eval --output results.json");
  });
});

describe("the hidden mark", () => {
  test("carries any results through a check run's text", () => {
    const counts = fc.record({ passed: fc.nat(), failed: fc.nat() });
    const summary = fc
      .record({ tool: fc.string({ minLength: 1 }), before: fc.option(counts), url: fc.option(fc.string()) })
      .chain(({ tool, before, url }) =>
        counts.map((counted) => ({
          ...counted,
          tool,
          ...(before !== null && { before }),
          ...(url !== null && { url }),
        })),
      );
    fc.assert(
      fc.property(summary, fc.string(), fc.string(), (given, before, after) => {
        const mark = encodeEvaluation(given);
        expect(mark.indexOf("-->")).toBe(mark.length - 3);
        const lastMark = after.includes("<!-- prompt-steward:evaluation ");
        if (!lastMark) expect(decodeEvaluation(`${before}${mark}${after}`)).toEqual(given);
      }),
    );
  });

  test.each([
    "",
    "text",
    "<!-- prompt-steward:evaluation {} -->",
    "<!-- prompt-steward:evaluation {",
    "<!-- prompt-steward:evaluation [1 -->",
  ])("is not in %j", (text) => expect(decodeEvaluation(text)).toBeUndefined());
});
