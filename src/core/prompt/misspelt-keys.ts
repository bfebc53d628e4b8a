// Finds keys that a format does not know but that are a slip away from one it does. Others may be a tool's extensions.

import { didYouMean } from "../config/did-you-mean.ts";
import type { Fields } from "./fields.ts";
import { fileWarning, type Problem, shown } from "./problem.ts";

const MOST_REPORTED = 20;

export function findMisspeltKeys(fields: Fields, known: readonly string[]): Problem[] {
  const absent = known.filter((key) => fields.value(key) === undefined);
  return fields
    .entries()
    .filter(([key]) => !known.includes(key))
    .slice(0, MOST_REPORTED)
    .flatMap(([key]) => {
      const meant = didYouMean(key, absent);
      if (meant === undefined) return [];
      return [
        fileWarning(fields.keyAt(key), `The key ${shown(key)} is not known.`, `Did you mean \`${meant}\`?`),
      ];
    });
}
