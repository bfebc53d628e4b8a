// What changed between two versions of a prompt, in words, and what each change asks of the version number.

import type { Sha } from "../../identity.ts";
import type { PromptDocument } from "../document.ts";
import { shown } from "../problem.ts";
import type { PromptChange } from "./change.ts";
import { descriptionChanges } from "./description.ts";
import { extraChanges } from "./extra.ts";
import { formatChanges } from "./format.ts";
import { inputChanges } from "./inputs.ts";
import { messageChanges } from "./messages.ts";
import { modelChanges } from "./model.ts";
import { outputChanges } from "./output-schema.ts";
import { parameterChanges } from "./parameters.ts";

/** Compares one side of a prompt; in the order in which people want to hear of it. */
type Comparison = (before: PromptDocument, after: PromptDocument) => readonly PromptChange[];

const COMPARISONS: readonly Comparison[] = [
  formatChanges,
  inputChanges,
  outputChanges,
  modelChanges,
  parameterChanges,
  messageChanges,
  extraChanges,
  descriptionChanges,
];

/** A prompt's file at one commit. */
export interface PromptSide {
  readonly path: string;
  readonly blob: Sha;
  /** Undefined where the file cannot be read as its format says. */
  readonly document?: PromptDocument | undefined;
}

/** Empty where the documents say the same, whatever the order of keys and the places in the file. */
export function diffDocuments(before: PromptDocument, after: PromptDocument): PromptChange[] {
  return COMPARISONS.flatMap((compare) => compare(before, after));
}

/** Empty only where the same bytes lie at the same path. */
export function comparePrompts(before: PromptSide, after: PromptSide): PromptChange[] {
  const contents = before.blob === after.blob ? [] : compareContents(before, after);
  if (before.path === after.path) return contents;
  const message = `the file moved from ${shown(before.path)} to ${shown(after.path)}`;
  return [...contents, { kind: "path", level: "patch", message }];
}

function compareContents(before: PromptSide, after: PromptSide): PromptChange[] {
  if (!before.document || !after.document) return [unreadable(before, after)];
  const changes = diffDocuments(before.document, after.document);
  if (changes.length > 0) return changes;
  return [{ kind: "layout", level: "patch", message: "only comments, layout or the order of keys changed" }];
}

/** What changed is unknown: not proven breaking, yet more than a patch. */
function unreadable(before: PromptSide, after: PromptSide): PromptChange {
  const which = before.document
    ? "the new version"
    : after.document
      ? "the version before"
      : "neither version";
  const verb = before.document || after.document ? "cannot" : "can";
  const message = `${which} ${verb} be read as a prompt, so what changed is unknown; it counts as a change of behaviour`;
  return { kind: "unreadable", level: "behaviour", message };
}
