// Picoschema, dotprompt's short form of JSON Schema, to JSON Schema.
// Follows https://google.github.io/dotprompt/reference/picoschema/. The `dotprompt` package has a reader too, which
// answers only asynchronously, stops at the first error and knows no lines; the tests hold this one against it.

import { didYouMean } from "../../config/did-you-mean.ts";
import { withoutAbsent } from "../document.ts";
import { type Fields, isMapping } from "../fields.ts";
import type { Position } from "../position.ts";
import { fileError, fileWarning, shown } from "../problem.ts";

type Schema = Record<string, unknown>;

export interface SchemaReading {
  readonly schema: Schema;
  /** Where each property of the top level is declared; undefined where a schema's name stands for all of them. */
  readonly places?: ReadonlyMap<string, Position>;
  /** True where further properties are allowed. */
  readonly isOpen: boolean;
}

/** The schema at the key, in either notation; undefined where there is none. */
export function readSchema(fields: Fields, key: string): SchemaReading | undefined {
  const value = fields.value(key);
  if (value === undefined) return undefined;
  if (typeof value === "string") return { schema: readType(fields, key, value), isOpen: true };
  const mapping = fields.mapping(key);
  if (!mapping) return undefined;
  return isJsonSchema(value) ? readJsonSchema(mapping, value) : readPicoschema(mapping);
}

const SCALARS = ["any", "boolean", "integer", "null", "number", "string"];

/** The package's own rule: a `type` that JSON Schema knows, or `properties`. */
function isJsonSchema(value: unknown): value is Schema {
  if (!isMapping(value)) return false;
  const type = value.type;
  if (typeof type === "string" && [...SCALARS, "object", "array"].includes(type)) return true;
  return typeof value.properties === "object";
}

function readJsonSchema(mapping: Fields, value: Schema): SchemaReading {
  const properties = value.properties === undefined ? undefined : mapping.mapping("properties");
  const places = new Map(
    (properties?.entries() ?? []).map(([name]) => [name, mapping.at("properties")] as const),
  );
  for (const name of places.keys()) places.set(name, properties?.keyAt(name) ?? mapping.at("properties"));
  const schema = properties && value.type === undefined ? { ...value, type: "object" } : value;
  return { schema, places, isOpen: value.additionalProperties !== false && properties === undefined };
}

const ANY_OTHER = "(*)";

function readPicoschema(mapping: Fields): SchemaReading {
  const places = new Map(
    mapping
      .entries()
      .filter(([key]) => key !== ANY_OTHER)
      .map(([key]) => [readKey(key).name, mapping.keyAt(key)]),
  );
  return {
    schema: readObject(mapping),
    places,
    isOpen: mapping.entries().some(([key]) => key === ANY_OTHER),
  };
}

/** Recurses as deep as the YAML is, which is bounded. */
function readObject(mapping: Fields): Schema {
  const properties = new Map<string, Schema>();
  const required: string[] = [];
  let additionalProperties: Schema | false = false;
  for (const [written] of mapping.entries()) {
    if (written === ANY_OTHER) {
      additionalProperties = readValue(mapping, written);
      continue;
    }
    const key = readKey(written);
    if (!key.isOptional) required.push(key.name);
    properties.set(key.name, readProperty(mapping, written, key));
  }
  return withoutAbsent<Schema>({
    type: "object",
    properties: Object.fromEntries(properties),
    required: required.length > 0 ? required : undefined,
    additionalProperties,
  });
}

interface Key {
  readonly name: string;
  readonly isOptional: boolean;
  /** What stands in parentheses: `array`, `object` or `enum`. */
  readonly kind?: string;
  readonly description?: string;
}

/** `name`, `name?`, `name(array)`, `name?(enum, what it means)`. */
function readKey(written: string): Key {
  const open = written.indexOf("(");
  const before = open === -1 ? written : written.slice(0, open);
  const isOptional = before.endsWith("?");
  const name = isOptional ? before.slice(0, -1) : before;
  if (open === -1) return { name, isOptional };
  const end = written.endsWith(")") ? -1 : written.length;
  const [kind, description] = splitDescription(written.slice(open + 1, end));
  return withoutAbsent<Key>({ name, isOptional, kind, description });
}

function readProperty(mapping: Fields, written: string, key: Key): Schema {
  const schema = readKind(mapping, written, key);
  return key.description === undefined ? schema : { ...schema, description: key.description };
}

function readKind(mapping: Fields, written: string, { kind, isOptional }: Key): Schema {
  switch (kind) {
    case undefined:
    case "object": {
      const schema = readValue(mapping, written);
      return isOptional && typeof schema.type === "string"
        ? { ...schema, type: [schema.type, "null"] }
        : schema;
    }
    case "array":
      return { type: isOptional ? ["array", "null"] : "array", items: readValue(mapping, written) };
    case "enum": {
      const values = mapping.list(written) ?? [];
      return { enum: isOptional && !values.includes(null) ? [...values, null] : [...values] };
    }
    default:
      mapping.report(
        fileError(
          mapping.keyAt(written),
          `${shown(kind)} cannot stand in parentheses.`,
          "Write `array`, `object` or `enum` there, and a type such as `string` behind the colon.",
        ),
      );
      return {};
  }
}

function readValue(mapping: Fields, key: string): Schema {
  const value = mapping.value(key);
  if (typeof value === "string") return readType(mapping, key, value);
  // `key: null` declares the type null, and YAML reads the word as nothing.
  if (value === undefined) return { type: "null" };
  const inner = isMapping(value) ? mapping.mapping(key) : undefined;
  if (inner) return readObject(inner);
  mapping.report(
    fileError(
      mapping.at(key),
      "A field's type must be a text such as `string`, or a mapping of further fields.",
      "Write one of them; lists of values need `(enum)` behind the name.",
    ),
  );
  return {};
}

/** `string, what it means`. Other names are those of schemas that the program has registered. */
function readType(mapping: Fields, key: string, written: string): Schema {
  const [type, description] = splitDescription(written);
  if (type === "any") return withoutAbsent<Schema>({ description });
  if (SCALARS.includes(type)) return withoutAbsent<Schema>({ type, description });
  const meant = /^[a-z]+$/.test(type) ? didYouMean(type, SCALARS) : undefined;
  if (meant !== undefined) {
    mapping.report(
      fileWarning(
        mapping.at(key),
        `The type ${shown(type)} is not known, and taken for the name of a registered schema.`,
        `Did you mean \`${meant}\`?`,
      ),
    );
  }
  return withoutAbsent<Schema>({ $ref: type, description });
}

function splitDescription(text: string): [type: string, description?: string] {
  const comma = text.indexOf(",");
  return comma === -1 ? [text.trim()] : [text.slice(0, comma).trim(), text.slice(comma + 1).trim()];
}
