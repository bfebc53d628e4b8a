// What the check of a pull request says of the versions it will release, before anybody merges.

import type { PromptId } from "../../identity.ts";
import { code, fitted, prose } from "../../markdown/safe.ts";
import type { TextDiff } from "../../prompt/diff/text-diff.ts";
import type { VersionProposal } from "../proposal.ts";

export interface ProposedVersion {
  readonly prompt: PromptId;
  readonly proposal: VersionProposal;
  readonly diff?: TextDiff;
}

/** Room in the check's summary beside the review. */
const DIFF_LIMIT = 8_000;
const MOST_REASONS = 20;

/** Empty where no prompt changes. */
export function renderProposals(proposed: readonly ProposedVersion[]): string {
  if (proposed.length === 0) return "";
  const help =
    "Anybody can raise a version with the label `prompt-steward:major` or `prompt-steward:minor`, or with a line `Version: major` in the description; only an admin lowers it.";
  return ["### Versions on merge", ...proposed.map(renderOne), help].join("\n\n");
}

function renderOne({ prompt, proposal, diff }: ProposedVersion): string {
  switch (proposal.kind) {
    case "none":
      return `**${code(prompt)}** stays as it is: ${prose(proposal.reason)}`;
    case "blocked":
      return `**${code(prompt)}** cannot be released: ${prose(proposal.reason)} ${prose(proposal.fix)}`;
    case "release": {
      const { version, previous, bump, reasons, notes } = proposal;
      const head = `**${code(prompt)} ${previous ? `${previous} → ` : ""}${version}** (${bump === "first" ? "first release" : bump})`;
      const shown = reasons.slice(0, MOST_REASONS).map((reason) => `- ${prose(reason)}`);
      const left = reasons.length - shown.length;
      const lines = [
        ...shown,
        ...(left > 0 ? [`- …and ${left} more`] : []),
        ...notes.map((note) => `- _${prose(note)}_`),
      ];
      return [head, lines.join("\n"), diff ? renderDiff(diff) : ""].filter(Boolean).join("\n\n");
    }
  }
}

/** Folded away; in a fence longer than any within it. */
export function renderDiff({ lines, added, removed, incomplete }: TextDiff): string {
  if (lines.length === 0) return incomplete === undefined ? "" : prose(incomplete);
  const text = fitted(lines.join("\n"), DIFF_LIMIT);
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const rest = incomplete === undefined ? "" : `\n\n${prose(incomplete)}`;
  return `<details><summary>Lines of the text: ${added} added, ${removed} removed</summary>\n\n${fence}diff\n${text}\n${fence}${rest}\n\n</details>`;
}
