// A prompt with an owner but no backup has nobody to turn to when the owner is away.

import { mention } from "../../identity.ts";
import { isPromptAtHead, type PromptChange } from "../governed.ts";
import type { Rule } from "./rule.ts";

/** One finding an entry, however many of its prompts change. Of entries that the pull request adds its config tells. */
export const busFactor: Rule = ({ governed, policy }) => {
  const known = new Set(policy.entries);
  const prompts = governed.filter(
    (change): change is PromptChange =>
      change.kind === "prompt" && isPromptAtHead(change) && known.has(change.entries[0]),
  );
  return [...Map.groupBy(prompts, ({ entries: [entry] }) => entry)].flatMap(([entry, changes]) => {
    const [first] = changes;
    if (!entry.owner || entry.backup || !first) return [];
    const which = changes.length === 1 ? first.id : `${changes.length} prompts changed here`;
    return [
      {
        rule: "bus-factor",
        severity: "warning" as const,
        ...(changes.length === 1 ? { prompt: first.id } : {}),
        message: `Nobody stands in for ${mention(entry.owner)}, the only owner of ${which}.`,
        fix: `Name a backup in the entry at ${policy.file}:${entry.line}.`,
      },
    ];
  });
};
