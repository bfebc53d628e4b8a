// Prompt documents for tests, free of what a case is not about.

import type { InputVariable, PromptDocument, PromptMessage } from "../../../../src/core/prompt/document.ts";

export function aDocument(parts: Partial<PromptDocument> = {}): PromptDocument {
  return { format: "dotprompt", parameters: {}, messages: [], inputs: [], extra: {}, ...parts };
}

export function plainText(text: string): PromptDocument {
  return aDocument({ format: "plain-text", messages: [user(text)] });
}

export function user(text: string): PromptMessage {
  return { role: "user", text, line: 1 };
}

export function system(text: string): PromptMessage {
  return { role: "system", text, line: 1 };
}

export function assistant(text: string): PromptMessage {
  return { role: "assistant", text, line: 1 };
}

export function required(name: string, parts: Partial<InputVariable> = {}): InputVariable {
  return { name, required: true, ...parts };
}

export function optional(name: string, parts: Partial<InputVariable> = {}): InputVariable {
  return { name, required: false, ...parts };
}
