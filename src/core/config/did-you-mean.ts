// The known word that a misspelt one was probably meant to be.

import { closest, distance } from "fastest-levenshtein";

const LONGEST_COMPARED = 200;

/** Undefined where nothing is near: more than about a third of the letters differ. */
export function didYouMean(written: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || written.length > LONGEST_COMPARED) return undefined;
  const plain = written.toLowerCase();
  const begun = known.filter((word) => plain.length > 2 && word.startsWith(plain));
  if (begun.length === 1) return begun[0];
  const nearest = closest(plain, known);
  const allowed = Math.max(1, Math.floor(Math.max(plain.length, nearest.length) / 3));
  return distance(plain, nearest) <= allowed ? nearest : undefined;
}
