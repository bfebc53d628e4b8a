// What is left to do after a config was proposed, for whoever asked for it.

import { describeFinding, type Finding } from "../finding.ts";
import { visible } from "../text/lines.ts";
import type { Proposal } from "./proposal.ts";

const MOST_LISTED = 20;

/**
 * The next action first. @param findings what the config's own parser says of the text
 * @returns lines, without a line end; empty where there is nothing to say
 */
export function renderSummary(proposal: Proposal, findings: readonly Finding[]): string[] {
  const toFillIn = thingsToFillIn(proposal, findings);
  const withoutBackup = proposal.entries.filter(({ owner, backup }) => owner && !backup).length;
  return [
    ...(toFillIn.length === 0 ? [] : ["Fill in before you commit:"]),
    ...shortened(toFillIn).map((line) => `  ${line}`),
    ...shortened(proposal.notes.map(visible)),
    ...(withoutBackup === 0 ? [] : [backupNote(withoutBackup)]),
  ];
}

/** Errors of the config, and owners that nobody could name. */
export function thingsToFillIn({ entries }: Proposal, findings: readonly Finding[]): string[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  const owners = entries
    .filter(({ owner }) => !owner)
    .map(
      ({ pattern, ownerHint }) => `owner of ${pattern}${ownerHint === undefined ? "" : `: ${ownerHint}?`}`,
    );
  return [...errors.map(describeFinding), ...owners].map(visible);
}

function shortened(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LISTED;
  return [...lines.slice(0, MOST_LISTED), ...(rest > 0 ? [`and ${rest.toLocaleString("en")} more.`] : [])];
}

function backupNote(count: number): string {
  const what = count === 1 ? "One entry has" : `${count.toLocaleString("en")} entries have`;
  return `${what} no backup, so nobody acts when the owner is away: name a second person.`;
}
