// Google's dotprompt, `.prompt`. Follows https://google.github.io/dotprompt/reference/.
// The `dotprompt` package itself swallows broken YAML, knows no lines and hangs on deep templates; the tests hold this
// reader against it.

import { type InputVariable, type PromptDocument, withoutAbsent } from "../document.ts";
import { type Fields, isMapping } from "../fields.ts";
import { readFrontMatter } from "../front-matter.ts";
import { findMisspeltKeys } from "../misspelt-keys.ts";
import { readParameters } from "../parameters.ts";
import type { Position } from "../position.ts";
import type { Problem } from "../problem.ts";
import { DOTPROMPT, readHandlebars } from "../template/handlebars.ts";
import { cutTags } from "../template/handlebars-tags.ts";
import type { TemplateReading } from "../template/template.ts";
import { compareVariables, firstUses } from "../variables.ts";
import { brokenTemplate, noText, positionsIn } from "./body.ts";
import { splitByRoleTags } from "./dotprompt-messages.ts";
import type { Format } from "./format.ts";
import { readSchema, type SchemaReading } from "./picoschema.ts";

const READ_KEYS = ["name", "description", "model", "config", "input", "output"];
const KNOWN_KEYS = [...READ_KEYS, "variant", "version", "tools", "toolDefs", "metadata", "ext", "raw"];

export const dotprompt: Format = {
  name: "dotprompt",
  isFor: (fileName) => /\.prompt$/i.test(fileName),
  read: ({ text }) => {
    const { fields, body, problems, isReadable } = readFrontMatter(text, "blank lines and # comments");
    if (!isReadable) return { problems };
    problems.push(...findMisspeltKeys(fields, KNOWN_KEYS));
    for (const key of ["variant", "version"]) fields.text(key);
    fields.list("tools");
    const tags = cutTags(body.text);
    const template = readHandlebars(body.text, DOTPROMPT, tags);
    problems.push(...brokenTemplate(template, body));
    if (body.text === "") problems.push(noText());
    const input = fields.mapping("input");
    const output = fields.mapping("output");
    const declared = input && readSchema(input, "schema");
    problems.push(...checkVariables(input, declared, template, positionsIn(body)));
    return {
      problems,
      document: withoutAbsent<PromptDocument>({
        format: "dotprompt",
        name: fields.text("name"),
        description: fields.text("description"),
        model: readModel(fields),
        parameters: readParameters(fields.mapping("config")),
        messages: splitByRoleTags(body, tags.tags, problems),
        inputs: readInputs(input, declared, template),
        output: output && readSchema(output, "schema")?.schema,
        extra: {
          ...fields.rest(...READ_KEYS),
          ...restOf("output", output, ["schema"]),
          ...restOf("input", input, ["schema", "default"]),
        },
      }),
    };
  },
};

/** The name, or a mapping that holds it. */
function readModel(fields: Fields): string | undefined {
  return isMapping(fields.value("model")) ? fields.mapping("model")?.text("name") : fields.text("model");
}

function restOf(key: string, fields: Fields | undefined, read: readonly string[]): Record<string, unknown> {
  const rest = fields?.rest(...read) ?? {};
  return Object.keys(rest).length > 0 ? { [key]: rest } : {};
}

/** Silent where the schema is registered elsewhere or takes any name. */
function checkVariables(
  input: Fields | undefined,
  declared: SchemaReading | undefined,
  template: TemplateReading,
  positionOf: (offset: number) => Position,
): Problem[] {
  if (!input || !declared?.places || declared.isOpen) return [];
  const names = new Map(declared.places);
  const defaults = input.mapping("default");
  for (const [name] of defaults?.entries() ?? []) {
    if (!names.has(name)) names.set(name, defaults?.keyAt(name) ?? input.at("default"));
  }
  return compareVariables({ names, key: "input.schema" }, template, positionOf);
}

function readInputs(
  input: Fields | undefined,
  declared: SchemaReading | undefined,
  template: TemplateReading,
): InputVariable[] {
  const defaults = input?.mapping("default");
  const names = new Set([
    ...(declared?.places?.keys() ?? []),
    ...(defaults?.entries() ?? []).map(([name]) => name),
    ...firstUses(template).map(({ name }) => name),
  ]);
  return [...names].map((name) => readInput(name, declared, defaults?.value(name)));
}

function readInput(name: string, declared: SchemaReading | undefined, given: unknown): InputVariable {
  const { properties, required } = declared?.schema ?? {};
  const schema = isMapping(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  const isDeclared = isMapping(schema);
  const isAsked = isDeclared ? Array.isArray(required) && required.includes(name) : true;
  return withoutAbsent<InputVariable>({
    name,
    required: isAsked && given === undefined,
    type: isDeclared ? typeIn(schema.type) : undefined,
    description: isDeclared && typeof schema.description === "string" ? schema.description : undefined,
    schema: isDeclared && saysMore(schema) ? schema : undefined,
    default: given,
  });
}

/** An optional field's `["string", "null"]` is a `string`. */
function typeIn(type: unknown): string | undefined {
  const [first]: readonly unknown[] = Array.isArray(type) ? type : [type];
  return typeof first === "string" ? first : undefined;
}

function saysMore(schema: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(schema).some((key) => key !== "type" && key !== "description");
}
