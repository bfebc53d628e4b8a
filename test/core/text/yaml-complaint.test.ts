// Each complaint in plain words, made by the library itself; what it says in a later version must not slip through.

import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { explainComplaint } from "../../../src/core/text/yaml-complaint.ts";

test.each([
  ["a:\n\tb: 1", "the line is indented with a tab"],
  ["a: b: c", "a text that holds a colon and a space reads as a second key"],
  ["a: 'x", "a text in ' never ends"],
  ['a: "x', 'a text in " never ends'],
  ["a:\n  b\n  c: d", "a text that holds a colon and a space reads as a second key"],
  ["a: [b c: d e: f]", "a value in brackets holds a key or an item, and no brackets of its own"],
  ["a: |\n   \n b", "an empty line before a text of several lines is indented deeper than the text"],
  ["[a", "a bracket before this is not closed, or the lines in it are not indented"],
  ['a: ["b" "c"]', "two values in brackets have no comma between them"],
  ['a: {"b":c}x', "something follows here that cannot stand after what is before it"],
  ['a: "b"#c', "a # right after a value is neither a comment nor a part of the value"],
  ["- - a\n b", "an item of the list does not begin with -"],
  ["a: 1\nb\nc: 2", "a line that should be `key: value` has no colon"],
  ["a: [b\nc: d", "a bracket before this is not closed, or the lines in it are not indented"],
  ["a:\n  - b\n - c", "the items of a list do not begin in the same column"],
  ["a:\n  b: 1\n c: 2", "the keys of one entry do not begin in the same column"],
  ["a: ]", "a bracket is closed that was never opened"],
  ["a: [b,,c]", "there is nothing between two commas or brackets"],
  ["a: 'it's'", "something follows here that cannot stand after what is before it"],
  ["a: 1\na: 2", "this key is there twice"],
  ["a: *", "a word after & or * names a value to be used again, and none is there"],
])("%j: %s", (text, problem) => {
  const [error] = parseDocument(text, { prettyErrors: false }).errors;
  expect(error && explainComplaint(error)?.problem).toBe(problem);
});

test("what is rare has no words of its own", () => {
  const [error] = parseDocument("a: &b &c 1", { prettyErrors: false }).errors;
  expect(error && explainComplaint(error)).toBeUndefined();
});
