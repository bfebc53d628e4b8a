// The `path:` of an entry: which patterns are allowed, so that none is a trap or takes long to match.

import { braceExpand, Minimatch } from "minimatch";
import { problem, quoted, type Reading, value } from "./reading.ts";

const MAX_LENGTH = 1_000;
const MAX_ALTERNATIVES = 1_000;
const MAX_GLOBSTARS = 10;
const MAX_EXTENDED_GLOBS = 50;

/** Reads a pattern in minimatch's dialect with `dot: true`, relative to the repository's root. */
export function readPattern(text: string): Reading<string> {
  return findTrap(text) ?? findCost(text) ?? value(text);
}

/** The one file that a pattern without wildcards names; undefined where it may match several. */
export function exactPathOf(pattern: string): string | undefined {
  if (!/[*?[\](){}]/.test(pattern)) return pattern;
  const compiled = new Minimatch(pattern, { dot: true });
  const [parts, ...others] = compiled.set;
  if (!parts || others.length > 0 || !parts.every((part) => typeof part === "string")) return undefined;
  return parts.join("/");
}

/** How many patterns the braces stand for: `{a,b}/{c,d}` for 4. Counts to 1,001 at most. */
export function countAlternatives(pattern: string): number {
  if (!pattern.includes("{")) return 1;
  return braceExpand(pattern, { braceExpandMax: MAX_ALTERNATIVES + 1 }).length;
}

/** Patterns that other tools read otherwise than we do, or that can never match. */
function findTrap(text: string): Reading<never> | undefined {
  if (text === "") return problem("is empty.", "Write the file or the pattern that the entry is about.");
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    return problem("holds a line break or a control character.", "Write the pattern on one line.");
  }
  if (text.startsWith("!")) {
    return problem(
      `must not start with "!", got ${quoted(text)}.`,
      "Say what the entry is about; for an exception, add a later entry, because the last match wins.",
    );
  }
  if (text.startsWith("#")) {
    return problem(
      `must not start with "#", got ${quoted(text)}.`,
      `Write ${quoted(`[#]${text.slice(1)}`)}.`,
    );
  }
  if (text.includes("\\")) {
    return problem(
      `must not hold a backslash, got ${quoted(text)}.`,
      'Separate folders with "/", and write a literal * as [*], a literal [ as [[].',
    );
  }
  if (/^[a-z]:\//i.test(text)) {
    return problem(
      `must be relative to the repository, got ${quoted(text)}.`,
      "Write it from the repository's root, such as prompts/**/*.prompt.yml.",
    );
  }
  const segments = text.split("/");
  if (segments.includes("..")) {
    return problem(`must not hold "..", got ${quoted(text)}.`, "Write it from the repository's root.");
  }
  const plain = segments.filter((segment) => segment !== "" && segment !== ".").join("/");
  if (plain !== "" && text.endsWith("/")) {
    return problem(
      `names a folder, got ${quoted(text)}.`,
      `For every file under it write ${quoted(`${plain}/**`)}.`,
    );
  }
  if (plain !== text) {
    return problem(
      `must be relative to the repository, got ${quoted(text)}.`,
      `Write ${quoted(plain || "**")}.`,
    );
  }
  return undefined;
}

/** Patterns whose matching could take long, however innocent they look. */
function findCost(text: string): Reading<never> | undefined {
  const split = "Split it into several entries, or write a simpler pattern.";
  if (text.length > MAX_LENGTH) {
    return problem(`is longer than ${MAX_LENGTH} characters.`, split);
  }
  if (text.split("**").length - 1 > MAX_GLOBSTARS) {
    return problem(`holds "**" more than ${MAX_GLOBSTARS} times.`, split);
  }
  const extended = extendedGlobs(text);
  if (extended.deepest > 1) return problem("holds a (...|...) group inside another.", split);
  if (extended.count > MAX_EXTENDED_GLOBS) {
    return problem(`holds more than ${MAX_EXTENDED_GLOBS} groups such as @(a|b).`, split);
  }
  if (countAlternatives(text) > MAX_ALTERNATIVES) {
    return problem(`stands for more than ${MAX_ALTERNATIVES} patterns once its braces are expanded.`, split);
  }
  return undefined;
}

function extendedGlobs(text: string): { count: number; deepest: number } {
  let [count, depth, deepest] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ")") depth = Math.max(0, depth - 1);
    if (text[at] !== "(" || !/[?*+@!]/.test(text[at - 1] ?? "")) continue;
    count++;
    depth++;
    deepest = Math.max(deepest, depth);
  }
  return { count, deepest };
}
