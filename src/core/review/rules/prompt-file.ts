// Every changed prompt must be a file that its format's reader understands.

import type { Finding } from "../../finding.ts";
import { readPrompt } from "../../prompt/read.ts";
import { type GovernedChange, isPromptAtHead, type PromptChange } from "../governed.ts";
import type { CommittedBlob } from "../prompt-facts.ts";
import type { Rule } from "./rule.ts";

/** Of a pull request that changes more prompts the rest is not read: each file may cost a request. */
const MOST_FILES_READ = 100;

export const promptFile: Rule = ({ governed, files }) => {
  const atHead = governed.filter(isAtHead);
  const findings = atHead.slice(0, MOST_FILES_READ).flatMap(({ id, file }) => {
    const content = files.get(file.path);
    if (!content) return [];
    return readPrompt(file.path, content).findings.map((one) => ({ ...one, prompt: id }));
  });
  return [...findings, ...unread(atHead.length)];
};

/** The files that this rule reads. */
export function readablePrompts(governed: readonly GovernedChange[]): CommittedBlob[] {
  return governed
    .filter(isAtHead)
    .slice(0, MOST_FILES_READ)
    .flatMap(({ file }) => (file.status === "removed" ? [] : [{ path: file.path, blob: file.blob }]));
}

function isAtHead(change: GovernedChange): change is PromptChange {
  return change.kind === "prompt" && isPromptAtHead(change);
}

function unread(count: number): Finding[] {
  if (count <= MOST_FILES_READ) return [];
  const message = `Only ${MOST_FILES_READ} of the ${count} changed prompt files were read for mistakes in them.`;
  return [{ rule: "prompt-file", severity: "notice", message, fix: "Smaller pull requests are read whole." }];
}
