// Prompty's `inputs` and `outputs`: a mapping by name, or a list of mappings with `name`; v1 says `type`, v2 `kind`.

import { type InputVariable, withoutAbsent } from "../document.ts";
import { type Fields, isMapping } from "../fields.ts";
import type { Position } from "../position.ts";
import { fileError, shown } from "../problem.ts";

export interface Property {
  readonly name: string;
  readonly at: Position;
  /** What the file says of it; undefined where it gives an example value only. */
  readonly fields?: Fields;
  readonly example?: unknown;
}

/** `${file:schema.json}`: what stands there is not read. */
export function isElsewhere(fields: Fields, key: string): boolean {
  return typeof fields.value(key) === "string";
}

/** Undefined where the key is missing or names another file. */
export function readProperties(fields: Fields, key: string): Property[] | undefined {
  if (fields.value(key) === undefined || isElsewhere(fields, key)) return undefined;
  return Array.isArray(fields.value(key)) ? readList(fields, key) : readByName(fields.mapping(key));
}

function readList(fields: Fields, key: string): Property[] {
  const properties = new Map<string, Property>();
  for (const item of fields.mappings(key) ?? []) {
    const name = item.text("name");
    if (name === undefined || name === "") {
      const fix = `Write \`- name: …\` for each of \`${key}\`.`;
      item.report(fileError(item.at(), `An item of \`${key}\` has no \`name\`.`, fix));
    } else if (properties.has(name)) {
      item.report(
        fileError(item.at("name"), `${shown(name)} is declared twice in \`${key}\`.`, "Keep one of the two."),
      );
    } else {
      properties.set(name, { name, at: item.at("name"), fields: item });
    }
  }
  return [...properties.values()];
}

function readByName(fields: Fields | undefined): Property[] {
  return (fields?.entries() ?? []).map(([name, value]) => {
    const at = fields?.keyAt(name) ?? { line: 1, column: 1 };
    const inner = isMapping(value) ? fields?.mapping(name) : undefined;
    return inner ? { name, at, fields: inner } : { name, at, example: value };
  });
}

export function asInput({ name, fields, example }: Property): InputVariable {
  if (!fields)
    return withoutAbsent<InputVariable>({ name, required: false, type: typeOf(example), default: example });
  const type = fields.text("kind") ?? fields.text("type");
  const schema = asSchema(fields);
  const saysMore = Object.keys(schema).some((key) => key !== "type" && key !== "description");
  return withoutAbsent<InputVariable>({
    name,
    required: isRequired(fields),
    type,
    description: fields.text("description"),
    schema: saysMore ? schema : undefined,
    default: fields.value("default"),
  });
}

/** Where the file is silent, v2's `kind` means optional, and v1's `type` required unless there is a default. */
function isRequired(fields: Fields): boolean {
  const said = fields.value("required") ?? fields.value("is_required");
  if (typeof said === "boolean") return said;
  return fields.value("kind") === undefined && fields.value("default") === undefined;
}

const JSON_TYPES: Readonly<Record<string, string>> = {
  string: "string",
  integer: "integer",
  float: "number",
  number: "number",
  boolean: "boolean",
  array: "array",
  list: "array",
  object: "object",
  dict: "object",
};

type Schema = Record<string, unknown>;

export function asObjectSchema(properties: readonly Property[]): Schema {
  const required = properties
    .filter(({ fields }) => fields?.value("required") === true)
    .map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(
      properties.map(({ name, fields, example }) => [
        name,
        fields ? asSchema(fields) : withoutAbsent<Schema>({ type: typeOf(example) }),
      ]),
    ),
    ...(required.length > 0 ? { required } : {}),
  };
}

/** Recurses as deep as the YAML is, which is bounded. Images, files and threads have no JSON type. */
function asSchema(fields: Fields): Schema {
  const given = fields.value("json_schema");
  if (isMapping(given)) return { ...given };
  const type = JSON_TYPES[(fields.text("kind") ?? fields.text("type") ?? "").toLowerCase()];
  const properties = readProperties(fields, "properties");
  const schema: { readonly [key: string]: unknown } = {
    type: type !== undefined && fields.value("nullable") === true ? [type, "null"] : type,
    description: fields.text("description"),
    enum: fields.list("enumValues"),
    items: isMapping(fields.value("items")) ? maybe(fields.mapping("items"), asSchema) : undefined,
    anyOf: fields.value("anyOf") === undefined ? undefined : fields.mappings("anyOf")?.map(asSchema),
    oneOf: fields.value("oneOf") === undefined ? undefined : fields.mappings("oneOf")?.map(asSchema),
  };
  return withoutAbsent<Schema>({
    ...(properties ? asObjectSchema(properties) : {}),
    ...withoutAbsent(schema),
  });
}

function maybe<T, R>(value: T | undefined, change: (value: T) => R): R | undefined {
  return value === undefined ? undefined : change(value);
}

function typeOf(example: unknown): string | undefined {
  if (example === null || example === undefined) return undefined;
  if (Array.isArray(example)) return "array";
  if (typeof example === "number") return Number.isInteger(example) ? "integer" : "number";
  return typeof example === "bigint" ? "integer" : typeof example;
}
