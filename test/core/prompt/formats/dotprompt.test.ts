// dotprompt files: held against Google's own package where it answers, and against tables where it does not.

import { Dotprompt, picoschema } from "dotprompt";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { complaints, parse } from "../a-prompt.ts";

const asFile = (frontMatter: object, body = "Hello") => `---\n${stringify(frontMatter)}---\n${body}\n`;

/** Without `undefined`, which the package leaves in its schemas. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("as the dotprompt package reads it", () => {
  const word = fc.stringMatching(/^[a-z][a-zA-Z]{0,8}$/);
  const description = fc.option(fc.stringMatching(/^[a-z][a-z ,.]{0,20}[a-z]$/), { nil: undefined });
  const scalar = fc
    .tuple(fc.constantFrom("string", "number", "integer", "boolean", "any"), description)
    .map(([type, text]) => (text ? `${type}, ${text}` : type));
  const { field } = fc.letrec<{ field: [string, unknown]; object: object; type: unknown }>((tie) => ({
    type: fc.oneof({ depthSize: "small" }, scalar, tie("object")),
    object: fc
      .array(tie("field"), { minLength: 1, maxLength: 4 })
      .map((fields) => Object.fromEntries(fields)),
    field: fc.oneof(
      fc
        .tuple(word, fc.constantFrom("", "?"), tie("type"))
        .map(([name, mark, type]) => [name + mark, type] as const),
      fc
        .tuple(word, fc.constantFrom("", "?"), description, tie("type"))
        .map(
          ([name, mark, text, type]) => [`${name}${mark}(array${text ? `, ${text}` : ""})`, type] as const,
        ),
      fc
        .tuple(word, fc.constantFrom("", "?"), description, tie("object"))
        .map(
          ([name, mark, text, type]) => [`${name}${mark}(object${text ? `, ${text}` : ""})`, type] as const,
        ),
      fc
        .tuple(word, fc.constantFrom("", "?"), fc.array(word, { minLength: 1, maxLength: 3 }))
        .map(([name, mark, values]) => [`${name}${mark}(enum)`, values] as const),
      scalar.map((type) => ["(*)", type] as const),
    ) as fc.Arbitrary<[string, unknown]>,
  }));
  const schema = fc.array(field, { minLength: 1, maxLength: 5 }).map((fields) => Object.fromEntries(fields));
  // One name in two notations (`a` and `a?`) is a slip that the package answers with the later one's mark.
  const distinct = schema.filter((object) => {
    const names = Object.keys(object).map((key) => key.replace(/\?.*|\(.*/, ""));
    return new Set(names).size === names.length && !names.includes("type") && !names.includes("properties");
  });

  test("Picoschema becomes the same JSON Schema", async () => {
    await fc.assert(
      fc.asyncProperty(distinct, async (written) => {
        const ours = parse("a.prompt", asFile({ output: { schema: written } })).document?.output;
        const theirs: unknown = await picoschema(structuredClone(written));
        expect(plain(ours)).toEqual(plain(theirs));
      }),
    );
  });

  test.each([
    ["nothing but text", "Hello {{name}}"],
    ["roles", '{{role "system"}}Be kind.\n{{role "user"}}\nHi {{name}}\n{{role "model"}}Hello'],
    ["text before the first role", 'Hi\n{{role "model"}}\nHello'],
    ["a role twice", '{{role "user"}}A{{role "user"}}B'],
  ])("messages of %s", async (_, template) => {
    const data = { input: { name: "{{name}}" } };
    const { messages } = await new Dotprompt().render(asFile({ model: "m" }, template), data);
    const theirs = messages.map(({ role, content }) => ({
      role: role === "model" ? "assistant" : role,
      text: content
        .map(({ text }) => text ?? "")
        .join("")
        .trim(),
    }));
    const ours = parse("a.prompt", asFile({ model: "m" }, template)).document?.messages;
    expect(ours?.map(({ role, text }) => ({ role, text }))).toEqual(theirs);
  });

  test("the front matter's fields", () => {
    const file = asFile({
      name: "n",
      description: "d",
      model: "m",
      config: { topK: 3 },
      "acme.owner": "alice",
    });
    const theirs = new Dotprompt().parse(file);
    expect(parse("a.prompt", file).document).toMatchObject({
      name: theirs.name,
      description: theirs.description,
      model: theirs.model,
      parameters: theirs.config,
      messages: [{ text: theirs.template }],
    });
  });
});

describe("inputs", () => {
  test.each([
    ["used only", "", "Hi {{a}}", [{ name: "a", required: true }]],
    [
      "with a default only",
      "input: {default: {a: x}}",
      "Hi {{a}}",
      [{ name: "a", required: false, default: "x" }],
    ],
    [
      "of a schema",
      "input: {schema: {a: string}}",
      "Hi {{a}}",
      [{ name: "a", required: true, type: "string" }],
    ],
    [
      "optional",
      "input: {schema: {a?: string}}",
      "Hi {{a}}",
      [{ name: "a", required: false, type: "string" }],
    ],
    [
      "of a JSON Schema",
      "input: {schema: {type: object, properties: {a: {type: string}}}}",
      "Hi {{a}}",
      [{ name: "a", required: false, type: "string" }],
    ],
    ["of a registered schema", "input: {schema: Guest}", "Hi {{a}}", [{ name: "a", required: true }]],
  ])("%s", (_, frontMatter, body, inputs) => {
    const { document, findings } = parse(
      "a.prompt",
      frontMatter ? `---\n${frontMatter}\n---\n${body}\n` : body,
    );
    expect(findings).toEqual([]);
    expect(document?.inputs).toEqual(inputs);
  });
});

describe("complaints", () => {
  const of = (frontMatter: string, body = "Hi") =>
    complaints("a.prompt", `---\n${frontMatter}\n---\n${body}\n`);

  test.each([
    [
      "an unclosed block",
      "model: m",
      "{{#if a}}\nHi",
      "4:1 error The block `if` that opens here is never closed. Add `{{/if}}`.",
    ],
    [
      "an undeclared variable",
      "input: {schema: {a: string}}",
      "{{a}} {{b}}",
      "4:9 warning The template uses `b`, which `input.schema` does not declare. Declare it under `input.schema`, or correct the name.",
    ],
    [
      "an unused input",
      "input:\n  schema:\n    a: string\n    b?: string",
      "{{a}}",
      "5:5 notice The input `b` is declared, but the template does not use it. Use it, or remove the declaration.",
    ],
    [
      "OpenAI's name for the model's role",
      "model: m",
      '{{role "assistant"}}Hi',
      "4:1 warning A message cannot have the role `assistant`. Write `model`.",
    ],
    [
      "a misspelt type",
      "input: {schema: {a: strng}}",
      "{{a}}",
      "2:21 warning The type `strng` is not known, and taken for the name of a registered schema. Did you mean `string`?",
    ],
    [
      "a list as type",
      "output: {schema: {a: [x]}}",
      "Hi",
      "2:22 error A field's type must be a text such as `string`, or a mapping of further fields. Write one of them; lists of values need `(enum)` behind the name.",
    ],
    [
      "an unknown word in parentheses",
      "output: {schema: {a(map): string}}",
      "Hi",
      "2:19 error `map` cannot stand in parentheses. Write `array`, `object` or `enum` there, and a type such as `string` behind the colon.",
    ],
    [
      "an unclosed comment",
      "model: m",
      "{{!-- Hi",
      "4:1 error This comment is never closed. Close it with `}}` or `--}}`.",
    ],
  ])("%s", (_, frontMatter, body, complaint) => expect(of(frontMatter, body)).toEqual([complaint]));

  test("unclosed front matter", () => {
    const { document, findings } = parse("a.prompt", "---\nmodel: m\nHi\n");
    expect(document).toBeUndefined();
    expect(findings).toMatchObject([
      { severity: "error", line: 1, message: "The front matter that starts here is never closed." },
    ]);
  });

  test("a license may stand above the front matter", () => {
    expect(parse("a.prompt", "# Copyright Acme\n\n---\nmodel: m\n---\nHi\n").document).toMatchObject({
      model: "m",
    });
  });
});
