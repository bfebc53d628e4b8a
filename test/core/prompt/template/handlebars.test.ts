// Which names of a Handlebars, dotprompt or Mustache template the caller must provide, and where its blocks are broken.

import fc from "fast-check";
import Handlebars from "handlebars";
import { describe, expect, test } from "vitest";
import {
  DOTPROMPT,
  HANDLEBARS,
  MUSTACHE,
  readHandlebars,
} from "../../../../src/core/prompt/template/handlebars.ts";

const uses = (text: string, dialect = HANDLEBARS) => [
  ...new Set(readHandlebars(text, dialect).uses.map(({ name }) => name)),
];

test.each([
  ["printed", "{{a}}{{{b}}}{{& c}}{{~d~}}", ["a", "b", "c", "d"]],
  ["paths", "{{a.b}}{{this.c}}{{./d}}{{e.[f g].h}}{{[i j]}}", ["a", "c", "d", "e", "i j"]],
  ["arguments of helpers", '{{shout a "b" 3 true x=c}}', ["a", "c"]],
  ["subexpressions", "{{shout (lower a) y=(f b)}}", ["a", "b"]],
  ["conditions", "{{#if a}}{{b}}{{else if c}}{{d}}{{else}}{{e}}{{/if}}", ["a", "b", "c", "d", "e"]],
  [
    "a loop's items are not the caller's",
    "{{#each a}}{{b}}{{this}}{{@index}}{{../c}}{{@root.d}}{{/each}}",
    ["a", "d"],
  ],
  ["block parameters", "{{#each a as |x i|}}{{x.b}}{{i}}{{/each}}", ["a"]],
  ["comments and escapes", "{{! a }}{{!-- {{b}} --}}\\{{c}}{{d}}", ["d"]],
  ["raw blocks", "{{{{raw}}}}{{a}}{{{{/raw}}}}{{b}}", ["b"]],
])("%s", (_, text, names) => {
  expect(readHandlebars(text, HANDLEBARS).problem).toBeUndefined();
  expect(uses(text)).toEqual(names);
});

test("dotprompt's helpers are no variables", () => {
  const text =
    '{{role "user"}}{{history}}{{json a}}{{media url=b}}{{section "code"}}{{#ifEquals c d}}{{/ifEquals}}';
  expect(uses(text, DOTPROMPT)).toEqual(["a", "b", "c", "d"]);
});

test("Mustache's sections look names up in another value", () => {
  const reading = readHandlebars("{{#a}}{{b}}{{/a}}{{^c}}{{d}}{{/c}}", MUSTACHE);
  expect(reading.uses.map(({ name }) => name)).toEqual(["a", "c", "d"]);
  expect([...reading.mentions]).toEqual(["a", "b", "c", "d"]);
});

test.each([
  ["a partial", "{{> a}}"],
  ["the input as a whole", "{{json this}}"],
  ["other delimiters", "{{=<% %>=}}<% a %>"],
])("not all is seen with %s", (_, text) => expect(readHandlebars(text, DOTPROMPT).isWhole).toBe(false));

describe("problems", () => {
  test.each([
    ["{{a", 0, "This tag is never closed."],
    ["ab{{}}", 2, "This tag is empty."],
    ['{{a "b}}', 4, "This string is never closed."],
    ["{{!-- a", 0, "This comment is never closed."],
    ["{{#if a}}{{#each b}}{{/each}}", 0, "The block `if` that opens here is never closed."],
    ["{{#if a}}{{/each}}", 9, "This closes `each`, but the block that is open is `if`."],
    ["{{/if}}", 0, "Nothing is open that this tag could close."],
    ["{{else}}", 0, "This `else` stands in no block."],
    ["{{{{raw}}}}", 0, "This raw block is never closed."],
  ])("%s", (text, offset, message) => {
    expect(readHandlebars(text, HANDLEBARS).problem).toMatchObject({ offset, message });
    expect(() => Handlebars.parse(text)).toThrow();
  });
});

test("whatever Handlebars itself parses has no problem here", () => {
  const piece = fc.constantFrom(
    ..."a {{a}}|{{#if a}}|{{/if}}|{{else}}|{{#each b as |c|}}|{{/each}}|{{f a b=1}}|{{{c}}}|{{~d~}}|{{!-- x --}}|{{^}}|{{#g}}|{{/g}}|\\{{h}}|{{a.[b c]}}|{{../e}}|{{(f a)}}|{{> p q}}|}}|{{".split(
      /\|(?=\{|\\|\})/,
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join("");
      const { problem } = readHandlebars(text, HANDLEBARS);
      if (isParsed(text)) expect(problem).toBeUndefined();
    }),
  );
});

function isParsed(text: string): boolean {
  try {
    Handlebars.parse(text);
    return true;
  } catch {
    return false;
  }
}

test.each([["{{#if a}}"], ["{{#each a as |x|}}"], ["{{a "], ["{"], ["{{!"]])(
  "100,000 times %s is answered, not a full stack",
  (unit) => {
    expect(readHandlebars(unit.repeat(100_000), DOTPROMPT)).toHaveProperty("uses");
  },
);
