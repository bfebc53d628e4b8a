// What each kind of change is called and which level it asks for: the table of docs/versions.md, case by case.

import { describe, expect, test } from "vitest";
import { sha } from "../../../../src/core/identity.ts";
import { highestLevel } from "../../../../src/core/prompt/diff/change.ts";
import { comparePrompts, diffDocuments, type PromptSide } from "../../../../src/core/prompt/diff/index.ts";
import type { PromptDocument } from "../../../../src/core/prompt/document.ts";
import { aDocument, assistant, optional, plainText, required, system, user } from "./a-document.ts";

function said(before: Partial<PromptDocument>, after: Partial<PromptDocument>): string[] {
  return diffDocuments(aDocument(before), aDocument(after)).map(
    ({ level, message }) => `${level}: ${message}`,
  );
}

describe("input variables", () => {
  test.each<[string, PromptDocument["inputs"], PromptDocument["inputs"], string[]]>([
    [
      "removed",
      [required("tone")],
      [],
      ["breaking: variable `tone` was removed: callers that send it may fail"],
    ],
    [
      "made required",
      [optional("locale")],
      [required("locale")],
      ["breaking: variable `locale` is now required: callers that don't send it will fail"],
    ],
    [
      "added as required",
      [],
      [required("locale")],
      ["breaking: new variable `locale` is now required: callers that don't send it will fail"],
    ],
    ["added as optional", [], [optional("tone")], ["behaviour: optional variable `tone` was added"]],
    ["made optional", [required("a")], [optional("a")], ["behaviour: variable `a` is now optional"]],
    [
      "of another type",
      [required("n", { type: "string" })],
      [required("n", { type: "integer" })],
      [
        "breaking: variable `n` changed from `string` to `integer`: callers that send anything else will fail",
      ],
    ],
    [
      "narrowed from number to integer",
      [required("n", { type: "number" })],
      [required("n", { type: "integer" })],
      ["breaking: variable `n` can no longer be `number`: callers that send anything else will fail"],
    ],
    [
      "widened from integer to number",
      [required("n", { type: "int" })],
      [required("n", { type: "float" })],
      ["behaviour: variable `n` may now be `number`"],
    ],
    [
      "called by another name of one type",
      [required("n", { type: "str" })],
      [required("n", { type: "string" })],
      [],
    ],
    [
      "typed for the first time",
      [required("n")],
      [required("n", { type: "boolean" })],
      [
        "breaking: variable `n` must now be `boolean`, any value was allowed before: callers that send anything else will fail",
      ],
    ],
    [
      "narrowed within its schema",
      [required("order", { schema: { type: "object", properties: { size: { enum: ["s", "m", "l"] } } } })],
      [
        required("order", {
          schema: { type: "object", properties: { size: { enum: ["s", "m"] } }, required: ["size"] },
        }),
      ],
      [
        "breaking: variable `order.size` is now required: callers that don't send it will fail",
        "breaking: variable `order.size` no longer allows `l`: callers that send anything else will fail",
      ],
    ],
    [
      "given another default",
      [optional("n", { default: 1 })],
      [optional("n", { default: 2 })],
      ["behaviour: the default of variable `n` changed from `1` to `2`"],
    ],
    [
      "described in other words",
      [required("n", { description: "A number." })],
      [required("n", { description: "A count." })],
      ["patch: variable `n` has another description"],
    ],
    ["in another order", [required("a"), optional("b")], [optional("b"), required("a")], []],
    [
      "named to break a message",
      [required("a`b\nc".repeat(30))],
      [],
      [
        `breaking: variable \`${"a b ca b ca b ca b ca b ca b ca b ca b ca b ca b ca b ca b ca b ca b ca b c".slice(0, 60)}…\` was removed: callers that send it may fail`,
      ],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(said({ inputs: before }, { inputs: after })).toEqual(expected);
  });

  test("those of plain text are read off its placeholders, so they are no contract that could break", () => {
    const before = { ...plainText("Hello {{name}}"), inputs: [required("name")] };
    const after = { ...plainText("Hello {{nick}}"), inputs: [required("nick")] };
    expect(diffDocuments(before, after).map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "behaviour: variable `name` was removed: callers that send it may fail, if they fill in this text's placeholders",
      "behaviour: new variable `nick` is now required: callers that don't send it will fail, if they fill in this text's placeholders",
      "behaviour: the text changed",
    ]);
  });
});

describe("the model", () => {
  const tools = { extra: { tools: ["search"] } };
  const schema = { output: { type: "object" } };
  test.each<[string, Partial<PromptDocument>, string | undefined, string | undefined, string[]]>([
    [
      "within what the prompt uses",
      tools,
      "openai/gpt-4o",
      "openai/gpt-4.1",
      ["behaviour: the model changed from `openai/gpt-4o` to `openai/gpt-4.1`"],
    ],
    [
      "to one without tools",
      tools,
      "openai/gpt-4o",
      "openai/o1-mini",
      [
        "breaking: the model changed from `openai/gpt-4o` to `openai/o1-mini`, which does not support calling tools: the prompt uses it and will fail",
      ],
    ],
    [
      "to one without tools that the prompt does not use",
      {},
      "openai/gpt-4o",
      "openai/o1-mini",
      ["behaviour: the model changed from `openai/gpt-4o` to `openai/o1-mini`"],
    ],
    [
      "to one without JSON Schema",
      schema,
      "gpt-4o-2024-08-06",
      "gpt-4-turbo",
      [
        "breaking: the model changed from `gpt-4o-2024-08-06` to `gpt-4-turbo`, which does not support output by a JSON Schema: the prompt uses it and will fail",
      ],
    ],
    [
      "from one that could not either",
      tools,
      "o1-mini",
      "o1-preview",
      ["behaviour: the model changed from `o1-mini` to `o1-preview`"],
    ],
    [
      "to one that takes no temperature",
      { parameters: { temperature: 0.2 } },
      "GPT-4o",
      "o3-mini",
      [
        "breaking: the model changed from `GPT-4o` to `o3-mini`, which does not support sampling parameters such as temperature: the prompt uses it and will fail",
      ],
    ],
    [
      "to one without images",
      { inputs: [required("photo", { type: "image" })] },
      "googleai/gemini-2.0-flash",
      "meta/Llama-3.3-70B-Instruct",
      [
        "breaking: the model changed from `googleai/gemini-2.0-flash` to `meta/Llama-3.3-70B-Instruct`, which does not support images as input: the prompt uses it and will fail",
      ],
    ],
    [
      "to an unknown one",
      tools,
      "openai/gpt-4o",
      "acme/own-7b",
      [
        "behaviour: the model changed from `openai/gpt-4o` to `acme/own-7b`; nothing is known of this model; check that it supports calling tools",
      ],
    ],
    [
      "to a known one whose capability is not known",
      schema,
      "openai/gpt-4o",
      "claude-3-5-sonnet-20241022",
      [
        "behaviour: the model changed from `openai/gpt-4o` to `claude-3-5-sonnet-20241022`; whether it supports output by a JSON Schema is not known, check it",
      ],
    ],
    ["named for the first time", {}, undefined, "gpt-4o", ["behaviour: the model is now `gpt-4o`"]],
    [
      "named no more",
      {},
      "gpt-4o",
      undefined,
      ["behaviour: the model `gpt-4o` is no longer named: the caller's model runs"],
    ],
  ])("%s", (_, parts, before, after, expected) => {
    expect(said(withModel(parts, before), withModel(parts, after))).toEqual(expected);
  });

  function withModel(parts: Partial<PromptDocument>, model: string | undefined): Partial<PromptDocument> {
    return model === undefined ? parts : { ...parts, model };
  }
});

describe("parameters, texts, examples and the rest", () => {
  test.each<[string, Partial<PromptDocument>, Partial<PromptDocument>, string[]]>([
    [
      "parameter changed",
      { parameters: { temperature: 0.2 } },
      { parameters: { temperature: 0.7 } },
      ["behaviour: parameter `temperature` changed from `0.2` to `0.7`"],
    ],
    [
      "parameter added and removed",
      { parameters: { stop: ["a"] } },
      { parameters: { seed: 1 } },
      [
        "behaviour: parameter `stop` was removed, it was a list of 1",
        "behaviour: parameter `seed` was added: `1`",
      ],
    ],
    [
      "white space within a parameter counts",
      { parameters: { stop: ["\n"] } },
      { parameters: { stop: ["\n\n"] } },
      ["behaviour: parameter `stop` changed within a list of 1"],
    ],
    [
      "text changed",
      { messages: [system("Be kind."), user("{{q}}")] },
      { messages: [system("Be brief."), user("{{q}}")] },
      ["behaviour: the system message changed"],
    ],
    [
      "white space in a text",
      { messages: [user("Be  kind.\n\nPlease {{ q }}")] },
      { messages: [user("Be kind. Please {{q}}\n")] },
      ["patch: only white space changed in the text of the user message"],
    ],
    [
      "a word split by a space",
      { messages: [user("nowhere")] },
      { messages: [user("now here")] },
      ["behaviour: the text of the user message changed"],
    ],
    [
      "a line break between signs of a script without spaces",
      { messages: [user("你好世界")] },
      { messages: [user("你好\n世界")] },
      ["patch: only white space changed in the text of the user message"],
    ],
    [
      "an invisible sign is no white space",
      { messages: [user("a")] },
      { messages: [user("a\u200b")] },
      ["behaviour: the text of the user message changed"],
    ],
    [
      "a message at another line of the file",
      { messages: [user("a")] },
      { messages: [{ ...user("a"), line: 9 }] },
      [],
    ],
    [
      "an example added",
      { messages: [system("s"), user("q")] },
      { messages: [system("s"), user("e"), assistant("a"), user("q")] },
      ["behaviour: the user message at place 2 was added", "behaviour: the example answer was added"],
    ],
    [
      "an example changed",
      { messages: [assistant("a"), user("q")] },
      { messages: [assistant("b"), user("q")] },
      ["behaviour: the example answer changed"],
    ],
    [
      "a role changed",
      { messages: [system("s"), user("q")] },
      { messages: [{ ...system("s"), role: "developer" }, user("q")] },
      ["behaviour: the system message became the developer message"],
    ],
    [
      "examples in a key",
      { extra: { sample: { q: "a" } } },
      { extra: { sample: { q: "b" } } },
      ["behaviour: `sample` changed"],
    ],
    ["tools", { extra: {} }, { extra: { tools: ["x"] } }, ["behaviour: `tools` was added"]],
    ["tests", { extra: { testData: [1] } }, { extra: { testData: [2] } }, ["patch: `testData` changed"]],
    ["an unknown key", { extra: { agent: "a" } }, { extra: {} }, ["behaviour: `agent` was removed"]],
    [
      "white space in a key",
      { extra: { tools: [{ description: "a b" }] } },
      { extra: { tools: [{ description: "a\n b" }] } },
      ["patch: only white space changed in `tools`"],
    ],
    ["order of keys", { extra: { a: { x: 1, y: 2 }, b: 1 } }, { extra: { b: 1, a: { y: 2, x: 1 } } }, []],
    ["description", { description: "Old." }, { description: "New." }, ["patch: the description changed"]],
    ["name", {}, { name: "Triage" }, ["patch: the name was added"]],
    [
      "a skill's description",
      { format: "agent-skill", description: "Old." },
      { format: "agent-skill", description: "New." },
      ["behaviour: the description changed, by which the model chooses this skill"],
    ],
    [
      "format",
      { format: "prompty" },
      { format: "dotprompt" },
      [
        "breaking: the format changed from `prompty` to `dotprompt`: callers that load the file as `prompty` will fail",
      ],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(said(before, after)).toEqual(expected);
  });

  test.each([
    ["Hello world", "Hello  world\n", "patch"],
    ["Hello world", "Hello, world", "behaviour"],
    ["Hello world", "Hello world", undefined],
  ])("plain text %j -> %j is %s", (before, after, level) => {
    expect(highestLevel(diffDocuments(plainText(before), plainText(after)))).toBe(level);
  });
});

describe("files", () => {
  const blob = (digit: string) => sha(digit.repeat(40));
  const side = (parts: Partial<PromptSide>): PromptSide => ({
    path: "prompts/a.prompt",
    blob: blob("1"),
    document: aDocument({ messages: [user("a")] }),
    ...parts,
  });
  test.each<[string, PromptSide, PromptSide, string[]]>([
    ["the same bytes", side({}), side({}), []],
    [
      "the same document in other bytes",
      side({}),
      side({ blob: blob("2") }),
      ["patch: only comments, layout or the order of keys changed"],
    ],
    [
      "moved",
      side({}),
      side({ path: "prompts/b.prompt" }),
      ["patch: the file moved from `prompts/a.prompt` to `prompts/b.prompt`"],
    ],
    [
      "broken now",
      side({}),
      side({ blob: blob("2"), document: undefined }),
      [
        "behaviour: the new version cannot be read as a prompt, so what changed is unknown; it counts as a change of behaviour",
      ],
    ],
    [
      "broken before",
      side({ document: undefined }),
      side({ blob: blob("2") }),
      [
        "behaviour: the version before cannot be read as a prompt, so what changed is unknown; it counts as a change of behaviour",
      ],
    ],
    [
      "broken both",
      side({ document: undefined }),
      side({ blob: blob("2"), document: undefined }),
      [
        "behaviour: neither version can be read as a prompt, so what changed is unknown; it counts as a change of behaviour",
      ],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(comparePrompts(before, after).map(({ level, message }) => `${level}: ${message}`)).toEqual(
      expected,
    );
  });
});
