// Changes of the messages' texts. White space alone is no change of what they say.

import type { PromptDocument, PromptMessage } from "../document.ts";
import type { PromptChange } from "./change.ts";
import { hasSameWords } from "./sameness.ts";

export function messageChanges(before: PromptDocument, after: PromptDocument): PromptChange[] {
  const [old, young] = [before.messages, after.messages];
  const start = countEqual(old, young, (list, at) => list[at]);
  const rest = Math.min(old.length, young.length) - start;
  const end = Math.min(
    rest,
    countEqual(old, young, (list, at) => list[list.length - 1 - at]),
  );
  const [oldEnd, youngEnd] = [old.length - end, young.length - end];
  const [nameOld, nameYoung] = [namer(before), namer(after)];
  const changes: PromptChange[] = [];
  for (let at = start; at < Math.max(oldEnd, youngEnd); at++) {
    const was = at < oldEnd ? old[at] : undefined;
    const is = at < youngEnd ? young[at] : undefined;
    const change = compareMessage(was && nameOld(was, at), is && nameYoung(is, at), was, is);
    if (change) changes.push(change);
  }
  return changes;
}

function compareMessage(
  oldName = "",
  name = "",
  before?: PromptMessage,
  after?: PromptMessage,
): PromptChange | undefined {
  if (!after)
    return before && { kind: kindOf(before), level: "behaviour", message: `${oldName} was removed` };
  if (!before) return { kind: kindOf(after), level: "behaviour", message: `${name} was added` };
  if (before.role !== after.role) {
    return {
      kind: "text",
      level: "behaviour",
      message: `${oldName} became ${name}${before.text === after.text ? "" : " and changed"}`,
    };
  }
  if (before.text === after.text) return undefined;
  if (hasSameWords(before.text, after.text)) {
    return { kind: "whitespace", level: "patch", message: `only white space changed in ${name}` };
  }
  return { kind: kindOf(after), level: "behaviour", message: `${name} changed` };
}

/** An answer that stands in the prompt itself shows the model how to answer. */
function kindOf({ role }: PromptMessage): "examples" | "text" {
  return role === "assistant" ? "examples" : "text";
}

/** Names a message as briefly as can be told apart. */
function namer({ messages, format }: PromptDocument): (message: PromptMessage, at: number) => string {
  const ofRole = Map.groupBy(messages, ({ role }) => role);
  return ({ role }, at) => {
    if (messages.length === 1)
      return format === "plain-text" ? "the text" : `the text of the ${role} message`;
    const what = role === "assistant" ? "example answer" : `${role} message`;
    return ofRole.get(role)?.length === 1 ? `the ${what}` : `the ${what} at place ${at + 1}`;
  };
}

function countEqual(
  before: readonly PromptMessage[],
  after: readonly PromptMessage[],
  pick: (list: readonly PromptMessage[], at: number) => PromptMessage | undefined,
): number {
  const most = Math.min(before.length, after.length);
  for (let at = 0; at < most; at++) {
    const [a, b] = [pick(before, at), pick(after, at)];
    if (a?.role !== b?.role || a?.text !== b?.text) return at;
  }
  return most;
}
