// Which names of a Jinja template the caller must provide, and where its blocks are broken.

import { describe, expect, test } from "vitest";
import { readJinja } from "../../../../src/core/prompt/template/jinja.ts";

const uses = (text: string) => [...new Set(readJinja(text).uses.map(({ name }) => name))];

test.each([
  ["printed", "{{ a }}", ["a"]],
  ["with white space trimmed", "{{- a -}}{%- if b -%}{%- endif +%}", ["a", "b"]],
  ["attributes and items", "{{ a.b['c'][d] }}", ["a", "d"]],
  ["filters and their arguments", "{{ a | join(b, sep=c) | upper }}", ["a", "b", "c"]],
  ["tests", "{% if a is defined and b is not none and c is sameas d %}{% endif %}", ["a", "b", "c", "d"]],
  ["what is called is a function", "{{ greet(a, loud=b) }}", ["a", "b"]],
  ["literals", "{{ {'a': 1, \"b\": [true, None]} }}", []],
  ["names in strings", "{{ 'a }} b' ~ c }}", ["c"]],
  ["braces in a dict", "{{ {'a': {'b': c}} }}", ["c"]],
  ["a condition within an expression", "{{ a if b else c }}", ["a", "b", "c"]],
  ["comments and raw blocks", "{# {{ a }} #}{% raw %}{{ b }}{% endraw %}{{ c }}", ["c"]],
  ["letters of any script", "{{ größe }}", ["größe"]],
  [
    "a loop's own names",
    "{% for x, y in a if x.z and b %}{{ x }}{{ y }}{{ loop.index }}{% endfor %}",
    ["a", "b"],
  ],
  ["the same name behind the loop", "{% for x in a %}{{ x }}{% endfor %}{{ x }}", ["a", "x"]],
  ["a recursive loop", "{% for x in a recursive %}{{ loop(x.b) }}{% endfor %}", ["a"]],
  ["set", "{% set x = a %}{{ x }}", ["a"]],
  ["set for two", "{% set x, y = a, b %}{{ x ~ y }}", ["a", "b"]],
  ["set within a condition, which is no scope", "{% if a %}{% set x = 1 %}{% endif %}{{ x }}", ["a"]],
  ["set within a loop, which is one", "{% for y in a %}{% set x = 1 %}{% endfor %}{{ x }}", ["a", "x"]],
  ["a set block", "{% set x %}{{ a }}{% endset %}{{ x }}", ["a"]],
  ["a filtered set block", "{% set x | replace('b', c) %}{{ a }}{% endset %}{{ x }}", ["c", "a"]],
  ["a namespace", "{% set ns = namespace(n=a) %}{% set ns.n = b %}{{ ns.n }}", ["a", "b"]],
  [
    "with",
    "{% with x = a, y = f(b, z=c) %}{{ x }}{{ y }}{{ z }}{% endwith %}{{ x }}",
    ["a", "b", "c", "z", "x"],
  ],
  ["macros", "{% macro m(x, y=a) %}{{ x }}{{ y }}{{ b }}{% endmacro %}{{ m(c) }}", ["a", "b", "c"]],
  ["call blocks", "{% call(x) m(a) %}{{ x }}{{ b }}{% endcall %}", ["a", "b"]],
  ["filter blocks", "{% filter upper %}{{ a }}{% endfilter %}", ["a"]],
  ["imports", "{% import 'a' as x %}{% from 'b' import y as z, w %}{{ x.p }}{{ z() }}{{ w }}{{ y }}", ["y"]],
  ["translations", "{% trans n=a %}{{ n }}{% pluralize %}{{ n }}{% endtrans %}", ["a"]],
  ["single braces", "{ a } {b} { {c} }", []],
])("%s", (_, text, names) => {
  const reading = readJinja(text);
  expect(reading.problem).toBeUndefined();
  expect(uses(text)).toEqual(names);
});

test.each([
  ["an include", "{% include 'a' %}", false],
  ["a parent", "{% extends 'a' %}", false],
  ["a tag of an extension, whose names count as mentions", "{% cache a %}", false],
  ["an import", "{% import 'a' as b %}", true],
  ["an import with context", "{% import 'a' as b with context %}", false],
])("whether all is seen with %s", (_, text, isWhole) => expect(readJinja(text).isWhole).toBe(isWhole));

describe("problems", () => {
  test.each([
    ["{{ a", 0, "This tag is never closed."],
    ["ab{{ }}", 2, "This tag is empty."],
    ["{% %}", 0, "This tag is empty."],
    ["{{ 'a }}", 3, "This string is never closed."],
    ["{{ (a }}", 6, "This `}` closes nothing."],
    ["{{ a) }}", 4, "This `)` closes nothing."],
    ["{# a", 0, "This comment is never closed."],
    ["{% raw %} {{ a }}", 0, "The block `raw` that opens here is never closed."],
    ["{% if a %}{% for b in c %}{% endfor %}", 0, "The block `if` that opens here is never closed."],
    ["{% if a %}{% endfor %}", 10, "This closes `for`, but the block that is open is `if`."],
    ["{% endraw %}", 0, "Nothing is open that this tag could close."],
    ["{% endif %}", 0, "Nothing is open that this tag could close."],
    ["{% else %}", 0, "This `else` stands in no `if` or `for`."],
    ["{% for a in b %}{% elif c %}{% endfor %}", 16, "This `elif` stands in no `if`."],
    ["{% for a of b %}", 0, "This `for` has no `in`."],
  ])("%s", (text, offset, message) => expect(readJinja(text).problem).toMatchObject({ offset, message }));
});

test.each([
  ["{% if a %}"],
  ["{% for a in b %}"],
  ["{{ ("],
  ["{"],
  ["{% set x = 1 %}"],
  ["{% if a %}{% set x = 1 %}"],
])("100,000 times %s is answered, not a full stack", (unit) => {
  expect(readJinja(unit.repeat(100_000))).toHaveProperty("uses");
});
