// What the reader of GitHub Models' files complains of, and where.

import { describe, expect, test } from "vitest";
import { complaints, parse } from "../a-prompt.ts";

const MESSAGES = "messages:\n- role: user\n  content: Hello\n";
const of = (text: string) => complaints("hello.prompt.yml", text);

describe("messages", () => {
  test.each([
    [
      "none",
      "name: x\n",
      "1:1 error `messages` is missing. Add it: a list of mappings, each with `role` and `content`.",
    ],
    [
      "an empty list",
      "messages: []\n",
      "1:11 error `messages` holds no message. Add one with `role` and `content`.",
    ],
    [
      "a text",
      "messages: Hello\n",
      "1:11 error `messages` must be a list, got the text `Hello`. Write a list.",
    ],
    [
      "a message that is a text",
      "messages:\n- Hello\n",
      "2:3 error An item of `messages` must be a mapping of keys, got the text `Hello`. Write a mapping of keys.",
    ],
    [
      "no role",
      "messages:\n- content: Hi\n",
      "2:3 error The message has no `role`. Write `system`, `user` or `assistant`.",
    ],
    [
      "an unknown role",
      "messages:\n- role: tool\n  content: Hi\n",
      "2:9 error A message cannot have the role `tool`. Write `system`, `user` or `assistant`.",
    ],
    [
      "a role in capitals",
      "messages:\n- role: User\n  content: Hi\n",
      "2:9 error A message cannot have the role `User`. Write `user`, in lower case.",
    ],
    [
      "no content",
      "messages:\n- role: user\n",
      "2:3 error The message has no `content`. Write it, or remove the message.",
    ],
    [
      "a list as content",
      "messages:\n- role: user\n  content: [Hi]\n",
      "3:12 error `content` must be a text, got a list. Write a text.",
    ],
    [
      "a number as content",
      "messages:\n- role: user\n  content: 42\n",
      '3:12 warning `content` should be a text, but YAML reads 42 as a number. Put it in quotes: "42".',
    ],
  ])("%s", (_, text, complaint) => expect(of(text)).toEqual([complaint]));

  test("sound messages beside a broken one are still read", () => {
    const { document } = parse(
      "a.prompt.yml",
      "messages:\n- role: nobody\n  content: A\n- role: user\n  content: B\n",
    );
    expect(document?.messages).toEqual([{ role: "user", text: "B", line: 5 }]);
  });
});

describe("the rest", () => {
  test.each([
    [
      "a misspelt key",
      `modelParameter: {}\n${MESSAGES}`,
      "1:1 warning The key `modelParameter` is not known. Did you mean `modelParameters`?",
    ],
    [
      "a quoted number",
      `modelParameters:\n  temperature: "0.5"\n${MESSAGES}`,
      "2:16 error `temperature` must be a number, got the text `0.5`. Write it without quotes: `temperature: 0.5`.",
    ],
    [
      "an unknown response format",
      `responseFormat: xml\n${MESSAGES}`,
      "1:17 error `responseFormat` cannot be `xml`. Write `text`, `json_object` or `json_schema`.",
    ],
    [
      "a response format without its schema",
      `responseFormat: json_schema\n${MESSAGES}`,
      "1:17 error `responseFormat: json_schema` needs a `jsonSchema`. Add it: JSON as text, with `name` and `schema`.",
    ],
    [
      "a schema without effect",
      `jsonSchema: '{"name": "x", "schema": {}}'\n${MESSAGES}`,
      "1:1 warning `jsonSchema` has no effect without `responseFormat: json_schema`. Add that line, or remove `jsonSchema`.",
    ],
    [
      "a schema that is YAML",
      `responseFormat: json_schema\njsonSchema: {name: x}\n${MESSAGES}`,
      "2:13 error `jsonSchema` must be a text, got a mapping. Write a text.",
    ],
    [
      "broken JSON, at its line",
      `responseFormat: json_schema\njsonSchema: |\n  {\n    "name": "x",\n    "schema": {},\n  }\n${MESSAGES}`,
      "6:3 error The JSON of `jsonSchema` is broken here. Correct it; a JSON checker in the editor helps.",
    ],
    [
      "JSON that ends too early",
      `responseFormat: json_schema\njsonSchema: |\n  {\n    "name": "x"\n${MESSAGES}`,
      "4:16 error The JSON of `jsonSchema` is broken here. Correct it; a JSON checker in the editor helps.",
    ],
    [
      "a schema without a name",
      `responseFormat: json_schema\njsonSchema: '{"schema": {}}'\n${MESSAGES}`,
      '2:13 error `jsonSchema` has no `name`. Add "name" to it.',
    ],
    [
      "a variable with spaces, which no tool fills in",
      "messages:\n- role: user\n  content: |\n    Hello,\n    dear {{ name }}\n",
      "5:10 warning The variable `name` is not filled in, because spaces stand within its braces. Write `{{name}}`.",
    ],
    [
      "a test case without a value",
      "messages:\n- role: user\n  content: Hello {{name}}\ntestData:\n- name: Robin\n- nmae: Kim\n",
      "6:3 warning This test case gives no value for the variable `name`. Add `name: …`.",
    ],
    [
      "an evaluator that evaluates nothing",
      `${MESSAGES}evaluators:\n- name: polite\n`,
      "5:3 warning This evaluator names no way to evaluate. Give it one of `string`, `llm` and `uses`.",
    ],
  ])("%s", (_, text, complaint) => expect(of(text)).toEqual([complaint]));
});

test("JSON that is too deep for whoever walks the document is refused", () => {
  const deep = `${`{"a":`.repeat(200)}1${"}".repeat(200)}`;
  expect(of(`responseFormat: json_schema\njsonSchema: '${deep}'\n${MESSAGES}`)).toEqual([
    "2:13 error The JSON of `jsonSchema` is nested more than 100 levels deep. Write it flatter.",
  ]);
});
