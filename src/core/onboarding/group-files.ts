// The prompts of a repository as a few patterns, one for each folder that people would give an owner.

import { literalPattern } from "./literal-pattern.ts";
import { endingOf, kindOfFile, promptFolderOf } from "./prompt-files.ts";

export interface PromptGroup {
  readonly pattern: string;
  /** The prompts it was made for, sorted. */
  readonly prompts: readonly string[];
}

interface Place {
  readonly folder: string;
  /** How far below the folder its files lie: in it, anywhere below it, or one folder down. */
  readonly reach: "here" | "below" | "next";
}

/**
 * Groups in the order of their patterns; no prompt is in two of them. A group's pattern takes in no file that is neither
 * a prompt nor what usually lies beside one. Linear in the files, but for sorting.
 * @param files every file of the repository
 */
export function groupPrompts(files: readonly string[]): PromptGroup[] {
  const prompts = files.filter((path) => kindOfFile(path) === "prompt").sort();
  const foreign = placesWithOthers(files);
  const groups = Map.groupBy(prompts, (path) => keyOf(placeOf(path)));
  return [...groups]
    .flatMap(([key, members]) => {
      const [first] = members;
      return first === undefined ? [] : [groupOf(placeOf(first), members, foreign.has(key))];
    })
    .sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
}

function groupOf({ folder, reach }: Place, prompts: readonly string[], isMixed: boolean): PromptGroup {
  const endings = [...new Set(prompts.map(endingOf))].sort();
  const name = isMixed || folder === "" || reach === "next" ? namesEndingWith(endings) : "*";
  const way = { here: [], below: ["**"], next: ["*"] }[reach];
  const all = reach === "below" && name === "*" ? ["**"] : [...way, name];
  return { pattern: [...(folder === "" ? [] : [literalPattern(folder)]), ...all].join("/"), prompts };
}

function namesEndingWith(endings: readonly string[]): string {
  const literal = endings.map((ending) => literalPattern(ending).replaceAll(",", "?"));
  if (literal.every((ending) => ending.startsWith("."))) {
    return `*.${eitherOf(literal.map((ending) => ending.slice(1)))}`;
  }
  return eitherOf(literal.map((ending) => (ending.startsWith(".") ? `*${ending}` : ending)));
}

function eitherOf(texts: readonly string[]): string {
  return texts.length === 1 ? texts.join("") : `{${texts.join(",")}}`;
}

function placeOf(path: string): Place {
  const parts = path.split("/");
  const folders = parts.slice(0, -1);
  const root = promptFolderOf(path);
  if (endingOf(path) === parts.at(-1) && kindOfFile(path) === "prompt" && folders.length > 0) {
    return { folder: folders.slice(0, -1).join("/"), reach: "next" };
  }
  const depth = root === undefined ? undefined : root.split("/").length;
  if (depth !== undefined && folders.length > depth) {
    return { folder: folders.slice(0, depth + 1).join("/"), reach: "below" };
  }
  return { folder: folders.join("/"), reach: "here" };
}

/** Places where `*` or `**` would take in what is no prompt. */
function placesWithOthers(files: readonly string[]): Set<string> {
  const mixed = new Set<string>();
  for (const path of files) {
    if (kindOfFile(path) !== "other") continue;
    const folders = path.split("/").slice(0, -1);
    mixed.add(keyOf({ folder: folders.join("/"), reach: "here" }));
    for (let depth = 0; depth <= folders.length; depth++) {
      mixed.add(keyOf({ folder: folders.slice(0, depth).join("/"), reach: "below" }));
    }
  }
  return mixed;
}

function keyOf({ folder, reach }: Place): string {
  return `${reach} ${folder}`;
}
