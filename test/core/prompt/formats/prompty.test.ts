// The shapes of Prompty files, and what their reader complains of.

import { describe, expect, test } from "vitest";
import { complaints, parse } from "../a-prompt.ts";

const of = (frontMatter: string, body = "user:\nHello") =>
  complaints("a.prompty", `---\n${frontMatter}\n---\n${body}\n`);
const read = (frontMatter: string, body = "user:\nHello") =>
  parse("a.prompty", `---\n${frontMatter}\n---\n${body}\n`).document;

describe("the model", () => {
  test.each([
    ["a text", "model: gpt-4o", "gpt-4o"],
    ["v2", "model: {id: gpt-4o, provider: openai}", "openai/gpt-4o"],
    ["v2 without provider", "model: {id: gpt-4o}", "gpt-4o"],
    [
      "v1 on Azure",
      "model: {configuration: {type: azure_openai, azure_deployment: prod}}",
      "azure_openai/prod",
    ],
    ["v1 on OpenAI", "model: {configuration: {type: openai, name: gpt-4o}}", "openai/gpt-4o"],
    ["the draft between", "model: {id: gpt-4o, connection: {type: azure_openai}}", "azure_openai/gpt-4o"],
    ["none", "name: x", undefined],
  ])("%s", (_, frontMatter, model) => expect(read(frontMatter)?.model).toBe(model));

  test.each([
    ["v1", "model: {parameters: {top_p: 1}}", { top_p: 1 }],
    ["v2", "model: {options: {topP: 1}}", { topP: 1 }],
  ])("parameters of %s", (_, frontMatter, parameters) =>
    expect(read(frontMatter)?.parameters).toEqual(parameters),
  );
});

describe("inputs", () => {
  test.each([
    [
      "v2: optional unless said otherwise",
      "inputs: [{name: a, kind: string}]",
      { name: "a", required: false, type: "string" },
    ],
    [
      "v1: required unless there is a default",
      "inputs: {a: {type: string}}",
      { name: "a", required: true, type: "string" },
    ],
    [
      "v1 with a default",
      "inputs: {a: {type: string, default: x}}",
      { name: "a", required: false, type: "string", default: "x" },
    ],
    [
      "the file's own word wins",
      "inputs: {a: {type: string, required: false}}",
      { name: "a", required: false, type: "string" },
    ],
    ["an example value", "inputs: {a: 3}", { name: "a", required: false, type: "integer", default: 3 }],
    ["a sample alone", "sample: {a: 3}", { name: "a", required: true }],
    ["only used", "name: x", { name: "a", required: true }],
    [
      "an object",
      "inputs: [{name: a, kind: object, properties: {b: {kind: float, required: true}}}]",
      {
        name: "a",
        required: false,
        type: "object",
        schema: { type: "object", properties: { b: { type: "number" } }, required: ["b"] },
      },
    ],
  ])("%s", (_, frontMatter, input) => {
    const { document, findings } = parse("a.prompty", `---\n${frontMatter}\n---\n{{a}}\n`);
    expect(findings).toEqual([]);
    expect(document?.inputs).toEqual([input]);
  });
});

describe("messages", () => {
  test.each([
    ["text before the first role is the system's", "Be kind.\nuser:\nHi", ["system 4 Be kind.", "user 6 Hi"]],
    ["roles in any case, with attributes", 'System:\nA\n\nuser[name="x"]:\nB', ["system 5 A", "user 8 B"]],
    ["a function is a tool", "function:\nA", ["tool 5 A"]],
    ["a role within a line is text", "user:\nThe user: Kim", ["user 5 The user: Kim"]],
    ["blank messages are left out", "system:\n\nuser:\n\nHi", ["user 8 Hi"]],
  ])("%s", (_, body, messages) => {
    const found = read("name: x", body)?.messages.map(({ role, text, line }) => `${role} ${line} ${text}`);
    expect(found).toEqual(messages);
  });
});

describe("complaints", () => {
  test.each([
    [
      "a misspelt key",
      "input: {a: {type: string}}",
      "{{a}}",
      "2:1 warning The key `input` is not known. Did you mean `inputs`?",
    ],
    [
      "a key in plain text",
      "model: {id: m, connection: {kind: key, apiKey: abc123}}",
      "Hi",
      "2:48 warning `apiKey` holds a secret in plain text. Write `${env:NAME}` instead, and revoke the secret: it stays in the history of the repository.",
    ],
    [
      "an input without a name",
      "inputs:\n- kind: string",
      "Hi",
      "3:3 error An item of `inputs` has no `name`. Write `- name: …` for each of `inputs`.",
    ],
    [
      "an input declared twice",
      "inputs:\n- name: a\n- name: a",
      "{{a}}",
      "4:9 error `a` is declared twice in `inputs`. Keep one of the two.",
    ],
    [
      "an undeclared variable",
      "inputs: {a: x}",
      "{{a}}\n{{b}}",
      "5:3 warning The template uses `b`, which `inputs` does not declare. Declare it under `inputs`, or correct the name.",
    ],
    [
      "an unused input",
      "inputs: {a: x, b: y}",
      "{{a}}",
      "2:16 notice The input `b` is declared, but the template does not use it. Use it, or remove the declaration.",
    ],
    [
      "an unknown engine",
      "template: liquid",
      "Hi",
      "2:11 warning The template engine `liquid` is not known, so variables are not checked. Write `jinja2` or `mustache`.",
    ],
    [
      "a broken template",
      "name: x",
      "user:\n{% if a %}",
      "5:1 error The block `if` that opens here is never closed. Add `{% endif %}`.",
    ],
    ["no body", "name: x", "", "1:1 error The prompt has no text below its front matter. Write it there."],
  ])("%s", (_, frontMatter, body, complaint) => expect(of(frontMatter, body)).toEqual([complaint]));

  test.each([
    ["inputs of another file", "inputs: ${file:inputs.json}", "{{b}}"],
    ["a sample of another file", "sample: sample.json", "{{b}}"],
    ["an include, which may use anything", "inputs: {a: x}", "{% include 'b' %}"],
    ["a mustache template", "inputs: {a: x}\ntemplate: {format: mustache}", "{{#a}}{{.}}{{/a}}"],
    ["a connection by its name", "model: {configuration: {connection: main}}", "Hi"],
    ["a configuration of another file", "model: {configuration: '${file:azure.json}'}", "Hi"],
    ["a number filled in later", "model: {options: {temperature: '${env:T}'}}", "Hi"],
  ])("none about %s", (_, frontMatter, body) => expect(of(frontMatter, body)).toEqual([]));
});

test("front matter that is broken gives no document, since nothing of it is known", () => {
  const { document, findings } = parse("a.prompty", "---\nname: a: b\n---\nHi\n");
  expect(document).toBeUndefined();
  expect(findings).toMatchObject([{ severity: "error", line: 2 }]);
});

test("a file without front matter is a prompt", () => {
  expect(parse("a.prompty", "user:\nHi {{name}}\n").document).toMatchObject({
    messages: [{ role: "user", text: "Hi {{name}}", line: 2 }],
    inputs: [{ name: "name" }],
  });
});
