// Microsoft's Prompty, `.prompty`, in its three shapes: v1 (`model.configuration`), the drafts between (`model.id` with
// `api`) and v2 (`kind`, `model.options`).
// Follows https://prompty.ai (v2 and its migration guide) and Prompty.yaml of v1 in microsoft/prompty.

import { type InputVariable, type PromptDocument, withoutAbsent } from "../document.ts";
import type { Fields } from "../fields.ts";
import { readFrontMatter } from "../front-matter.ts";
import { findMisspeltKeys } from "../misspelt-keys.ts";
import { readParameters } from "../parameters.ts";
import type { Position } from "../position.ts";
import { fileWarning, type Problem, shown } from "../problem.ts";
import { HANDLEBARS, MUSTACHE, readHandlebars } from "../template/handlebars.ts";
import { readJinja } from "../template/jinja.ts";
import { NO_TEMPLATE, type TemplateReading } from "../template/template.ts";
import { compareVariables, firstUses } from "../variables.ts";
import { brokenTemplate, noText, positionsIn } from "./body.ts";
import type { Format } from "./format.ts";
import { splitByRoles } from "./prompty-messages.ts";
import { asInput, asObjectSchema, isElsewhere, type Property, readProperties } from "./prompty-properties.ts";

const READ_KEYS = ["name", "description", "model", "inputs", "outputs"];
const KNOWN_KEYS = [
  ...READ_KEYS,
  "displayName",
  "version",
  "authors",
  "tags",
  "metadata",
  "sample",
  "template",
  "tools",
];

export const prompty: Format = {
  name: "prompty",
  isFor: (fileName) => /\.prompty$/i.test(fileName),
  read: ({ text }) => {
    const { fields, body, problems, isReadable } = readFrontMatter(text, "blank lines");
    if (!isReadable) return { problems };
    problems.push(...findMisspeltKeys(fields, KNOWN_KEYS));
    const readTemplate = chooseEngine(fields);
    const template = readTemplate(body.text);
    problems.push(...brokenTemplate(template, body));
    if (body.text === "") problems.push(noText());
    const declared = readProperties(fields, "inputs");
    problems.push(...checkVariables(fields, declared, template, positionsIn(body)));
    const model = readModel(fields);
    const outputs = readProperties(fields, "outputs");
    return {
      problems,
      document: withoutAbsent<PromptDocument>({
        format: "prompty",
        name: fields.text("name"),
        description: fields.text("description"),
        model: model.name,
        parameters: model.parameters,
        messages: splitByRoles(body),
        inputs: readInputs(fields, declared, template),
        output: outputs && asObjectSchema(outputs),
        extra: { ...fields.rest(...READ_KEYS), ...model.extra },
      }),
    };
  },
};

interface Model {
  readonly name?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly extra: Readonly<Record<string, unknown>>;
}

function readModel(fields: Fields): Model {
  if (typeof fields.value("model") === "string") {
    return withoutAbsent<Model>({ name: fields.text("model"), parameters: {}, extra: {} });
  }
  const model = fields.mapping("model");
  if (!model) return { parameters: {}, extra: {} };
  const connection = mappingAt(model, ["connection", "configuration"]);
  if (connection) reportSecrets(connection);
  const id = model.text("id") ?? firstText(connection, ["azure_deployment", "deployment", "model", "name"]);
  const provider = model.text("provider") ?? firstText(connection, ["type"]);
  const rest = model.rest("id", "provider", "options", "parameters");
  return withoutAbsent<Model>({
    name: [provider, id].filter((part) => part !== undefined).join("/") || undefined,
    parameters: readParameters(
      model.mapping(model.value("options") === undefined ? "parameters" : "options"),
    ),
    extra: Object.keys(rest).length > 0 ? { model: rest } : {},
  });
}

/** The first that is there. A text names what stands elsewhere: a connection, or `${file:options.json}`. */
function mappingAt(model: Fields, keys: readonly string[]): Fields | undefined {
  const key = keys.find((candidate) => model.value(candidate) !== undefined);
  return key === undefined || isElsewhere(model, key) ? undefined : model.mapping(key);
}

function firstText(fields: Fields | undefined, keys: readonly string[]): string | undefined {
  const key = keys.find((candidate) => fields?.value(candidate) !== undefined);
  return key === undefined ? undefined : fields?.text(key);
}

const SECRETS = new Set(["apikey", "key", "secret", "clientsecret", "token", "password"]);

function reportSecrets(connection: Fields): void {
  for (const [key, value] of connection.entries()) {
    if (!SECRETS.has(key.replaceAll("_", "").toLowerCase())) continue;
    if (typeof value !== "string" || value.trim() === "" || value.startsWith("${")) continue;
    connection.report(
      fileWarning(
        connection.at(key),
        `\`${key}\` holds a secret in plain text.`,
        "Write `${env:NAME}` instead, and revoke the secret: it stays in the history of the repository.",
      ),
    );
  }
}

type TemplateReader = (text: string) => TemplateReading;

/** Jinja where the file names none, as both versions of Prompty do. */
function chooseEngine(fields: Fields): TemplateReader {
  const engine = nameOfEngine(fields);
  switch (engine?.toLowerCase()) {
    case undefined:
    case "jinja2":
    case "jinja":
    case "nunjucks":
      return readJinja;
    case "mustache":
      return (text) => readHandlebars(text, MUSTACHE);
    case "handlebars":
      return (text) => readHandlebars(text, HANDLEBARS);
    default:
      fields.report(
        fileWarning(
          fields.at("template"),
          `The template engine ${shown(engine ?? "")} is not known, so variables are not checked.`,
          "Write `jinja2` or `mustache`.",
        ),
      );
      return () => NO_TEMPLATE;
  }
}

/** `template: jinja2`, `template: {format: jinja2}`, `template: {format: {kind: jinja2}}` or `template: {type: jinja2}`. */
function nameOfEngine(fields: Fields): string | undefined {
  if (typeof fields.value("template") === "string") return fields.text("template");
  const template = fields.mapping("template");
  if (!template) return undefined;
  if (typeof template.value("format") === "string") return template.text("format");
  return template.mapping("format")?.text("kind") ?? template.text("type");
}

/** Held against `inputs` and v1's `sample` together; silent where neither tells all names. */
function checkVariables(
  fields: Fields,
  declared: readonly Property[] | undefined,
  template: TemplateReading,
  positionOf: (offset: number) => Position,
): Problem[] {
  if (isElsewhere(fields, "inputs") || isElsewhere(fields, "sample")) return [];
  const names = new Map((declared ?? []).map(({ name, at }) => [name, at]));
  for (const [name, at] of samples(fields)) if (!names.has(name)) names.set(name, at);
  if (names.size === 0) return [];
  return compareVariables({ names, key: declared ? "inputs" : "sample" }, template, positionOf);
}

function samples(fields: Fields): (readonly [name: string, at: Position])[] {
  const sample = fields.mapping("sample");
  return (sample?.entries() ?? []).map(([name]) => [name, sample?.keyAt(name) ?? fields.at("sample")]);
}

/** What the file declares, and what its template uses beyond that. */
function readInputs(
  fields: Fields,
  declared: readonly Property[] | undefined,
  template: TemplateReading,
): InputVariable[] {
  const inputs = new Map((declared ?? []).map((property) => [property.name, asInput(property)]));
  const sampled = isElsewhere(fields, "sample") ? [] : samples(fields);
  for (const name of [...sampled.map(([key]) => key), ...firstUses(template).map((use) => use.name)]) {
    if (!inputs.has(name)) inputs.set(name, { name, required: !template.optional?.has(name) });
  }
  return [...inputs.values()];
}
