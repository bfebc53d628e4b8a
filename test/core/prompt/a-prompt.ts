// What the prompt tests share: fixtures, and findings as one line each.

import { readFileSync } from "node:fs";
import { type PromptReading, parsePrompt } from "../../../src/core/prompt/read.ts";

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function parse(path: string, text: string): PromptReading {
  return parsePrompt(path, bytesOf(text));
}

/** @param name below test/fixtures/prompts */
export function parseFixture(name: string): PromptReading {
  return parsePrompt(name, readFileSync(new URL(`../../fixtures/prompts/${name}`, import.meta.url)));
}

/** `line:column severity message fix`, in the file's order. */
export function complaints(path: string, text: string): string[] {
  return said(parse(path, text));
}

function said({ findings }: PromptReading): string[] {
  return findings.map(
    ({ line, column, severity, message, fix }) => `${line}:${column} ${severity} ${message} ${fix}`,
  );
}
