// What holds of any two documents and schemas.

import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha } from "../../../../src/core/identity.ts";
import { highestLevel } from "../../../../src/core/prompt/diff/change.ts";
import { comparePrompts, diffDocuments } from "../../../../src/core/prompt/diff/index.ts";
import { compareSchemas } from "../../../../src/core/prompt/diff/json-schema/compare.ts";
import { allowsAllBefore } from "../../../../src/core/prompt/diff/json-schema/difference.ts";
import type { PromptDocument } from "../../../../src/core/prompt/document.ts";
import { aDocument, plainText, user } from "./a-document.ts";

const text = fc.string({ unit: "binary", maxLength: 12 });
const name = fc.oneof(fc.constantFrom("a", "b", "__proto__", "constructor", "toString"), text);
const anything = fc.oneof(
  fc.anything({ maxDepth: 4, withBigInt: true, withDate: true, withNullPrototype: true }),
  text,
);
const mapping = fc.dictionary(name, anything, { maxKeys: 4 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const types = fc.constantFrom("string", "integer", "number", "object", "array", "boolean", "null");
const values = fc.constantFrom(0, 1, 1.5, "", "ab", null, true);
const property = fc.constantFrom("a", "b");
const simple = schemaWith(fc.oneof(fc.record({ type: types }), fc.constant({})));
const schema = schemaWith(schemaWith(simple));

function schemaWith(part: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const keyword = fc.oneof(
    of("type", fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 }))),
    of("enum", fc.uniqueArray(values, { minLength: 1, maxLength: 3 })),
    of("const", values),
    of("minimum", fc.integer({ min: -1, max: 2 })),
    of("maxLength", fc.nat(2)),
    of("minItems", fc.nat(1)),
    of("uniqueItems", fc.boolean()),
    of("pattern", fc.constantFrom("a", "^$")),
    of("properties", fc.dictionary(property, part, { maxKeys: 2 })),
    of("required", fc.uniqueArray(property, { maxLength: 2 })),
    of("additionalProperties", fc.oneof(fc.boolean(), part)),
    of("items", fc.oneof(fc.boolean(), part)),
    of("anyOf", fc.array(part, { minLength: 1, maxLength: 3 })),
    of("oneOf", fc.array(part, { minLength: 1, maxLength: 2 })),
    of("allOf", fc.array(part, { minLength: 1, maxLength: 2 })),
    of("not", part),
    of("description", fc.constant("d")),
  );
  return fc.array(keyword, { maxLength: 3 }).map((keywords) => Object.fromEntries(keywords));
}

function of(keyword: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<[string, unknown]> {
  return value.map((one) => [keyword, one]);
}

const documents: fc.Arbitrary<PromptDocument> = fc
  .record({
    format: fc.constantFrom("dotprompt", "plain-text", "agent-skill"),
    name: maybe(text),
    description: maybe(text),
    model: maybe(fc.oneof(text, fc.constantFrom("gpt-4o", "o1-mini"))),
    parameters: mapping,
    messages: fc.array(
      fc.record({ role: fc.constantFrom("system", "user", "assistant"), text, line: fc.nat(9) }),
      { maxLength: 4 },
    ),
    inputs: fc.array(
      fc
        .record({
          name,
          required: fc.boolean(),
          type: maybe(fc.oneof(text, fc.constantFrom("string", "int"))),
          schema: maybe(fc.oneof(schema, mapping)),
          default: anything,
        })
        .map(present),
      { maxLength: 3 },
    ),
    output: maybe(fc.oneof(schema, mapping)),
    extra: mapping,
  })
  .map(present) as fc.Arbitrary<PromptDocument>;

function present<T extends object>(parts: T): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}

/** The same data with the keys of every mapping in the opposite order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reordered(part)]),
  );
}

test("any two documents can be compared, and every change is told in one line", () => {
  fc.assert(
    fc.property(documents, documents, (before, after) => {
      for (const { message } of diffDocuments(before, after)) expect(message).toMatch(/^[^\n\r]+$/);
    }),
    { numRuns: 500 },
  );
});

test("equal documents have no differences, whatever the order of their keys", () => {
  fc.assert(
    fc.property(documents, (document) => {
      expect(diffDocuments(document, document)).toEqual([]);
      const { messages, inputs, ...rest } = document;
      const other = { ...(reordered(rest) as typeof rest), messages, inputs };
      expect(diffDocuments(document, other)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("other bytes are a patch at least", () => {
  fc.assert(
    fc.property(documents, documents, (before, after) => {
      const side = (document: PromptDocument, digit: string) => ({
        path: "a",
        blob: sha(digit.repeat(40)),
        document,
      });
      expect(highestLevel(comparePrompts(side(before, "1"), side(after, "2")))).toBeDefined();
    }),
  );
});

test("white space that parts the same words never asks for more than a patch", () => {
  const words = fc.array(fc.string({ unit: "grapheme", maxLength: 6 }), { minLength: 1, maxLength: 8 });
  const space = fc.string({
    unit: fc.constantFrom(" ", "\n", "\t", "\u00a0", "\r"),
    minLength: 1,
    maxLength: 3,
  });
  const spread = fc
    .tuple(
      words,
      fc.array(space, { minLength: 10, maxLength: 10 }),
      fc.array(space, { minLength: 10, maxLength: 10 }),
    )
    .map(([list, one, other]) => [joined(list, one), joined(list, other)] as const);
  fc.assert(
    fc.property(spread, ([before, after]) => {
      expect(["patch", undefined]).toContain(
        highestLevel(diffDocuments(plainText(before), plainText(after))),
      );
      const [old, young] = [before, after].map((one) =>
        aDocument({
          messages: [user(one), user("b")],
          description: one,
          extra: { tools: [{ description: one }] },
        }),
      );
      expect(["patch", undefined]).toContain(
        highestLevel(diffDocuments(old ?? aDocument(), young ?? aDocument())),
      );
    }),
    { numRuns: 500 },
  );

  function joined(list: readonly string[], spaces: readonly string[]): string {
    return list.map((word, at) => word + (spaces[at % 10] ?? "")).join("");
  }
});

test("where a schema is said to allow all that it allowed before, a validator agrees", () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const leaf = fc.oneof(values, fc.integer({ min: -3, max: 3 }), fc.constantFrom("a", "abc"));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  // One is mostly the other with some keywords taken away or exchanged, so that a good part is comparable.
  const pair = fc
    .tuple(schema, schema, fc.array(fc.nat(6), { maxLength: 2 }))
    .map(([before, other, dropped]) => {
      const kept = Object.entries(before).filter((_, at) => !dropped.includes(at));
      return [before, dropped.length === 0 ? { ...before, ...other } : Object.fromEntries(kept)] as const;
    });
  let compared = 0;
  fc.assert(
    fc.property(pair, fc.array(value, { minLength: 20, maxLength: 20 }), ([before, after], samples) => {
      if (!allowsAllBefore(compareSchemas(before, after))) return;
      compared++;
      const [wasValid, isValid] = [ajv.compile(before), ajv.compile(after)];
      for (const sample of samples) if (wasValid(sample)) expect(isValid(sample)).toBe(true);
    }),
    { numRuns: 1_500 },
  );
  expect(compared).toBeGreaterThan(100);
});
