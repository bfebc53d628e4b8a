// A prompt with an owner but no backup has nobody to turn to when the owner is away.

import { mention } from "../../identity.ts";
import type { Rule } from "./rule.ts";

export const busFactor: Rule = ({ governed, policy }) =>
  governed.flatMap((change) => {
    const entry = change.kind === "prompt" ? change.entries[0] : undefined;
    if (change.kind !== "prompt" || !entry?.owner || entry.backup) return [];
    return [
      {
        rule: "bus-factor",
        severity: "warning",
        prompt: change.id,
        message: `Nobody stands in for ${mention(entry.owner)}, the only owner of ${change.id}.`,
        fix: `Name a backup in the entry at ${policy.file}:${entry.line}.`,
      },
    ];
  });
