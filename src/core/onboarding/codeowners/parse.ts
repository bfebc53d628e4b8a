// The lines of a CODEOWNERS file, read as GitHub reads them: a line it cannot use is skipped, and said so.
// https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners

import { type Login, parseLogin, parseTeam, type Team } from "../../identity.ts";
import { loginOfNoreply } from "../../review/co-authors.ts";

/** Where GitHub looks, in this order; the first file there is counts. */
export const CODEOWNERS_PATHS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** In bytes: GitHub does not load a larger file. */
export const MAX_CODEOWNERS_BYTES = 3 * 1_048_576;

export interface OwnersRule {
  /** 1-based. */
  readonly line: number;
  readonly pattern: string;
  /** In the line's order. Empty: the files have no owner. */
  readonly owners: readonly CodeOwner[];
}

export type CodeOwner =
  | { readonly kind: "person"; readonly login: Login }
  | { readonly kind: "team"; readonly team: Team }
  /** An account that only GitHub can look up. */
  | { readonly kind: "email"; readonly email: string };

export interface SkippedLine {
  readonly line: number;
  readonly reason: string;
}

export interface Codeowners {
  readonly rules: readonly OwnersRule[];
  readonly skipped: readonly SkippedLine[];
}

export function parseCodeowners(text: string): Codeowners {
  const rules: OwnersRule[] = [];
  const skipped: SkippedLine[] = [];
  for (const [at, written] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = at + 1;
    const trimmed = written.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const rule = readRule(trimmed);
    if (typeof rule === "string") skipped.push({ line, reason: rule });
    else rules.push({ line, ...rule });
  }
  return { rules, skipped };
}

/** @returns why GitHub skips the line where it does */
function readRule(text: string): Omit<OwnersRule, "line"> | string {
  // A backslash keeps a space in the pattern.
  const pattern = /^(?:\\.|[^\s\\]|\\$)+/.exec(text)?.[0] ?? "";
  const fault = faultOf(pattern);
  if (fault) return fault;
  const owners = new Map<string, CodeOwner>();
  for (const word of text.slice(pattern.length).split(/\s+/).filter(Boolean)) {
    if (word.startsWith("#")) break;
    const owner = readOwner(word);
    if (!owner) return `${JSON.stringify(word)} is no @user, no @org/team and no e-mail address`;
    owners.set(word.toLowerCase(), owner);
  }
  return { pattern, owners: [...owners.values()] };
}

function faultOf(pattern: string): string | undefined {
  if (pattern.startsWith("!")) return "patterns cannot start with !";
  if (pattern.startsWith("\\#")) return "patterns cannot start with \\#";
  if (/(?<!\\)[[\]]/.test(pattern)) return "patterns cannot hold [ ]";
  return pattern.includes("***") ? "patterns cannot hold ***" : undefined;
}

function readOwner(word: string): CodeOwner | undefined {
  if (word.startsWith("@")) {
    const team = parseTeam(word);
    if (team) return { kind: "team", team };
    const login = parseLogin(word);
    return login && { kind: "person", login };
  }
  if (!/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(word)) return undefined;
  const login = loginOfNoreply(word);
  return login ? { kind: "person", login } : { kind: "email", email: word };
}
