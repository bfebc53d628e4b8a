// Changes of the schema that the prompt's answers follow: callers read these answers by it.

import type { PromptDocument } from "../document.ts";
import { shown } from "../problem.ts";
import type { Level, PromptChange } from "./change.ts";
import { compareSchemas } from "./json-schema/compare.ts";
import { type DifferenceKind, pathText, type SchemaDifference } from "./json-schema/difference.ts";

/** What each kind of difference means for a caller that reads the answers. */
const MEANING: Readonly<Record<DifferenceKind, readonly [level: Level, consequence: string]>> = {
  "property-added": ["behaviour", ""],
  "required-property-added": ["behaviour", ""],
  "property-removed": ["breaking", "callers that read it will fail"],
  "now-required": ["breaking", "callers that act on its absence will not see it any more"],
  "no-longer-required": ["breaking", "callers that rely on it will fail"],
  "types-removed": ["breaking", "callers that handle the old type will fail"],
  "types-added": ["breaking", "callers that handle only the old type will fail"],
  "values-removed": ["breaking", "what callers do on that value will not happen any more"],
  "values-added": ["behaviour", "callers should be ready for it"],
  tightened: ["breaking", "the schema is narrower"],
  loosened: ["behaviour", "the schema is wider"],
  closed: ["breaking", "callers that read others will fail"],
  opened: ["behaviour", ""],
  "alternatives-removed": ["breaking", "the schema is narrower"],
  "alternatives-added": ["breaking", "callers that handle only the old ones will fail"],
  unclear: ["breaking", "whether it got narrower is not known, so it counts as breaking"],
  described: ["behaviour", ""],
  noted: ["patch", ""],
};

export function outputChanges(before: PromptDocument, after: PromptDocument): PromptChange[] {
  if (before.output === undefined && after.output === undefined) return [];
  if (before.output === undefined) {
    return [breaking("the output now follows a JSON Schema: callers that read plain text will fail")];
  }
  if (after.output === undefined) {
    return [breaking("the output schema was removed: callers that parse the output will fail")];
  }
  return compareSchemas(before.output, after.output).map(asChange);
}

function asChange({ kind, path, says }: SchemaDifference): PromptChange {
  const [level, consequence] = MEANING[kind];
  const subject = path.length === 0 ? "the output" : `output property ${shown(pathText(path))}`;
  return { kind: "output-schema", level, message: `${subject} ${says}${consequence && `: ${consequence}`}` };
}

function breaking(message: string): PromptChange {
  return { kind: "output-schema", level: "breaking", message };
}
