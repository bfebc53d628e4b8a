// The results of promptfoo, summed up and carried from the check to the release.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evidenceOf } from "../../../src/core/evaluation/evidence.ts";
import { decodeEvaluation, encodeEvaluation } from "../../../src/core/evaluation/marker.ts";
import { readPromptfooResults } from "../../../src/core/evaluation/promptfoo.ts";
import { UserError } from "../../../src/core/user-error.ts";

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

  test("of a whole file, as version 3 has it", () => {
    const file = new URL("../../fixtures/promptfoo-results.json", import.meta.url);
    const { passed, failed, tests } = readPromptfooResults(readFileSync(file, "utf8"), "results.json");
    expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
    expect(tests.map(({ name, isPassed }) => [name, isPassed])).toEqual([
      ["routes refunds with openai:gpt-4o", true],
      ["ticket: Bonjour with openai:gpt-4o", false],
    ]);
  });

  test("tell their tests apart by prompt, model, description and variables", () => {
    const vars = { ticket: "My card\nwas charged twice", deep: { a: 1 } };
    const one = { success: true, promptIdx: 0, provider: { id: "openai:gpt-4o", label: "" }, vars };
    const results = [
      one,
      { ...one, success: false, promptIdx: 1 },
      { ...one, provider: "echo", testCase: { description: "asks for a human" } },
      { ...one, vars: undefined, provider: undefined },
      { success: "yes" },
      null,
    ];
    const stats = { successes: 3, failures: 1, errors: 0 };
    const { tests } = readPromptfooResults(JSON.stringify({ results: { stats, results } }), "results.json");
    expect(tests.map(({ name, isPassed }) => `${isPassed ? "passed" : "failed"} ${name}`)).toEqual([
      "passed ticket: My card was charged twice with openai:gpt-4o",
      "failed ticket: My card was charged twice with openai:gpt-4o",
      "passed asks for a human with echo",
      "passed a test without a name",
    ]);
    expect(new Set(tests.map(({ key }) => key)).size).toBe(4);
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

describe("against the version before", () => {
  const test1 = (isPassed: boolean, key = "1") => ({ key, name: `test ${key}`, isPassed });
  const results = (...tests: ReturnType<typeof test1>[]) => ({
    tool: "promptfoo",
    passed: tests.filter(({ isPassed }) => isPassed).length,
    failed: tests.filter(({ isPassed }) => !isPassed).length,
    tests,
  });

  test.each([
    ["what passed and fails now is named", results(test1(false)), results(test1(true)), ["test 1"]],
    ["what failed before is not", results(test1(false)), results(test1(false)), []],
    ["what is new is not", results(test1(false, "2")), results(test1(true)), []],
    ["nor what passed only sometimes", results(test1(false)), results(test1(true), test1(false)), []],
  ])("%s", (_what, head, base, regressed) => {
    expect(evidenceOf(head, base)).toEqual({
      ...{ tool: "promptfoo", passed: head.passed, failed: head.failed },
      before: { passed: base.passed, failed: base.failed },
      regressed,
    });
  });

  test("of very many some are named", () => {
    const many = (isPassed: boolean) =>
      results(...Array.from({ length: 500 }, (_, n) => test1(isPassed, String(n))));
    expect(evidenceOf(many(false), many(true)).regressed).toHaveLength(10);
  });
});

test("whatever a file holds, it gives results or says that it has none", () => {
  const entry = fc.record(
    { success: fc.boolean(), promptIdx: fc.integer(), provider: fc.jsonValue(), vars: fc.jsonValue() },
    { requiredKeys: [] },
  );
  const stats = fc.record({ successes: fc.nat(), failures: fc.nat() });
  const file = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ results: fc.record({ stats, results: fc.array(fc.oneof(entry, fc.jsonValue())) }) })
      .map((one) => JSON.stringify(one)),
    fc.constantFrom("[".repeat(100_000), `${'{"results":'.repeat(50_000)}`),
  );
  fc.assert(
    fc.property(file, (text) => {
      try {
        const { passed, failed, tests } = readPromptfooResults(text, "results.json");
        expect(passed + failed).toBeGreaterThanOrEqual(0);
        for (const { name } of tests) expect(name.length).toBeLessThanOrEqual(80);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});

describe("the hidden mark", () => {
  test("carries any results through a check run's text", () => {
    const counts = fc.record({ passed: fc.nat(), failed: fc.nat() });
    const summary = fc
      .record({
        tool: fc.string({ minLength: 1 }),
        before: fc.option(counts),
        url: fc.option(fc.string()),
        regressed: fc.option(fc.array(fc.string(), { maxLength: 10 })),
      })
      .chain(({ tool, before, url, regressed }) =>
        counts.map((counted) => ({
          ...counted,
          tool,
          ...(before !== null && { before }),
          ...(url !== null && { url }),
          ...(regressed !== null && { regressed }),
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
