// What becomes of one value of the config: the typed value, or what is wrong with it and the mend.

export type Reading<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "problem"; readonly problem: string; readonly fix: string };

export function value<T>(read: T): Reading<T> {
  return { kind: "value", value: read };
}

/**
 * @param text a predicate: the name of the key is put in front of it (`must be one person, got ...`).
 * @param fix what to do about it, in the imperative.
 */
export function problem(text: string, fix: string): Reading<never> {
  return { kind: "problem", problem: text, fix };
}

const LONGEST_SHOWN = 80;

/** Text of the file as a message may show it: one line, quoted, at most 80 characters. */
export function quoted(text: string): string {
  const short = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN).toWellFormed()}…` : text;
  return JSON.stringify(short).replace(/[\u007f-\u009f\u2028\u2029]/g, "\ufffd");
}
