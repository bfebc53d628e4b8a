// Findings as SARIF: valid by the published schema, shown by GitHub, and the same finding is known again.

import { readdirSync, readFileSync } from "node:fs";
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../../src/core/finding.ts";
import { RULE_HELP } from "../../../../src/core/review/render/rule-help.ts";
import { sarifLog } from "../../../../src/core/review/render/sarif.ts";

// The schema is of draft 4, and ajv reads all of it but these two keys.
const { id: _id, $schema: _schema, ...rules } = schema;
const isValid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(rules);
const OPTIONS = { version: "1.2.3", fallbackFile: "prompts/faq.md" };
const FINDING: Finding = {
  rule: "prompt-file",
  severity: "error",
  file: "prompts/a b.md",
  line: 3,
  column: 7,
  message: "It is broken.",
  fix: "Mend it.",
};

test("a finding with its rule", () => {
  expect(sarifLog([FINDING], OPTIONS).runs[0]).toMatchInlineSnapshot(`
    {
      "automationDetails": {
        "id": "prompt-steward/",
      },
      "columnKind": "utf16CodeUnits",
      "results": [
        {
          "level": "error",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "prompts/a%20b.md",
                  "uriBaseId": "%SRCROOT%",
                },
                "region": {
                  "startColumn": 7,
                  "startLine": 3,
                },
              },
            },
          ],
          "message": {
            "text": "It is broken. Mend it.",
          },
          "partialFingerprints": {
            "primaryLocationLineHash": "2a936403efab193299625e286aaa0fb5:1",
          },
          "ruleId": "prompt-file",
          "ruleIndex": 0,
        },
      ],
      "tool": {
        "driver": {
          "name": "Prompt Steward",
          "rules": [
            {
              "fullDescription": {
                "text": "A prompt file can be read as its format says. Mend the line that the finding names, or the prompt fails where it is loaded.",
              },
              "help": {
                "markdown": "**A prompt file can be read as its format says.** Mend the line that the finding names, or the prompt fails where it is loaded.",
                "text": "A prompt file can be read as its format says. Mend the line that the finding names, or the prompt fails where it is loaded.",
              },
              "id": "prompt-file",
              "properties": {
                "tags": [
                  "prompts",
                ],
              },
              "shortDescription": {
                "text": "A prompt file can be read as its format says",
              },
            },
          ],
          "semanticVersion": "1.2.3",
        },
      },
    }
  `);
});

test("any findings make a valid log", () => {
  const position = fc.option(fc.integer({ min: 1 }), { nil: undefined });
  const finding = fc.record({
    rule: fc.oneof(fc.constantFrom(...Object.keys(RULE_HELP)), fc.string()),
    severity: fc.constantFrom("error", "warning", "notice"),
    file: fc.option(fc.string({ unit: "binary" }), { nil: undefined }),
    line: position,
    column: position,
    message: fc.string(),
    fix: fc.string(),
  }) as fc.Arbitrary<Finding>;
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 5 }), (findings) => {
      const log = JSON.parse(JSON.stringify(sarifLog(findings, OPTIONS)));
      expect(isValid(log), JSON.stringify(isValid.errors)).toBe(true);
      const [{ results, tool }] = log.runs;
      expect(results).toHaveLength(findings.length);
      for (const [at, result] of results.entries()) {
        expect(tool.driver.rules[result.ruleIndex].id).toBe(findings[at]?.rule);
      }
    }),
  );
});

describe("fingerprints", () => {
  const prints = (...findings: Partial<Finding>[]) =>
    sarifLog(
      findings.map((part) => ({ ...FINDING, ...part })),
      OPTIONS,
    ).runs.flatMap(({ results }) =>
      results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash),
    );

  test("stay when lines move", () => {
    expect(prints({ line: 9, message: "See line 8." })).toEqual(prints({ line: 5, message: "See line 4." }));
  });

  test("differ by rule, file and message", () => {
    const all = prints({}, { rule: "prompt-id" }, { file: "b.md" }, { message: "Other." });
    expect(new Set(all).size).toBe(4);
  });

  test("count what is the same twice", () => {
    const [first = "", second = ""] = prints({}, {});
    expect([first.slice(0, -2), first.at(-1), second.at(-1)]).toEqual([second.slice(0, -2), "1", "2"]);
  });
});

test("every rule that a check can report has its help", () => {
  const core = new URL("../../../../src/core/", import.meta.url);
  const files = readdirSync(core, { recursive: true, encoding: "utf8" }).filter((file) =>
    /^(?:config|prompt|rationale|review)\/.*\.ts$/.test(file),
  );
  const rules = files.flatMap((file) =>
    [...readFileSync(new URL(file, core), "utf8").matchAll(/rule: "([a-z-]+)"/g)].map(([, rule]) => rule),
  );
  expect(rules).toContain("owner-approval");
  expect([...new Set(rules)].filter((rule) => rule && !RULE_HELP[rule])).toEqual([]);
});
