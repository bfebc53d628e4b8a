// GitHub Models' `.prompt.yml` and `.prompt.yaml`.
// Follows https://docs.github.com/en/github-models/use-github-models/storing-prompts-in-github-repositories, and where
// it is silent what `gh models` and actions/ai-inference accept.

import { readYaml } from "../bounded-yaml.ts";
import { type InputVariable, type PromptDocument, type PromptMessage, withoutAbsent } from "../document.ts";
import { Fields } from "../fields.ts";
import { readJsonObject } from "../json.ts";
import { findMisspeltKeys } from "../misspelt-keys.ts";
import { readParameters } from "../parameters.ts";
import { fileError, fileWarning, type Problem, shown } from "../problem.ts";
import { readPlaceholders } from "../template/placeholders.ts";
import type { Format, FormatReading } from "./format.ts";

export const githubModels: Format = {
  name: "github-models",
  isFor: (fileName) => /\.prompt\.ya?ml$/i.test(fileName),
  read: ({ text }) => {
    const problems: Problem[] = [];
    const fields = new Fields(readYaml({ text, firstLine: 1 }), problems);
    if (problems.some(({ severity }) => severity === "error")) return { problems };
    return readFields(fields, problems);
  },
};

const READ_KEYS = ["name", "description", "model", "modelParameters", "messages", "jsonSchema"];
const KNOWN_KEYS = [...READ_KEYS, "responseFormat", "testData", "evaluators"];

function readFields(fields: Fields, problems: Problem[]): FormatReading {
  problems.push(...findMisspeltKeys(fields, KNOWN_KEYS));
  const messages = readMessages(fields);
  const inputs = readInputs(messages.map(({ text }) => text));
  checkTestData(fields, inputs);
  checkEvaluators(fields);
  return {
    problems,
    document: withoutAbsent<PromptDocument>({
      format: "github-models",
      name: fields.text("name"),
      description: fields.text("description"),
      model: fields.text("model"),
      parameters: readParameters(fields.mapping("modelParameters")),
      messages,
      inputs,
      output: readOutput(fields),
      extra: fields.rest(...READ_KEYS),
    }),
  };
}

const ROLES = ["system", "user", "assistant"] as const;

function readMessages(fields: Fields): PromptMessage[] {
  const list = fields.mappings("messages");
  if (list === undefined) {
    if (fields.value("messages") === undefined) {
      fields.report(
        fileError(
          fields.at("messages"),
          "`messages` is missing.",
          "Add it: a list of mappings, each with `role` and `content`.",
        ),
      );
    }
    return [];
  }
  if (fields.list("messages")?.length === 0) {
    fields.report(
      fileError(fields.at("messages"), "`messages` holds no message.", "Add one with `role` and `content`."),
    );
  }
  return list.flatMap((message) => readMessage(message) ?? []);
}

function readMessage(message: Fields): PromptMessage | undefined {
  const role = readRole(message);
  const text = message.text("content");
  if (text === undefined || text.trim() === "") {
    if (typeof (message.value("content") ?? "") === "string") {
      message.report(
        fileError(message.at("content"), "The message has no `content`.", "Write it, or remove the message."),
      );
    }
    return undefined;
  }
  reportSpacedPlaceholders(message, text);
  return role && { role, text, line: message.startOfText("content").line };
}

function readRole(message: Fields): PromptMessage["role"] | undefined {
  const written = message.text("role");
  const role = ROLES.find((known) => known === written?.trim().toLowerCase());
  if (role !== undefined && role === written) return role;
  if (written === undefined && message.value("role") !== undefined) return undefined;
  message.report(
    fileError(
      message.at("role"),
      written === undefined
        ? "The message has no `role`."
        : `A message cannot have the role ${shown(written)}.`,
      role === undefined ? "Write `system`, `user` or `assistant`." : `Write \`${role}\`, in lower case.`,
    ),
  );
  return role;
}

function readInputs(texts: readonly string[]): InputVariable[] {
  const names = new Set(texts.flatMap((text) => readPlaceholders(text).uses.map(({ name }) => name)));
  return [...names].map((name) => ({ name, required: true }));
}

const MOST_REPORTED = 20;

/** Both tools replace `{{name}}` only, and send `{{ name }}` to the model as it stands. */
function reportSpacedPlaceholders(message: Fields, text: string): void {
  const spaced = readPlaceholders(text).uses.filter(
    ({ name, offset }) => !text.startsWith(`{{${name}}}`, offset),
  );
  for (const { name, offset } of spaced.slice(0, MOST_REPORTED)) {
    message.report({
      ...message.withinText("content", offset),
      rule: "prompt-variables",
      severity: "warning",
      message: `The variable ${shown(name)} is not filled in, because spaces stand within its braces.`,
      fix: `Write \`{{${name}}}\`.`,
    });
  }
}

/** `gh models eval` leaves a variable in the text where the test case has no value for it. */
function checkTestData(fields: Fields, inputs: readonly InputVariable[]): void {
  let reported = 0;
  for (const row of fields.mappings("testData") ?? []) {
    const absent = inputs.find(({ name }) => row.value(name) === undefined);
    if (!absent || reported++ >= MOST_REPORTED) continue;
    fields.report({
      ...row.at(),
      rule: "prompt-variables",
      severity: "warning",
      message: `This test case gives no value for the variable ${shown(absent.name)}.`,
      fix: `Add \`${absent.name}: …\`.`,
    });
  }
}

const EVALUATORS = ["string", "llm", "uses"];

function checkEvaluators(fields: Fields): void {
  for (const evaluator of fields.mappings("evaluators") ?? []) {
    const kinds = EVALUATORS.filter((kind) => evaluator.value(kind) !== undefined);
    if (kinds.length === 1) continue;
    const found = kinds.length === 0 ? "no way to evaluate" : `several ways to evaluate: ${kinds.join(", ")}`;
    fields.report(
      fileWarning(
        evaluator.at(),
        `This evaluator names ${found}.`,
        "Give it one of `string`, `llm` and `uses`.",
      ),
    );
  }
}

const RESPONSE_FORMATS = ["text", "json_object", "json_schema"];

/** The `schema` within `jsonSchema`, which is JSON as text with `name`, `strict` and `schema`. */
function readOutput(fields: Fields): Readonly<Record<string, unknown>> | undefined {
  const format = fields.text("responseFormat");
  if (format !== undefined && !RESPONSE_FORMATS.includes(format)) {
    fields.report(
      fileError(
        fields.at("responseFormat"),
        `\`responseFormat\` cannot be ${shown(format)}.`,
        "Write `text`, `json_object` or `json_schema`.",
      ),
    );
  }
  const isWanted = format === "json_schema";
  if (fields.value("jsonSchema") === undefined) {
    if (isWanted) {
      const message = "`responseFormat: json_schema` needs a `jsonSchema`.";
      const fix = "Add it: JSON as text, with `name` and `schema`.";
      fields.report(fileError(fields.at("responseFormat"), message, fix));
    }
    return undefined;
  }
  if (!isWanted) {
    const message = "`jsonSchema` has no effect without `responseFormat: json_schema`.";
    fields.report(fileWarning(fields.keyAt("jsonSchema"), message, "Add that line, or remove `jsonSchema`."));
  }
  const wrapper = readJsonObject(fields, "jsonSchema");
  if (!wrapper) return undefined;
  for (const key of ["name", "schema"]) {
    if (Object.hasOwn(wrapper, key)) continue;
    fields.report(
      fileError(fields.startOfText("jsonSchema"), `\`jsonSchema\` has no \`${key}\`.`, `Add "${key}" to it.`),
    );
  }
  const schema = Object.hasOwn(wrapper, "schema") ? wrapper.schema : undefined;
  return typeof schema === "object" && schema !== null ? { ...schema } : undefined;
}
