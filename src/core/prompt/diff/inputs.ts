// Changes of the variables that callers send.

import type { InputVariable, PromptDocument } from "../document.ts";
import { shown } from "../problem.ts";
import type { Level, PromptChange } from "./change.ts";
import { declaredSchema } from "./input-schema.ts";
import { compareSchemas } from "./json-schema/compare.ts";
import { type DifferenceKind, pathText, type SchemaDifference } from "./json-schema/difference.ts";
import { isSame } from "./sameness.ts";
import { shownValue } from "./wording.ts";

const FAILS_WITHOUT = "callers that don't send it will fail";

/** What each kind of difference in a variable's schema means for a caller that sends it. */
const MEANING: Readonly<Record<DifferenceKind, readonly [level: Level, consequence: string]>> = {
  "property-added": ["behaviour", ""],
  "required-property-added": ["breaking", FAILS_WITHOUT],
  "property-removed": ["breaking", "callers that send it may fail"],
  "now-required": ["breaking", FAILS_WITHOUT],
  "no-longer-required": ["behaviour", ""],
  "types-removed": ["breaking", "callers that send anything else will fail"],
  "types-added": ["behaviour", ""],
  "values-removed": ["breaking", "callers that send anything else will fail"],
  "values-added": ["behaviour", ""],
  tightened: ["breaking", "callers that send what was allowed before may fail"],
  loosened: ["behaviour", ""],
  closed: ["breaking", "callers that send others will fail"],
  opened: ["behaviour", ""],
  "alternatives-removed": ["breaking", "callers that send it will fail"],
  "alternatives-added": ["behaviour", ""],
  unclear: ["breaking", "whether it got narrower is not known, so it counts as breaking"],
  described: ["patch", ""],
  noted: ["patch", ""],
};

export function inputChanges(before: PromptDocument, after: PromptDocument): PromptChange[] {
  const [old, young] = [byName(before.inputs), byName(after.inputs)];
  const names = [...new Set([...old.keys(), ...young.keys()])];
  const changes = names.flatMap((name) => compareVariable(name, old.get(name), young.get(name)));
  return before.format === "plain-text" && after.format === "plain-text" ? changes.map(asGuess) : changes;
}

function compareVariable(name: string, before?: InputVariable, after?: InputVariable): PromptChange[] {
  const variable = `variable ${shown(name)}`;
  if (!after)
    return before ? [change("breaking", `${variable} was removed: callers that send it may fail`)] : [];
  if (!before) {
    return after.required
      ? [change("breaking", `new ${variable} is now required: ${FAILS_WITHOUT}`)]
      : [change("behaviour", `optional ${variable} was added`)];
  }
  return [
    ...compareRequired(variable, before, after),
    ...compareSchemas(declaredSchema(before), declaredSchema(after)).map((one) => schemaChange(name, one)),
    ...compareDefault(variable, before, after),
    ...(before.description === after.description
      ? []
      : [
          {
            ...change("patch", `${variable} has another description`),
            kind: "description",
          } satisfies PromptChange,
        ]),
  ];
}

function compareRequired(variable: string, before: InputVariable, after: InputVariable): PromptChange[] {
  if (before.required === after.required) return [];
  return after.required
    ? [change("breaking", `${variable} is now required: ${FAILS_WITHOUT}`)]
    : [change("behaviour", `${variable} is now optional`)];
}

function compareDefault(variable: string, before: InputVariable, after: InputVariable): PromptChange[] {
  if (isSame(before.default, after.default)) return [];
  const [was, is] = [shownValue(before.default), shownValue(after.default)];
  const values = was === is ? "" : ` from ${was} to ${is}`;
  return [change("behaviour", `the default of ${variable} changed${values}`)];
}

function schemaChange(name: string, { kind, path, says }: SchemaDifference): PromptChange {
  const [level, consequence] = MEANING[kind];
  const place = pathText([name, ...path]);
  return change(level, `variable ${shown(place)} ${says}${consequence && `: ${consequence}`}`);
}

/** Plain text declares nothing: its variables are what its placeholders look like, which proves no contract. */
function asGuess(found: PromptChange): PromptChange {
  if (found.level !== "breaking") return found;
  return {
    ...found,
    level: "behaviour",
    message: `${found.message}, if they fill in this text's placeholders`,
  };
}

function byName(inputs: readonly InputVariable[]): ReadonlyMap<string, InputVariable> {
  return new Map(inputs.map((input) => [input.name, input]));
}

function change(level: Level, message: string): PromptChange {
  return { kind: "inputs", level, message };
}
