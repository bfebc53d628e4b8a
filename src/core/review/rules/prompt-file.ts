// Every changed prompt must be a file that its format's reader understands.

import type { Finding } from "../../finding.ts";
import type { Sha } from "../../identity.ts";
import { readPrompt } from "../../prompt/read.ts";
import { type GovernedChange, isPromptAtHead, type PromptChange } from "../governed.ts";
import type { Rule } from "./rule.ts";

/** Of a pull request that changes more prompts the rest is not read: each file may cost a request. */
const MOST_FILES_READ = 100;

export const promptFile: Rule = ({ governed }, inquiry) => {
  const findings = readablePrompts(governed).flatMap(({ change, blob }) => {
    const content = inquiry.file(change.file.path, blob);
    if (!content) return [];
    return readPrompt(change.file.path, content).findings.map((one) => ({ ...one, prompt: change.id }));
  });
  return [...findings, ...unread(governed.filter(isAtHead).length)];
};

/** The prompts whose files this rule reads. */
export function readablePrompts(
  governed: readonly GovernedChange[],
): { readonly change: PromptChange; readonly blob: Sha }[] {
  return governed
    .filter(isAtHead)
    .slice(0, MOST_FILES_READ)
    .flatMap((change) => (change.file.status === "removed" ? [] : [{ change, blob: change.file.blob }]));
}

function isAtHead(change: GovernedChange): change is PromptChange {
  return change.kind === "prompt" && isPromptAtHead(change);
}

function unread(count: number): Finding[] {
  if (count <= MOST_FILES_READ) return [];
  const message = `Only ${MOST_FILES_READ} of the ${count} changed prompt files were read for mistakes in them.`;
  return [{ rule: "prompt-file", severity: "notice", message, fix: "Smaller pull requests are read whole." }];
}
