// The messages of a Prompty file: a line such as `user:` or `system[name="…"]:` starts each.

import type { PromptMessage } from "../document.ts";
import { type Passage, trimmed } from "../position.ts";

const ROLE_LINE = /^#?\s*(system|user|assistant|developer|tool|function)\s*(?:\[[^\]]*\])?\s*:$/i;

/** Text before the first role is the system's, as in Prompty's own parser. */
export function splitByRoles(body: Passage): PromptMessage[] {
  const messages: PromptMessage[] = [];
  let role: PromptMessage["role"] = "system";
  let lines: string[] = [];
  let firstLine = body.firstLine;
  const finish = () => {
    const { text, firstLine: line } = trimmed({ text: lines.join("\n"), firstLine });
    if (text !== "") messages.push({ role, text, line });
  };
  body.text.split("\n").forEach((line, index) => {
    const next = roleOf(line);
    if (next === undefined) {
      lines.push(line);
      return;
    }
    finish();
    role = next;
    lines = [];
    firstLine = body.firstLine + index + 1;
  });
  finish();
  return messages;
}

function roleOf(line: string): PromptMessage["role"] | undefined {
  const name = ROLE_LINE.exec(line.trim())?.[1]?.toLowerCase();
  switch (name) {
    case "system":
    case "user":
    case "assistant":
    case "developer":
    case "tool":
      return name;
    case "function":
      return "tool";
    default:
      return undefined;
  }
}
