// What must hold of every path that a pattern matches, read from its text: the folders it starts with, and literal
// parts further down. Nothing here decides a match: it may only rule out paths that cannot.

import type { Minimatch } from "minimatch";

export type PatternShape =
  | { readonly kind: "exact"; readonly path: string }
  | { readonly kind: "glob"; readonly folders: readonly string[]; readonly traits: readonly Trait[] };

/** What a path must have, seen from the folder that the pattern's literal part ends in. */
export type Trait =
  /** The last part is this text. */
  | { readonly kind: "name"; readonly text: string }
  /** Some part is this text. */
  | { readonly kind: "part"; readonly text: string }
  /** The part in that folder starts with this text. */
  | { readonly kind: "start"; readonly text: string }
  /** The last part ends with this text. */
  | { readonly kind: "end"; readonly text: string };

/** One part of a pattern: a literal text, any number of folders, or something that matches within one part. */
type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "globstar" }
  | { readonly kind: "glob"; readonly start: string; readonly end: string };

const ANYTHING: PatternShape = { kind: "glob", folders: [], traits: [] };

/**
 * The shapes that a pattern stands for: a path that it matches has one of them.
 * @param compile the pattern compiled, asked for only where its text alone does not tell
 */
export function shapesOf(pattern: string, compile: () => Minimatch): PatternShape[] {
  if (pattern === "" || pattern.startsWith("!")) return [ANYTHING];
  if (pattern.startsWith("#")) return [];
  if (!SPECIAL.test(pattern)) return [{ kind: "exact", path: pattern }];
  const texts = pattern.split("/");
  if (texts.every(isClear)) return [shapeOf(texts, segmentOf)];
  return compile().set.map((row) => shapeOf(row, segmentOfCompiled));
}

/** All but this makes the pattern the path itself. */
const SPECIAL = /[*?[\](){}!+@\\]|^\/|\/\/|\/$|(?:^|\/)\.\.(?:\/|$)/;

/** Whether what is outside of wildcards and braces is matched as it is written. */
function isClear(text: string): boolean {
  // ".." takes the part before it away, an empty part is special, and a backslash changes what follows.
  if (text === "" || text === ".." || text.includes("\\")) return false;
  return !/[{}]/.test(text) || hasClearBraces(text);
}

/** Whether the braces close within the part, and cannot make a ".." of it. */
function hasClearBraces(text: string): boolean {
  let depth = 0;
  let isNamed = !text.includes(".");
  for (const character of text) {
    if (character === "{") depth++;
    else if (character === "}") depth--;
    else if (depth === 0 && character !== ".") isNamed = true;
    if (depth < 0) return false;
  }
  return depth === 0 && isNamed;
}

// A "!", "+" or "@" before braces may become the start of a group once they are expanded.
const WILDCARD = /[*?[\](){}]|[!+@](?=[({])/;
const AFTER_WILDCARDS = /[^*?[\](){}|]*$/;

function segmentOf(text: string): Segment {
  if (text === "**") return { kind: "globstar" };
  const wildcard = text.search(WILDCARD);
  if (wildcard < 0) return { kind: "literal", text };
  return { kind: "glob", start: text.slice(0, wildcard), end: AFTER_WILDCARDS.exec(text)?.[0] ?? "" };
}

function segmentOfCompiled(segment: Minimatch["set"][number][number]): Segment {
  if (typeof segment === "string") return { kind: "literal", text: segment };
  return typeof segment === "symbol" ? { kind: "globstar" } : { kind: "glob", start: "", end: "" };
}

function shapeOf<T>(parts: readonly T[], read: (part: T) => Segment): PatternShape {
  const segments = parts.map(read);
  const folders: string[] = [];
  for (const segment of segments) {
    if (segment.kind !== "literal") break;
    if (segment.text === "") return ANYTHING;
    folders.push(segment.text);
  }
  if (folders.length === segments.length) return { kind: "exact", path: folders.join("/") };
  return { kind: "glob", folders, traits: traitsOf(segments.slice(folders.length)) };
}

function traitsOf(segments: readonly Segment[]): Trait[] {
  const traits: Trait[] = [];
  const [first] = segments;
  const last = segments.at(-1);
  if (last?.kind === "literal" && last.text !== "") traits.push({ kind: "name", text: last.text });
  for (const segment of segments.slice(0, -1)) {
    if (segment.kind === "literal" && segment.text !== "") traits.push({ kind: "part", text: segment.text });
  }
  if (first?.kind === "glob" && first.start !== "") traits.push({ kind: "start", text: first.start });
  if (last?.kind === "glob" && last.end !== "") traits.push({ kind: "end", text: last.end });
  return traits;
}
