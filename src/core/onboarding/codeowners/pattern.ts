// Patterns of CODEOWNERS, which are those of gitignore with some exceptions, in minimatch's dialect.

import { braceExpand } from "minimatch";
import { readPattern } from "../../config/pattern.ts";
import { literalPattern } from "../literal-pattern.ts";

/**
 * The patterns that together match the same files. A folder's name stands for all files in it, so that most become two:
 * the file of that name, and what is below the folder of that name. The exceptions, as GitHub's documentation has them
 * and as hmarr/codeowners found them by trying: a last part of `*` takes in files only, not folders (`docs/*`), and a
 * slash at the end after `**` adds nothing.
 * @param pattern one that `parseCodeowners` let through
 * @returns none for a pattern that matches nothing; undefined where the config has no way to write it
 */
export function minimatchPatternsOf(pattern: string): string[] | undefined {
  if (/\\\\|\\$/.test(pattern)) return undefined;
  const isFolder = pattern.endsWith("/");
  const parts = pattern.replace(/^\//, "").replace(/\/$/, "").split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return [];
  const [first] = parts;
  const isAnywhere = parts.length === 1 && !pattern.startsWith("/");
  if (isAnywhere && (first === "**" || (first === "*" && !isFolder))) return ["**"];
  const written = [...(isAnywhere ? ["**"] : []), ...parts.map(partOf)].join("/").replace(/^#/, "[#]");
  const patterns = patternsBelow(written, parts.at(-1) ?? "", isFolder);
  return patterns.every((one) => isSame(one)) ? patterns : undefined;
}

function patternsBelow(written: string, last: string, isFolder: boolean): string[] {
  if (last === "**") return [written];
  if (isFolder) return [`${written}/**`];
  return last === "*" ? [written] : [written, `${written}/**`];
}

/** Two asterisks among other signs are one. */
function partOf(part: string): string {
  if (part === "**") return part;
  return part.replace(/\\(.)|\*+|\?|[^*?\\]+|\\$/gsu, (text, escaped: string | undefined) => {
    if (text.startsWith("*")) return "*";
    return text === "?" ? "?" : literalSign(escaped ?? text);
  });
}

/** Braces stay as they are: they mean themselves unless they hold a list. */
function literalSign(text: string): string {
  return [...text].map((sign) => (/[{}!#]/.test(sign) ? sign : literalPattern(sign))).join("");
}

/** Whether the config takes it, and reads braces in it as signs. */
function isSame(pattern: string): boolean {
  if (readPattern(pattern).kind === "problem") return false;
  return !pattern.includes("{") || braceExpand(pattern).join() === pattern;
}
