// The messages of a dotprompt template: `{{role "system"}}` starts each, `{{history}}` stands between them.

import type { PromptMessage } from "../document.ts";
import { type Passage, TextLines, trimmed } from "../position.ts";
import { fileWarning, type Problem, shown } from "../problem.ts";
import type { Tag } from "../template/handlebars-tags.ts";

/** Text before the first role is the user's, text behind the history the model's, as in dotprompt itself. */
export function splitByRoleTags(body: Passage, tags: readonly Tag[], problems: Problem[]): PromptMessage[] {
  const lines = new TextLines(body.text, body.firstLine);
  const messages: PromptMessage[] = [];
  let role: PromptMessage["role"] = "user";
  let from = 0;
  const finish = (end: number) => {
    const { text, firstLine } = trimmed({ text: body.text.slice(from, end), firstLine: lines.at(from).line });
    if (text.trim() !== "") messages.push({ role, text: text.trimStart(), line: firstLine });
  };
  for (const tag of tags) {
    const written = roleIn(tag);
    if (written === undefined) continue;
    finish(tag.start);
    from = tag.end;
    const known = ROLES.get(written);
    if (known) role = known;
    else problems.push(unknownRole(written, lines.at(tag.start)));
  }
  finish(body.text.length);
  return messages;
}

const ROLES: ReadonlyMap<string, PromptMessage["role"]> = new Map([
  ["system", "system"],
  ["user", "user"],
  ["model", "assistant"],
  ["tool", "tool"],
]);

function roleIn({ kind, tokens: [head, argument] }: Tag): string | undefined {
  if (kind !== "value") return undefined;
  if (head?.text === "history" && argument === undefined) return "model";
  return head?.text === "role" && argument?.kind === "string" ? argument.text : undefined;
}

function unknownRole(written: string, at: { readonly line: number; readonly column: number }): Problem {
  const fix = written === "assistant" ? "Write `model`." : "Write `system`, `user`, `model` or `tool`.";
  return fileWarning(at, `A message cannot have the role ${shown(written)}.`, fix);
}
