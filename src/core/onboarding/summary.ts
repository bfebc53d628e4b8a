// What is left to do after a config was proposed, for whoever asked for it.

import { describeFinding, type Finding } from "../finding.ts";
import { visible } from "../text/lines.ts";
import type { Proposal, ProposedEntry } from "./proposal.ts";

const MOST_LISTED = 20;

/**
 * The next action first. @param findings what the config's own parser says of the text
 * @returns lines, without a line end; empty where there is nothing to say
 */
export function renderSummary(proposal: Proposal, findings: readonly Finding[]): string[] {
  const toFillIn = [...errorsIn(findings), ...ownersByHint(proposal)];
  const withoutBackup = proposal.entries.filter(({ owner, backup }) => owner && !backup).length;
  return [
    ...(toFillIn.length === 0 ? [] : ["Fill in before you commit:"]),
    ...shortened(toFillIn).map((line) => `  ${line}`),
    ...shortened(proposal.notes.map(visible)),
    ...(withoutBackup === 0 ? [] : [backupNote(withoutBackup)]),
  ];
}

/** Errors of the config, and each owner that nobody could name. */
export function thingsToFillIn(proposal: Proposal, findings: readonly Finding[]): string[] {
  return [
    ...errorsIn(findings),
    ...ownerless(proposal).map((entry) => ownerOf(entry.pattern, entry.ownerHint)),
  ];
}

function errorsIn(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ severity }) => severity === "error")
    .map((finding) => visible(describeFinding(finding)));
}

/** One person is asked for once, those with most entries first. */
function ownersByHint(proposal: Proposal): string[] {
  const byHint = Map.groupBy(ownerless(proposal), ({ pattern, ownerHint }) => ownerHint ?? pattern);
  return [...byHint.values()]
    .sort((a, b) => b.length - a.length)
    .flatMap((entries) => {
      const [first] = entries;
      const what = entries.length === 1 ? first?.pattern : `${entries.length.toLocaleString("en")} entries`;
      return what === undefined ? [] : [ownerOf(what, first?.ownerHint)];
    });
}

function ownerless({ entries }: Proposal): ProposedEntry[] {
  return entries.filter(({ owner }) => !owner);
}

function ownerOf(what: string, hint: string | undefined): string {
  return visible(`owner of ${what}${hint === undefined ? "" : `: ${hint}?`}`);
}

function shortened(lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LISTED;
  return [...lines.slice(0, MOST_LISTED), ...(rest > 0 ? [`and ${rest.toLocaleString("en")} more.`] : [])];
}

function backupNote(count: number): string {
  const what = count === 1 ? "One entry has" : `${count.toLocaleString("en")} entries have`;
  return `${what} no backup, so nobody acts when the owner is away: name a second person.`;
}
