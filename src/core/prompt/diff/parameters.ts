// Changes of the model's parameters, each by the file's own name.

import type { PromptDocument } from "../document.ts";
import { shown } from "../problem.ts";
import type { PromptChange } from "./change.ts";
import { isSame } from "./sameness.ts";
import { shownValue } from "./wording.ts";

export function parameterChanges(before: PromptDocument, after: PromptDocument): PromptChange[] {
  const [old, young] = [
    new Map(Object.entries(before.parameters)),
    new Map(Object.entries(after.parameters)),
  ];
  const names = [...new Set([...old.keys(), ...young.keys()])];
  return names
    .filter((name) => !isSame(old.get(name), young.get(name)))
    .map((name) => ({
      kind: "parameters",
      level: "behaviour",
      message: describe(name, old.get(name), young.get(name)),
    }));
}

function describe(name: string, before: unknown, after: unknown): string {
  const parameter = `parameter ${shown(name)}`;
  if (before === undefined) return `${parameter} was added: ${shownValue(after)}`;
  if (after === undefined) return `${parameter} was removed, it was ${shownValue(before)}`;
  const [was, is] = [shownValue(before), shownValue(after)];
  return was === is ? `${parameter} changed within ${is}` : `${parameter} changed from ${was} to ${is}`;
}
