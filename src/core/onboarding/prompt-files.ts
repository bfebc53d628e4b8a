// Which files of a repository look like prompts, judged by their names, before any config says so.

import { formatOf } from "../prompt/formats/index.ts";

/**
 * `beside`: what usually lies among prompts and is none, such as a README. A pattern may take it in; it asks for none.
 */
export type FileKind = "prompt" | "beside" | "other";

/** A folder of this name holds prompts, wherever it is. */
const PROMPT_FOLDER = /^(?:system[-_])?prompts?$/i;
/** Texts and templates that are prompts when they lie in such a folder. */
const TEXT = /\.(?:md|markdown|txt|j2|jinja2?|hbs|mustache|liquid|tmpl|tpl|ya?ml|json|xml)$/i;
const BESIDE = /^(?:readme|changelog|license|contributing|codeowners|\.git\w+)(?:\.|$)/i;

export function kindOfFile(path: string): FileKind {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  if (BESIDE.test(name)) return "beside";
  if (formatOf(path) !== "plain-text") return "prompt";
  return promptFolderOf(path) !== undefined && TEXT.test(name) ? "prompt" : "other";
}

/** The outermost folder on the way to the file that is called after prompts. */
export function promptFolderOf(path: string): string | undefined {
  const folders = path.split("/").slice(0, -1);
  const depth = folders.findIndex((name) => PROMPT_FOLDER.test(name));
  return depth < 0 ? undefined : folders.slice(0, depth + 1).join("/");
}

/** What the names of its format's files end with: `.prompt.yml`, `.md`; the whole name where that is fixed. */
export function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (formatOf(path) === "agent-skill") return name;
  return /\.prompt\.\w+$/i.exec(name)?.[0] ?? /\.[^.]+$/.exec(name)?.[0] ?? name;
}
