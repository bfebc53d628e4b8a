// The message of an annotated tag: a title for people, an empty line, and YAML with the record.

import type { z } from "zod";
import { readYaml } from "../config/yaml-source.ts";
import { writeYaml } from "./yaml-text.ts";

export type TagReading<T> =
  | { readonly kind: "record"; readonly record: T }
  /** Not ours, made by hand, or damaged. */
  | { readonly kind: "foreign"; readonly reason: string };

/** Versions of the YAML's shape that can be read. */
const FORMAT = 1;

/** In UTF-16 units; several times what the bounds of a record allow. */
export const LONGEST_MESSAGE = 2_000_000;
const LONGEST_TITLE = 100;

export function writeTagMessage(title: string, data: Readonly<Record<string, unknown>>): string {
  // A zero byte would end the message for git, marks of reading direction would turn it round for people.
  const flat = title.replace(/[\s\p{Cc}\p{Cf}\p{Surrogate}]+/gu, " ").trim();
  const short = flat.length > LONGEST_TITLE ? `${flat.slice(0, LONGEST_TITLE - 1).toWellFormed()}…` : flat;
  return `${short}\n\n${writeYaml({ format: FORMAT, ...data })}`;
}

/** Never throws, whatever the message. A signature at its end is left aside. */
export function readTagMessage<Shape extends z.ZodType>(
  message: string,
  shape: Shape,
): TagReading<z.output<Shape>> {
  if (message.trim() === "") return foreign("has no message");
  if (message.length > LONGEST_MESSAGE) return foreign("has a message too long to be ours");
  const body = bodyOf(message);
  if (body === undefined) return foreign("has a message without a record");
  const yaml = readYaml(body);
  const [broken] = yaml.problems;
  if (broken) return foreign(`has a record that is no YAML: ${broken.message}`);
  const format = formatOf(yaml.value);
  if (format === undefined) return foreign("has a message without a record");
  if (format > FORMAT) return foreign("was written by a newer Prompt Steward; update to read it");
  const parsed = shape.safeParse(yaml.value);
  if (parsed.success) return { kind: "record", record: parsed.data };
  const [issue] = parsed.error.issues;
  return foreign(`has a damaged record: ${issue?.path.join(".") || "it"} ${wordsOf(issue)}`);
}

/** Without signature and title; undefined where nothing follows the title. */
function bodyOf(message: string): string | undefined {
  const text = withoutSignature(message.replaceAll("\r\n", "\n"));
  const end = text.indexOf("\n");
  const body = end === -1 ? "" : text.slice(end + 1);
  return body.trim() === "" ? undefined : body;
}

// The marks that git itself looks for (gpg-interface.c). No line of our YAML starts with them.
const SIGNATURE = /^-----BEGIN (?:PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----$/gm;

/** As git does it: the signature starts at the last of the marks. */
function withoutSignature(message: string): string {
  let start = message.length;
  for (const found of message.matchAll(SIGNATURE)) start = found.index;
  return message.slice(0, start);
}

function formatOf(value: unknown): number | undefined {
  const format = typeof value === "object" && value !== null ? Reflect.get(value, "format") : undefined;
  return typeof format === "number" && Number.isInteger(format) && format > 0 ? format : undefined;
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === "custom") return issue.message;
  return issue?.code === "invalid_type" && issue.input === undefined
    ? "is missing or of the wrong type"
    : "is not as it should be";
}

function foreign(reason: string): TagReading<never> {
  return { kind: "foreign", reason };
}
