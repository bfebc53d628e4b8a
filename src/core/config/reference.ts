// The tables of docs/config.md, made from the same schema that validates the file.

import type { z } from "zod";
import { configJsonSchema } from "./json-schema.ts";

type Schema = z.core.JSONSchema.BaseSchema;

/** One Markdown section for the keys at the top and one for each key that holds keys of its own. */
export function renderConfigReference(): string {
  return renderSection("The top of the file", configJsonSchema()).join("\n\n");
}

function renderSection(title: string, schema: Schema): string[] {
  const keys = Object.entries(schema.properties ?? {}).filter(isSchemaEntry);
  const rows = keys.map(([key, one]) =>
    row([`\`${key}\``, holds(one), leftOut(schema, key, one), String(one.description ?? "")]),
  );
  const table = [
    row(["key", "holds", "left out", "what it says"]),
    row(["---", "---", "---", "---"]),
    ...rows,
  ];
  const inner = keys.flatMap(([key, one]) => {
    const part = partWithKeys(one);
    const name = title.startsWith("`") ? `${title.slice(1, -1)}.${key}` : key;
    return part ? renderSection(`\`${name}${one.type === "array" ? "[]" : ""}\``, part) : [];
  });
  return [`### ${title}`, table.join("\n"), ...inner];
}

function holds(schema: Schema): string {
  if (schema.enum) return schema.enum.map((choice) => `\`${String(choice)}\``).join(", ");
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.type === "array") {
    const items = itemsOf(schema);
    if (items?.properties) return "list of entries";
    const { examples: _, ...plain } = items ?? {};
    return `list of ${items?.enum ? holds(plain) : `${holds(plain)}s`}${example(schema)}`;
  }
  if (schema.type === "object") return "keys";
  const range = [bound("from", schema.minimum), bound("to", schema.maximum)].filter(Boolean).join(" ");
  const kind = { string: "text", integer: "whole number" }[String(schema.type)] ?? String(schema.type);
  return `${kind}${range ? ` ${range}` : ""}${example(schema)}`;
}

function leftOut(parent: Schema, key: string, schema: Schema): string {
  if (parent.required?.includes(key)) return "an error";
  return schema.default === undefined || schema.type === "object"
    ? ""
    : `\`${JSON.stringify(schema.default)}\``;
}

function example(schema: Schema): string {
  const [first] = Array.isArray(schema.examples) ? schema.examples : [];
  return first === undefined ? "" : `, as \`${JSON.stringify(first)}\``;
}

function bound(word: string, limit: number | undefined): string {
  return limit === undefined || Math.abs(limit) === Number.MAX_SAFE_INTEGER ? "" : `${word} ${limit}`;
}

function partWithKeys(schema: Schema): Schema | undefined {
  const part = schema.type === "array" ? itemsOf(schema) : schema;
  return part?.properties ? part : undefined;
}

function itemsOf(schema: Schema): Schema | undefined {
  return typeof schema.items === "object" && !Array.isArray(schema.items)
    ? (schema.items as Schema)
    : undefined;
}

function isSchemaEntry(entry: [string, unknown]): entry is [string, Schema] {
  return typeof entry[1] === "object";
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
