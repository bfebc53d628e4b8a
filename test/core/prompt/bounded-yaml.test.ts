// YAML with positions, and what it refuses before it costs time, memory or the stack.

import { describe, expect, test } from "vitest";
import { readYaml } from "../../../src/core/prompt/bounded-yaml.ts";

const read = (text: string, firstLine = 1) => readYaml({ text, firstLine });
const of = (text: string) =>
  read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe("values", () => {
  test.each([
    ["nothing", "", undefined],
    ["a comment alone", "# x\n", undefined],
    ["a mapping", "a: 1\nb: [x, 'y']\n", { a: 1, b: ["x", "y"] }],
    ["YAML 1.2's words", "a: yes\nb: true\nc: 0o7\n", { a: "yes", b: true, c: 7 }],
    ["an alias", "a: &x [1]\nb: *x\n", { a: [1], b: [1] }],
    ["a merge", "a: &x {p: 1}\nb: {<<: *x, q: 2}\n", { a: { p: 1 }, b: { p: 1, q: 2 } }],
    ["an anchor used 200 times", `a: &x 1\nb: [${"*x, ".repeat(200)}]\n`, { a: 1, b: Array(200).fill(1) }],
    ["a key that is a trap in JavaScript", "__proto__: 1\n", JSON.parse('{"__proto__": 1}')],
  ])("%s", (_, text, value) => {
    expect(of(text)).toEqual([]);
    expect(read(text).value).toEqual(value);
  });
});

describe("positions", () => {
  const text = [
    "a:",
    "  - b: plain",
    "    c: |",
    "      first",
    "        second",
    "    d: 'quoted'",
    "e: >",
    "  folded",
    "  text",
  ].join("\n");
  const yaml = read(text, 10);

  test.each([
    ["a value", ["a", 0, "b"], "11:8"],
    ["an item", ["a", 0], "11:5"],
    ["what does not exist, at what is around it", ["a", 0, "x", "y"], "11:5"],
    ["nothing at all", ["x"], "10:1"],
  ])("%s", (_, path, at) => {
    const { line, column } = yaml.at(path);
    expect(`${line}:${column}`).toBe(at);
  });

  test.each([
    ["a block text", ["a", 0, "c"], 0, "13:7"],
    ["a block text's second line", ["a", 0, "c"], 8, "14:9"],
    ["a plain text", ["a", 0, "b"], 2, "11:10"],
    ["a quoted text", ["a", 0, "d"], 2, "15:11"],
    ["a folded text, at its start", ["e"], 8, "17:1"],
  ])("within %s", (_, path, offset, at) => {
    const { line, column } = yaml.withinText(path, offset);
    expect(`${line}:${column}`).toBe(at);
  });

  test("of a key, not of its value", () =>
    expect(yaml.keyAt(["a", 0, "b"])).toEqual({ line: 11, column: 5 }));
});

describe("broken", () => {
  test.each([
    ["a: b: c", "1:4 The YAML is broken: a text that holds a colon and a space reads as a second key."],
    [
      "a: [1",
      "1:6 The YAML is broken: a bracket before this is not closed, or the lines in it are not indented.",
    ],
    ["a: 'x", "1:6 The YAML is broken: a text in ' never ends."],
    ["a:\n\tb: 1", "2:1 The YAML is broken: the line is indented with a tab."],
    ["a: @x", "1:4 The YAML is broken: a text cannot start with `@`."],
    ["a: 1\na: 2", "2:1 The key `a` is written twice."],
    ["a: *x", "1:4 The alias `*x` has no anchor before it."],
    ["a: &x [*x]", "1:8 The alias `*x` stands within its own anchor."],
    ["a: 1\n---\nb: 2", "2:1 A second YAML document starts here; a prompt is one document."],
  ])("%j", (text, complaint) => {
    expect(of(text)).toEqual([complaint]);
    expect(read(text).value).toBeUndefined();
  });
});

describe("hostile", () => {
  const aliases = (count: number, per: number) =>
    Array.from(
      { length: count },
      (_, i) => `a${i}: &a${i} [${Array(per).fill(i === 0 ? "x" : `*a${i - 1}`)}]\n`,
    ).join("");

  test.each([
    ["brackets", "[".repeat(1_000_000), "The YAML is nested more than 100 levels deep."],
    ["dashes", "- ".repeat(500_000), "The YAML is nested more than 100 levels deep."],
    [
      "stray brackets",
      "]".repeat(1_000_000),
      "The YAML is broken: a bracket is closed that was never opened.",
    ],
    [
      "keys",
      Array.from({ length: 50_000 }, (_, i) => `k${i}: 1\n`).join(""),
      "The YAML has too many parts for a prompt.",
    ],
    ["a bomb", aliases(20, 9), "The YAML's aliases expand to far more than is written (a YAML bomb)."],
    [
      "a chain of aliases, deep though narrow",
      aliases(200, 1),
      "The YAML's aliases expand to far more than is written (a YAML bomb).",
    ],
    [
      "a long text many times",
      `a: &a ${"x".repeat(500_000)}\nb: [${"*a, ".repeat(900)}]`,
      "The YAML's aliases expand to far more than is written (a YAML bomb).",
    ],
    ["aliases", `a: &a 1\nb: [${"*a, ".repeat(2_000)}]`, "The YAML has too many aliases for a prompt."],
  ])("%s", (_, text, message) => {
    const { value, problems } = read(text);
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ severity: "error", message }]);
  });
});
