// A pattern that takes in prompts and other files, as patterns that take in its prompts alone.

import { Minimatch } from "minimatch";
import { readPattern } from "../../config/pattern.ts";
import { formatOf } from "../../prompt/formats/index.ts";
import { literalPattern } from "../literal-pattern.ts";
import { endingOf, promptFolderOf } from "../prompt-files.ts";

/**
 * For everything below a folder one pattern that new prompts of the same kinds fall under too, where there is one; else
 * the prompts themselves.
 * @param prompts those that the pattern matches
 */
export function narrowToPrompts(pattern: string, prompts: readonly string[]): string[] {
  const below = /^(?:(.*)\/)?\*\*$/.exec(pattern);
  if (below) {
    const names = [...new Set(prompts.map((path) => nameBelow(path, below[1] ?? "")))].sort();
    const list = names.length === 1 ? names.join("") : `{${names.join(",")}}`;
    const narrow = [...(below[1] ? [below[1]] : []), "**", list].join("/");
    const isSound = readPattern(narrow).kind === "value";
    if (isSound && isMatchForAll(narrow, prompts)) return [narrow];
  }
  return prompts.map(literalPattern);
}

/** What tells a prompt anywhere below the folder from other files: its format's ending, or the prompts' folder too. */
function nameBelow(path: string, folder: string): string {
  const ending = literalPattern(endingOf(path)).replaceAll(",", "?");
  const name = ending.startsWith(".") ? `*${ending}` : ending;
  if (formatOf(path) !== "plain-text") return name;
  const promptFolder = promptFolderOf(path)?.split("/").at(-1) ?? "";
  return folder.split("/").includes(promptFolder) ? name : `${literalPattern(promptFolder)}/**/${name}`;
}

function isMatchForAll(pattern: string, paths: readonly string[]): boolean {
  const glob = new Minimatch(pattern, { dot: true });
  return paths.every((path) => glob.match(path));
}
