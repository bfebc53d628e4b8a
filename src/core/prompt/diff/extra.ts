// Changes of keys that the formats leave to others: examples, tools, tests, notes for people, and the unknown.

import type { PromptDocument } from "../document.ts";
import { shown } from "../problem.ts";
import type { ChangeKind, Level, PromptChange } from "./change.ts";
import { isSame, isSameButWhitespace } from "./sameness.ts";

/** Compared without case, `_` and `-`. What is not listed may reach the model, so it counts as behaviour. */
const KNOWN: ReadonlyMap<string, readonly [kind: ChangeKind, level: Level]> = new Map([
  ...keys(
    ["examples", "example", "samples", "sample", "fewshot", "fewshots", "shots"],
    "examples",
    "behaviour",
  ),
  ...keys(["tools", "allowedtools", "toolchoice"], "tools", "behaviour"),
  ...keys(["testdata", "tests", "evaluators", "evaluation", "evaluations"], "evaluation", "patch"),
  ...keys(
    [
      "authors",
      "author",
      "tags",
      "version",
      "license",
      "metadata",
      "homepage",
      "category",
      "title",
      "displayname",
      "argumenthint",
    ],
    "description",
    "patch",
  ),
]);

export function extraChanges(before: PromptDocument, after: PromptDocument): PromptChange[] {
  const [old, young] = [new Map(Object.entries(before.extra)), new Map(Object.entries(after.extra))];
  const names = [...new Set([...old.keys(), ...young.keys()])];
  return names.flatMap((name) => compareKey(name, old.get(name), young.get(name)));
}

function compareKey(name: string, before: unknown, after: unknown): PromptChange[] {
  if (isSame(before, after)) return [];
  if (isSameButWhitespace(before, after)) {
    return [{ kind: "whitespace", level: "patch", message: `only white space changed in ${shown(name)}` }];
  }
  const [kind, level] = KNOWN.get(name.replace(/[_-]/g, "").toLowerCase()) ?? ["extra", "behaviour"];
  const verb = before === undefined ? "was added" : after === undefined ? "was removed" : "changed";
  return [{ kind, level, message: `${shown(name)} ${verb}` }];
}

function keys(names: readonly string[], kind: ChangeKind, level: Level) {
  return names.map((name) => [name, [kind, level]] as const);
}
