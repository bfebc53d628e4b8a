// When two values of a prompt file are the same: the order of keys never counts, white space only where asked.

/** YAML gives no deeper values (see bounded-yaml.ts); anything deeper is the same only where it is one object. */
const MAX_DEPTH = 200;

type TextEquality = (a: string, b: string) => boolean;

/** Equal as data: key order, prototypes and keys without a value do not count. */
export function isSame(a: unknown, b: unknown): boolean {
  return isEqual(a, b, (one, other) => one === other, 0);
}

/** As `isSame`, but every text in it may differ in white space. */
export function isSameButWhitespace(a: unknown, b: unknown): boolean {
  return isEqual(a, b, hasSameWords, 0);
}

/** Whether two texts differ in white space at most; see `wordsOf`. */
export function hasSameWords(a: string, b: string): boolean {
  return a === b || wordsOf(a) === wordsOf(b);
}

// Scripts that are written without spaces: a line break between two of their signs parts no words.
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}";
const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}_]$/u;
const STARTS_WITH_WORD = /^[\p{L}\p{M}\p{N}_]/u;
const ENDS_UNSPACED = new RegExp(`[${UNSPACED}]$`, "u");
const STARTS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");

/**
 * The text without the white space that parts no words: `{{ name }}` and `{{name}}`, one line or two are the same,
 * `now here` and `nowhere` are not.
 */
function wordsOf(text: string): string {
  return text.replace(/\s+/gu, (run: string, at: number) => {
    // Two UTF-16 units hold the whole of any sign that is next to the run.
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + run.length, at + run.length + 2);
    const partsWords = ENDS_IN_WORD.test(before) && STARTS_WITH_WORD.test(after);
    return partsWords && !(ENDS_UNSPACED.test(before) && STARTS_UNSPACED.test(after)) ? " " : "";
  });
}

function isEqual(a: unknown, b: unknown, sameText: TextEquality, depth: number): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === "string" && typeof b === "string") return sameText(a, b);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (depth >= MAX_DEPTH || Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => isEqual(item, b[at], sameText, depth + 1));
  }
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  const [left, right] = [presentEntries(a), presentEntries(b)];
  if (left.length !== right.length) return false;
  const other = new Map(right);
  return left.every(([key, value]) => other.has(key) && isEqual(value, other.get(key), sameText, depth + 1));
}

function presentEntries(object: object): [string, unknown][] {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}
