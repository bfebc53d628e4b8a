// The workflows and Actions of this repository: its own, those its users call, and those its docs show.

import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { codeBlocks } from "../markdown.ts";

export interface Source {
  readonly file: string;
  readonly text: string;
  /** The line of the file, 1-based, that holds the text's first line. */
  readonly firstLine: number;
}

export function findWorkflows(): Source[] {
  const files = globSync(".github/workflows/*.{yml,yaml}").sort();
  const pages = globSync(["*.md", "docs/**/*.md", ".github/**/*.md", "action/**/*.md"]).sort();
  return [...files.map(readWhole), ...pages.flatMap((page) => workflowsIn(page, readFileSync(page, "utf8")))];
}

export function findActions(): Source[] {
  return globSync(["action.{yml,yaml}", "action/**/action.{yml,yaml}"]).sort().map(readWhole);
}

/** The YAML blocks of a page that are whole workflows; a broken one counts, so that it is seen. */
export function workflowsIn(page: string, markdown: string): Source[] {
  return codeBlocks(markdown)
    .filter(({ language, text }) => /^ya?ml$/.test(language) && isWorkflow(text))
    .map(({ text, firstLine }) => ({ file: page, text, firstLine }));
}

function isWorkflow(text: string): boolean {
  try {
    const value: unknown = parse(text, { logLevel: "silent" });
    return typeof value === "object" && value !== null && "jobs" in value && "on" in value;
  } catch {
    return /^jobs:/m.test(text) && /^on:/m.test(text);
  }
}

function readWhole(file: string): Source {
  return { file, text: readFileSync(file, "utf8"), firstLine: 1 };
}
