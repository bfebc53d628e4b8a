// Holds what a template uses against what its file declares.

import type { Position } from "./position.ts";
import type { Problem } from "./problem.ts";
import { shown } from "./problem.ts";
import type { TemplateReading } from "./template/template.ts";

export interface Declarations {
  /** Declared names with the place of each. */
  readonly names: ReadonlyMap<string, Position>;
  /** The key that declares them, for messages: `inputs`, `input.schema`. */
  readonly key: string;
}

/** Each finding costs a look through the file for its line; nobody reads more of them. */
const MOST_REPORTED = 20;

/**
 * A name that is used without being declared is a warning, one that is declared without being used a notice.
 * Silent where the template cannot be known whole: partials, includes, `this`, broken syntax.
 */
export function compareVariables(
  { names, key }: Declarations,
  template: TemplateReading,
  positionOf: (offset: number) => Position,
): Problem[] {
  const undeclared = firstUses(template)
    .filter(({ name }) => !names.has(name))
    .slice(0, MOST_REPORTED);
  const unused = [...names].filter(([name]) => !template.mentions.has(name)).slice(0, MOST_REPORTED);
  return [
    ...undeclared.map(
      ({ name, offset }): Problem => ({
        ...positionOf(offset),
        rule: "prompt-variables",
        severity: "warning",
        message: `The template uses ${shown(name)}, which ${shown(key)} does not declare.`,
        fix: `Declare it under ${shown(key)}, or correct the name.`,
      }),
    ),
    ...(template.isWhole ? unused : []).map(
      ([name, at]): Problem => ({
        ...at,
        rule: "prompt-variables",
        severity: "notice",
        message: `The input ${shown(name)} is declared, but the template does not use it.`,
        fix: "Use it, or remove the declaration.",
      }),
    ),
  ];
}

/** Each name once, where it is first used. */
export function firstUses(template: TemplateReading): readonly { name: string; offset: number }[] {
  const first = new Map<string, number>();
  for (const { name, offset } of template.uses) if (!first.has(name)) first.set(name, offset);
  return [...first].map(([name, offset]) => ({ name, offset }));
}
