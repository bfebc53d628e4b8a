// The formats, one row each. A new format is one file beside this one and a row here.

import type { PromptFormat } from "../document.ts";
import { agentSkill } from "./agent-skill.ts";
import { copilot } from "./copilot.ts";
import { dotprompt } from "./dotprompt.ts";
import type { Format } from "./format.ts";
import { githubModels } from "./github-models.ts";
import { plainText } from "./plain-text.ts";
import { prompty } from "./prompty.ts";

/** The first that a file's name fits reads it; the last fits every name. */
const FORMATS: readonly [...Format[], Format] = [
  githubModels,
  prompty,
  copilot,
  dotprompt,
  agentSkill,
  plainText,
];

export function formatFor(path: string): Format {
  const fileName = path.slice(path.lastIndexOf("/") + 1);
  return FORMATS.find((format) => format.isFor(fileName)) ?? plainText;
}

/** How the file at the path is read, judged by its name alone. */
export function formatOf(path: string): PromptFormat {
  return formatFor(path).name;
}
