// The simplest template language: `{{name}}`, replaced wherever it stands. GitHub Models uses it.

import type { TemplateReading, VariableUse } from "./template.ts";

/** The names that actions/ai-inference and `gh models` replace. */
const PLACEHOLDER = /\{\{[ \t]*([\w.-]+)[ \t]*\}\}/g;

export function readPlaceholders(text: string): TemplateReading {
  const uses = [...text.matchAll(PLACEHOLDER)].map(
    ({ 1: name = "", index }): VariableUse => ({ name, offset: index }),
  );
  return { uses, mentions: new Set(uses.map(({ name }) => name)), isWhole: true };
}
