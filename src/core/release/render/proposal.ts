// What the check of a pull request says of the versions it will release, before anybody merges.

import type { PromptId } from "../../identity.ts";
import { code, fitted, prose } from "../../markdown/safe.ts";
import type { TextDiff } from "../../prompt/diff/text-diff.ts";
import type { VersionProposal } from "../proposal.ts";

export interface ProposedVersion {
  readonly prompt: PromptId;
  readonly proposal: VersionProposal;
  /** Whether the version before is made on the merge, from what the base branch has now. */
  readonly adopts?: true;
  readonly diff?: TextDiff;
  /** Why it may turn out otherwise; a sentence. */
  readonly remark?: string;
}

/** Of one text, beside the others. */
const DIFF_LIMIT = 8_000;
const MOST_REASONS = 20;
const LONGEST_REASON = 300;

const HEADING = "### Versions on merge";
const HELP =
  "Anybody can raise a version with the label `prompt-steward:major` or `prompt-steward:minor`, or with a line `Version: major` in the description; only an admin lowers it.";

/** Without room for more than this nothing is begun. */
const LEAST_ROOM = 200;

/**
 * Empty where no prompt changes. What every prompt gets is told before any text of a diff is shown.
 * @param room how long it may be, in UTF-16 units
 */
export function renderProposals(
  proposed: readonly ProposedVersion[],
  room = Number.POSITIVE_INFINITY,
): string {
  if (proposed.length === 0) return "";
  let left = room - HEADING.length - HELP.length - LEAST_ROOM;
  const heads = takeWhile(proposed.map(renderOne), (head) => {
    left -= head.length + 2;
    return left >= 0;
  });
  const blocks = heads.map((head, position) => {
    const { proposal, diff } = proposed[position] ?? {};
    const text = diff && proposal?.kind === "release" ? renderDiff(diff) : "";
    if (text === "") return head;
    const isShown = text.length + 2 <= left;
    const shown = isShown
      ? text
      : "_The change of its text does not fit here: see the files of the pull request._";
    left -= shown.length + 2;
    return left >= -LEAST_ROOM ? `${head}\n\n${shown}` : head;
  });
  const rest = proposed.length - heads.length;
  const more = rest > 0 ? [`…and ${rest} more that do not fit here.`] : [];
  // Nobody asks for another first version.
  const isOpen = proposed.some(({ proposal }) => proposal.kind === "release" && proposal.bump !== "first");
  return [HEADING, ...blocks, ...more, ...(isOpen ? [HELP] : [])].join("\n\n");
}

function takeWhile<T>(items: readonly T[], holds: (item: T) => boolean): readonly T[] {
  const end = items.findIndex((item) => !holds(item));
  return end === -1 ? items : items.slice(0, end);
}

function renderOne({ prompt, proposal, adopts, remark }: ProposedVersion): string {
  switch (proposal.kind) {
    case "none":
      return `**${code(prompt)}** stays as it is: ${prose(proposal.reason)}`;
    case "blocked":
      return `**${code(prompt)}** cannot be released: ${prose(proposal.reason)} ${prose(proposal.fix)}`;
    case "release": {
      const { version, previous, bump, reasons, notes } = proposal;
      const isFirst = bump === "first";
      const as = adopts ? " (as it is now on the base branch)" : "";
      const from = previous ? `${previous}${as} → ` : "";
      const head = `**${code(prompt)} ${from}${version}** (${isFirst ? prose(reasons.join("; ")) : bump})`;
      const told = isFirst ? [] : reasons;
      const shown = told.slice(0, MOST_REASONS).map((reason) => `- ${prose(cut(reason))}`);
      const left = told.length - shown.length;
      const lines = [
        ...shown,
        ...(left > 0 ? [`- …and ${left} more`] : []),
        ...notes.slice(0, MOST_REASONS).map((note) => `- _${prose(cut(note))}_`),
        ...(remark === undefined ? [] : [`- ${prose(remark)}`]),
      ];
      return [head, lines.join("\n")].filter(Boolean).join("\n\n");
    }
  }
}

function cut(reason: string): string {
  return reason.length <= LONGEST_REASON ? reason : `${reason.slice(0, LONGEST_REASON).toWellFormed()}…`;
}

/** Folded away; in a fence longer than any within it. */
function renderDiff({ lines, added, removed, incomplete }: TextDiff): string {
  if (lines.length === 0) return incomplete === undefined ? "" : prose(incomplete);
  const text = fitted(lines.join("\n"), DIFF_LIMIT);
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const rest = incomplete === undefined ? "" : `\n\n${prose(incomplete)}`;
  return `<details><summary>Lines of the text: ${added} added, ${removed} removed</summary>\n\n${fence}diff\n${text}\n${fence}${rest}\n\n</details>`;
}
