// What a prompt asks of its model beyond answering text.

import type { PromptDocument } from "../document.ts";
import { isMapping } from "../fields.ts";
import type { Capability } from "./model-capabilities.ts";

const REASONING = new Set(["reasoningeffort", "reasoning", "thinking", "thinkingconfig", "thinkingbudget"]);
const SAMPLING = new Set(["temperature", "topp"]);

/** Media helpers of dotprompt, and the images of Markdown that Prompty sends as images. */
const IMAGE_IN_TEXT = /\{\{\s*media\s|!\[[^\]\n]{0,500}\]\(/;

export function usedCapabilities(document: PromptDocument): ReadonlySet<Capability> {
  const uses: readonly (readonly [Capability, boolean])[] = [
    ["tools", usesTools(document)],
    ["json-schema", usesJsonSchema(document)],
    ["images", usesImages(document)],
    ["audio", document.inputs.some(({ type }) => type?.trim().toLowerCase() === "audio")],
    ["reasoning", hasParameter(document, REASONING)],
    ["sampling", hasParameter(document, SAMPLING)],
  ];
  return new Set(uses.flatMap(([capability, isUsed]) => (isUsed ? [capability] : [])));
}

function usesTools({ extra, parameters, messages }: PromptDocument): boolean {
  const declared = [extra.tools, extra["allowed-tools"], parameters.tools];
  return declared.some((tools) => !isEmpty(tools)) || messages.some(({ role }) => role === "tool");
}

function usesJsonSchema({ output, extra, parameters }: PromptDocument): boolean {
  if (output !== undefined) return true;
  const formats = [
    extra.responseFormat,
    extra.response_format,
    parameters.responseFormat,
    parameters.response_format,
  ];
  return formats.some((format) => (isMapping(format) ? format.type : format) === "json_schema");
}

function usesImages({ inputs, messages, format }: PromptDocument): boolean {
  if (inputs.some(({ type }) => type?.trim().toLowerCase() === "image")) return true;
  return (
    (format === "dotprompt" || format === "prompty") && messages.some(({ text }) => IMAGE_IN_TEXT.test(text))
  );
}

function hasParameter({ parameters }: PromptDocument, names: ReadonlySet<string>): boolean {
  return Object.entries(parameters).some(
    ([name, value]) => names.has(name.replace(/[_-]/g, "").toLowerCase()) && !isEmpty(value),
  );
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isMapping(value) && Object.keys(value).length === 0;
}
