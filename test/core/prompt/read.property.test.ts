// Whatever the bytes and the ending: an answer, never an exception, with places that exist in the file, and soon.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type PromptReading, parsePrompt } from "../../../src/core/prompt/read.ts";
import { bytesOf } from "./a-prompt.ts";

const PATHS = [
  "a.prompt.yml",
  "a.prompty",
  "a.prompt",
  "a.prompt.md",
  "skills/a/SKILL.md",
  "a.md",
  "a.txt",
  "a.j2",
  "a.bin",
  "a",
];

/** What the formats' readers react to. */
const PIECES = [
  ..."{ } [ ] ( ) : , - ? ! & * | > # % @ ` \" ' \\ = . $ < \t \r \n \r\n \u0000 \u001f \ufeff 🙂 é".split(
    " ",
  ),
  ..."{{ }} {% %} {# #} {{{ {{!-- --}} {{# {{/ {{> {{role {{else}} ${input: ${ &a *a <<: !!str --- ...".split(
    " ",
  ),
  ..."{% if a %}|{% endif %}|{% raw %}|{% for a in b %}|{{ a.b | c }}|{{#if a}}|{{/if}}|{{a}}".split("|"),
  ..."---\n|--- \n|\n---\n|  - |    |role: user\n|content: |content: |\n      |messages:\n|- role: system\n  content: |".split(
    "|",
  ),
  ..."name: |description: |model: |config:|input:|inputs:|outputs:|output:|schema:|default:|template: |sample:".split(
    "|",
  ),
  ...'user:\n|system:\n|assistant[name="a"]:\n|a?: string|a(array, x): |a(enum): [x]|(*): any|kind: |type: object'.split(
    "|",
  ),
  ..."jsonSchema: |responseFormat: json_schema\n|testData:\n|evaluators:\n|modelParameters:\n|metadata:\n|temperature: ".split(
    "|",
  ),
  ..."a|b|a: |1|1.5|null|~|true|\n  |\n    |{a: b}|[a, b]|\"x\"|'y'| # c".split("|"),
];

const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(""));
const anyFile = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }).map(bytesOf) },
  { weight: 4, arbitrary: soup.map(bytesOf) },
  { weight: 4, arbitrary: fc.tuple(soup, soup).map(([yaml, body]) => bytesOf(`---\n${yaml}\n---\n${body}`)) },
);

test("every file is read without an exception, and every place is in it", () => {
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), anyFile, (path, bytes) => {
      const reading = parsePrompt(path, bytes);
      expectPlacesIn(bytes, reading);
      if (!reading.document) expect(reading.findings.map(({ severity }) => severity)).toContain("error");
      expect(() => JSON.stringify(reading.document)).not.toThrow();
      expect(parsePrompt(path, bytes)).toEqual(reading);
    }),
    { numRuns: 1_000 },
  );
});

function expectPlacesIn(bytes: Uint8Array, { document, findings }: PromptReading): void {
  const lines = new TextDecoder().decode(bytes).replaceAll("\r\n", "\n").split("\n");
  for (const { line, column } of findings) {
    if (line === undefined || column === undefined) continue;
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
  }
  for (const { text, line } of document?.messages ?? []) {
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(text).not.toBe("");
  }
}

const FILLED = 50_000;
const HOSTILE = [
  ..."{ [ ( } ] {{ {% {# {{{{ {{!-- ${input: ${input:a: ? &a *a ' \" | # \\".split(" "),
  ...'- |a: |{{a}}|{{ a }}|{{#if a}}|{% if a %}|{% raw %}|\n|---\n|user:\n|{{role "user"}}|{% set a = b %}|{a: |<<: *a\n'.split(
    "|",
  ),
];

test.each(HOSTILE)("50,000 signs of %j are read in time that grows with them", (unit) => {
  const text = unit.repeat(Math.ceil(FILLED / unit.length));
  const inYaml = `messages:\n- role: user\n  content: |\n    ${text}`;
  for (const path of PATHS.slice(0, 8)) {
    const files =
      path === "a.prompt.yml"
        ? [text, inYaml]
        : [text, `---\n${text}\n---\nHi`, `---\nname: a\n---\n${text}`];
    for (const file of files) expectPlacesIn(bytesOf(file), parsePrompt(path, bytesOf(file)));
  }
});
