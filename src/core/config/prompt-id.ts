// The stable name of a prompt. It becomes part of git tags (`prompts/<id>/v1.2.3`), so git's rules for refs hold.

import type { PromptId } from "../identity.ts";
import { exactPathOf } from "./pattern.ts";
import type { PolicyEntry } from "./policy.ts";
import { problem, quoted, type Reading, value } from "./reading.ts";

/** Longest id, in characters. */
export const MAX_ID_LENGTH = 200;

/** For the editors' schema; `readPromptId` knows the rest. */
export const PROMPT_ID_PATTERN = "^[^\\s~^:?*\\[\\\\]+$";

const ALLOWED = /^(?:[\p{L}\p{M}\p{N}_./-]|%[\dA-F]{2})+$/u;
const FORBIDDEN = /[^\p{L}\p{M}\p{N}_./-]/gu;

// The longer endings first: what goes is the whole ending of the format.
const EXTENSION = /\.(?:prompt\.ya?ml|prompt\.md|prompty|prompt|md|txt|j2)$/i;

/** The id of a file that the entry governs: the entry's own, else the one made from the path. */
export function promptIdOf(entry: Pick<PolicyEntry, "id">, path: string): PromptId {
  return entry.id ?? defaultPromptId(path);
}

/** The id of the one file that the entry names; undefined where it names several by wildcards. */
export function promptIdOfEntry(entry: Pick<PolicyEntry, "id" | "pattern">): PromptId | undefined {
  if (entry.id) return entry.id;
  const path = exactPathOf(entry.pattern);
  return path === undefined ? undefined : defaultPromptId(path);
}

/**
 * The path without a leading `prompts/` and without its format's extension; a skill is called as its folder.
 * What git forbids in a ref is percent-encoded, and the dot of hidden folders is left out:
 * `.github/prompts/a b.prompt.md` gives `github/prompts/a%20b`. Always a sound ref, though perhaps longer
 * than MAX_ID_LENGTH; two paths may share one id (`a.md`, `a.txt`), which `findingsAgainstTree` reports.
 */
export function defaultPromptId(path: string): PromptId {
  const inside = path.startsWith("prompts/") ? path.slice("prompts/".length) : path;
  const bare = /.\/SKILL\.md$/.test(inside) ? inside.slice(0, -"/SKILL.md".length) : inside;
  const stem = bare.replace(EXTENSION, "");
  const named = stem === "" || stem.endsWith("/") ? bare : stem;
  return (named.split("/").map(asRefPart).filter(Boolean).join("/") || "%2F") as PromptId;
}

/** Reads an id that somebody wrote. */
export function readPromptId(text: string): Reading<PromptId> {
  if (text.length > MAX_ID_LENGTH) {
    return problem(`is longer than ${MAX_ID_LENGTH} characters.`, "Choose a shorter id.");
  }
  const forbidden = text.replace(/%[\dA-F]{2}/g, "").match(FORBIDDEN)?.[0];
  if (forbidden !== undefined) {
    return problem(
      `must not hold ${forbidden === " " ? "a space" : quoted(forbidden)}, got ${quoted(text)}.`,
      'Use letters, digits, "-", "_", "." and "/", such as support/triage: releases become git tags of that name.',
    );
  }
  const unsound = !ALLOWED.test(text) || text.split("/").some((part) => !isRefPart(part));
  if (unsound) {
    return problem(
      `cannot be part of a git tag, got ${quoted(text)}.`,
      'Leave out "..", "//", a leading or trailing "/", parts that start or end with ".", and the ending ".lock".',
    );
  }
  return value(text as PromptId);
}

/**
 * The other id that makes this one impossible: tags of `a` and of `a/v1.0.0` or `a/env` would need
 * one name for a tag and a folder of tags, or be mistaken for each other.
 */
export function findRefClash(id: PromptId, others: { has(id: PromptId): boolean }): PromptId | undefined {
  const parts = id.split("/");
  for (let length = 1; length < parts.length; length++) {
    if (!/^(?:env|v\d+\..*)$/.test(parts[length] ?? "")) continue;
    const ancestor = parts.slice(0, length).join("/") as PromptId;
    if (others.has(ancestor)) return ancestor;
  }
  return undefined;
}

// https://git-scm.com/docs/git-check-ref-format, and no part that ends with a dot: Windows drops it.
function isRefPart(part: string): boolean {
  return part !== "" && !/^\.|\.\.|\.$|\.lock$/i.test(part);
}

function asRefPart(part: string): string {
  return part
    .replace(/^\.+(?=[^.])/, "")
    .replace(FORBIDDEN, percentEncoded)
    .replace(/^\.+|\.{2,}|\.+$|\.(?=lock$)/gi, percentEncoded);
}

function percentEncoded(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
