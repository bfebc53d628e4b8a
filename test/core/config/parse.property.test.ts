// Whatever the text: an answer, never an exception, with places that exist in it, and soon.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { aConfig, fullConfig } from "./a-config.ts";

const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "version: 1\n",
        "admins:",
        ' ["@ann"]\n',
        "prompts:\n",
        "  - ",
        "path: ",
        "owner: ",
        "id: ",
        "<<: ",
      ),
      fc.constantFrom(
        "\n",
        "  ",
        "\t",
        "- ",
        "? ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        ",",
        '"',
        "'",
        "|",
        ">",
        "&a ",
        "*a",
        "!t ",
        "#",
        "%",
        "@",
        "\r\n",
      ),
      fc.string({ unit: "grapheme", maxLength: 6 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

const mutated = fc
  .array(
    fc.record({
      at: fc.nat(fullConfig.length),
      cut: fc.nat(30),
      put: fc.oneof(
        fc.string({ unit: "binary", maxLength: 5 }),
        fc.constantFrom("", "\n", "null", "[]", "__proto__", "&a ", "*a"),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((edits) =>
    edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), fullConfig),
  );

const oddEntries = fc
  .array(
    fc.dictionary(
      fc.constantFrom(
        "path",
        "id",
        "owner",
        "backup",
        "contributors",
        "status",
        "review_every",
        "constructor",
      ),
      fc.oneof(
        fc.string(),
        fc.constantFrom("@a", "@b", "@o/t", "a.md", "a/v1.0.0", "production", "90d", "**/{a,b}/*"),
        fc.jsonValue(),
      ),
    ),
    { maxLength: 4 },
  )
  .map((entries) => aConfig(...entries.map((entry) => JSON.stringify(entry).slice(1, -1))));

test.each([
  ["any text", fc.string({ unit: "binary", maxLength: 200 })],
  ["texts that look like YAML", yamlish],
  ["a valid config with slips", mutated],
  ["entries of any values", oddEntries],
])("%s never throws, and every finding stands within the text", (_, texts) => {
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseConfig(text);
      const lines = text.split("\n");
      for (const { line = 0, column = 0, message, fix } of parsed.findings) {
        expect(lines[line - 1]).toBeDefined();
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual(Math.max(1, lines[line - 1]?.length ?? 0));
        expect(message).toMatch(/\S/);
        expect(fix).toMatch(/\S/);
      }
      const hasErrors = parsed.findings.some(({ severity }) => severity === "error");
      expect(hasErrors).toBe(parsed.kind === "broken");
    }),
    { numRuns: 300 },
  );
});

test("10,000 entries are read", () => {
  const entries = Array.from(
    { length: 10_000 },
    (_, at) => `path: "prompts/team${at}/**/*.md", owner: "@alice", backup: "@bob"`,
  );
  const text = aConfig(...entries);
  expect(parseConfig(text).kind).toBe("policy");
});
