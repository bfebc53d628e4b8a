// A change of the file's format: whoever loads it needs another reader.

import type { PromptDocument } from "../document.ts";
import { shown } from "../problem.ts";
import type { PromptChange } from "./change.ts";

export function formatChanges(before: PromptDocument, after: PromptDocument): PromptChange[] {
  if (before.format === after.format) return [];
  const message = `the format changed from ${shown(before.format)} to ${shown(after.format)}: callers that load the file as ${shown(before.format)} will fail`;
  return [{ kind: "format", level: "breaking", message }];
}
