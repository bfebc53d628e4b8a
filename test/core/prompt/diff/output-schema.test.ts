// JSON Schemas of outputs, before and after: what callers that read the answers must know.

import { expect, test } from "vitest";
import { diffDocuments } from "../../../../src/core/prompt/diff/index.ts";
import { aDocument } from "./a-document.ts";

type Schema = Record<string, unknown>;

const object = (properties: Schema, rest: Schema = {}): Schema => ({ type: "object", properties, ...rest });
const narrower = "the schema is narrower";
const unclear = "whether it got narrower is not known, so it counts as breaking";

test.each<[string, Schema | undefined, Schema | undefined, string[]]>([
  ["nothing", object({ a: { type: "string" } }), object({ a: { type: "string" } }), []],
  ["order of keys", object({ a: {}, b: {} }), { properties: { b: {}, a: {} }, type: "object" }, []],
  [
    "no schema any more",
    {},
    undefined,
    ["breaking: the output schema was removed: callers that parse the output will fail"],
  ],
  [
    "a schema where there was none",
    undefined,
    {},
    ["breaking: the output now follows a JSON Schema: callers that read plain text will fail"],
  ],
  [
    "property removed",
    object({ queue: {}, why: {} }),
    object({ queue: {} }),
    ["breaking: output property `why` was removed: callers that read it will fail"],
  ],
  ["property added", object({}), object({ why: {} }), ["behaviour: output property `why` was added"]],
  [
    "required property added",
    object({}),
    object({ why: {} }, { required: ["why"] }),
    ["behaviour: output property `why` was added and is required"],
  ],
  [
    "property made required",
    object({ a: {} }),
    object({ a: {} }, { required: ["a"] }),
    [
      "breaking: output property `a` is now required: callers that act on its absence will not see it any more",
    ],
  ],
  [
    "property made optional",
    object({ a: {} }, { required: ["a"] }),
    object({ a: {} }),
    ["breaking: output property `a` may now be missing: callers that rely on it will fail"],
  ],
  [
    "enum narrowed",
    object({ queue: { enum: ["billing", "other"] } }),
    object({ queue: { enum: ["other"] } }),
    [
      "breaking: output property `queue` no longer allows `billing`: what callers do on that value will not happen any more",
    ],
  ],
  [
    "enum widened",
    { enum: ["a"] },
    { enum: ["a", "b"] },
    ["behaviour: the output may now be `b`: callers should be ready for it"],
  ],
  [
    "enum of many",
    { enum: ["a"] },
    { enum: ["a", "b", "c", "d", "e", "f", "g"] },
    ["behaviour: the output may now be `b`, `c`, `d`, `e` and 2 more: callers should be ready for it"],
  ],
  [
    "enum where any text was allowed",
    { type: "string" },
    { type: "string", enum: ["a"] },
    ["breaking: the output now allows only `a`: what callers do on that value will not happen any more"],
  ],
  ["enum with its type left out", { type: "string", enum: ["a"] }, { enum: ["a"] }, []],
  ["const is an enum of one", { const: 1 }, { enum: [1] }, []],
  [
    "type changed",
    object({ n: { type: "string" } }),
    object({ n: { type: "integer", minimum: 1 } }),
    [
      "breaking: output property `n` changed from `string` to `integer`: callers that handle the old type will fail",
    ],
  ],
  [
    "type widened",
    object({ n: { type: "integer" } }),
    object({ n: { type: ["number", "null"] } }),
    [
      "breaking: output property `n` may now be `number` and `null`: callers that handle only the old type will fail",
    ],
  ],
  [
    "null by OpenAPI's keyword",
    { type: "string" },
    { type: "string", nullable: true },
    ["breaking: the output may now be `null`: callers that handle only the old type will fail"],
  ],
  [
    "type narrowed",
    { type: ["string", "null"] },
    { type: "string" },
    ["breaking: the output can no longer be `null`: callers that handle the old type will fail"],
  ],
  [
    "items",
    { type: "array", items: object({ a: { type: "string" } }) },
    { type: "array", items: object({}) },
    ["breaking: output property `[].a` was removed: callers that read it will fail"],
  ],
  [
    "items in a property",
    object({ list: { items: { type: "string" } } }),
    object({ list: { items: { type: "boolean" } } }),
    [
      "breaking: output property `list[]` changed from `string` to `boolean`: callers that handle the old type will fail",
    ],
  ],
  [
    "bound tightened",
    { type: "number", maximum: 10 },
    { type: "number", maximum: 5 },
    [`breaking: the output has \`maximum\` \`5\` instead of \`10\`: ${narrower}`],
  ],
  [
    "bound added",
    { minLength: 0 },
    { minLength: 3 },
    [`breaking: the output has \`minLength\` \`3\` instead of \`0\`: ${narrower}`],
  ],
  [
    "bound loosened",
    { minItems: 2 },
    {},
    ["behaviour: the output has `minItems` nothing instead of `2`: the schema is wider"],
  ],
  [
    "closed",
    object({}),
    object({}, { additionalProperties: false }),
    ["breaking: the output no longer allows other properties: callers that read others will fail"],
  ],
  [
    "opened",
    object({}, { additionalProperties: false }),
    object({}),
    ["behaviour: the output now allows other properties"],
  ],
  [
    "other properties narrowed",
    { additionalProperties: { type: ["string", "number"] } },
    { additionalProperties: { type: "string" } },
    ["breaking: output property `*` can no longer be `number`: callers that handle the old type will fail"],
  ],
  [
    "pattern added",
    { type: "string" },
    { type: "string", pattern: "^a" },
    [`breaking: the output now has \`pattern\` \`^a\`: ${narrower}`],
  ],
  [
    "pattern removed",
    { pattern: "^a" },
    {},
    ["behaviour: the output no longer has `pattern`: the schema is wider"],
  ],
  [
    "pattern changed",
    { pattern: "^a" },
    { pattern: "^b" },
    [`breaking: the output changed in \`pattern\`: ${unclear}`],
  ],
  [
    "unique items",
    {},
    { uniqueItems: true },
    [`breaking: the output no longer allows an item twice: ${narrower}`],
  ],
  [
    "a keyword that is not understood",
    { oneOf: [{ type: "string" }] },
    { oneOf: [{ type: "string" }, { type: "null" }] },
    [`breaking: the output changed in \`oneOf\`: ${unclear}`],
  ],
  [
    "a keyword that is not understood, unchanged",
    { if: { a: 1 }, title: "T" },
    { title: "T", if: { a: 1 } },
    [],
  ],
  [
    "description, which the model reads",
    { description: "Be brief." },
    { description: "Be long." },
    ["behaviour: the output has another `description`"],
  ],
  [
    "white space in a description",
    { description: "Be brief." },
    { description: "Be  brief.\n" },
    ["patch: the output has another `description`"],
  ],
  ["comment", { $comment: "a" }, {}, ["patch: the output has another `$comment`"]],
  [
    "a choice as a list of types",
    { anyOf: [{ type: "string" }, { type: "null" }] },
    { type: ["null", "string"] },
    [],
  ],
  [
    "an alternative added",
    { type: "string" },
    { anyOf: [{ type: "string" }, { type: "null" }] },
    ["breaking: the output may now be `null`: callers that handle only the old ones will fail"],
  ],
  [
    "an alternative removed",
    { anyOf: [{ type: "string" }, { title: "Order", type: "object" }] },
    { type: "string" },
    [`breaking: the output can no longer be \`Order\`: ${narrower}`],
  ],
  [
    "one alternative changed",
    { anyOf: [{ type: "null" }, object({ a: {} })] },
    { anyOf: [object({}), { type: "null" }] },
    ["breaking: output property `a` was removed: callers that read it will fail"],
  ],
  [
    "alternatives in another order",
    { anyOf: [{ type: "string" }, { type: "integer" }] },
    { anyOf: [{ type: "integer" }, { type: "string" }] },
    [],
  ],
  [
    "a choice beside other keywords",
    object({ a: {} }, { anyOf: [{ required: ["a"] }] }),
    object({ a: {} }),
    ["behaviour: the output no longer has `anyOf`: the schema is wider"],
  ],
  [
    "a definition changed",
    { $defs: { q: { enum: ["a", "b"] } }, properties: { q: { $ref: "#/$defs/q" } } },
    { $defs: { q: { enum: ["a"] } }, properties: { q: { $ref: "#/$defs/q" } } },
    [
      "breaking: output property `q` no longer allows `b`: what callers do on that value will not happen any more",
    ],
  ],
  [
    "a definition put in place",
    { $defs: { q: { enum: ["a"] } }, properties: { q: { allOf: [{ $ref: "#/$defs/q" }] } } },
    { properties: { q: { enum: ["a"] } } },
    [],
  ],
  ["a definition that nothing refers to", { $defs: { q: { enum: ["a"] } } }, { $defs: {} }, []],
  [
    "a definition behind what is not understood",
    { $defs: { q: { enum: ["a"] } }, oneOf: [{ $ref: "#/$defs/q" }] },
    { $defs: { q: { enum: ["b"] } }, oneOf: [{ $ref: "#/$defs/q" }] },
    [`breaking: the output refers to changed definitions in \`oneOf\`: ${unclear}`],
  ],
  [
    "a schema that holds itself",
    { $ref: "#/$defs/n", $defs: { n: object({ next: { $ref: "#/$defs/n" }, v: { type: "string" } }) } },
    { $ref: "#/$defs/n", $defs: { n: object({ next: { $ref: "#/$defs/n" } }) } },
    ["breaking: output property `v` was removed: callers that read it will fail"],
  ],
  [
    "references in a circle",
    { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } },
    { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } },
    [],
  ],
  [
    "a property named like a keyword",
    object({ required: { type: "string" } }),
    object({}),
    ["breaking: output property `required` was removed: callers that read it will fail"],
  ],
  [
    "true and false",
    { items: true },
    { items: false },
    [
      "breaking: output property `[]` no longer allows any value: what callers do on that value will not happen any more",
    ],
  ],
  [
    "no schema at all",
    { items: 3 },
    { items: "x" },
    [`breaking: output property \`[]\` is described in a new way, no JSON Schema: ${unclear}`],
  ],
])("%s", (_, before, after, expected) => {
  const changes = diffDocuments(
    aDocument(before ? { output: before } : {}),
    aDocument(after ? { output: after } : {}),
  );
  expect(changes.map(({ level, message }) => `${level}: ${message}`)).toEqual(expected);
});

test("choices of choices of choices are given up rather than tried for hours", () => {
  const nested = (depth: number, leaf: string): Schema =>
    depth === 0
      ? { type: "string", pattern: leaf }
      : { anyOf: Array.from({ length: 8 }, (_, at) => object({ x: nested(depth - 1, `${leaf}${at}`) })) };
  const changes = diffDocuments(aDocument({ output: nested(4, "a") }), aDocument({ output: nested(4, "b") }));
  expect(changes.some(({ level }) => level === "breaking")).toBe(true);
});
