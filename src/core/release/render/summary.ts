// What a run of releasing made, for the summary of the job that ran it.

import type { Finding } from "../../finding.ts";
import { cell, code, prose } from "../../markdown/safe.ts";
import type { MirrorProblem } from "../../ports.ts";
import type { PlannedRelease } from "../plan.ts";
import type { ReleaseRecord } from "../record.ts";

export interface ReleaseReport {
  readonly releases: readonly PlannedRelease[];
  readonly findings: readonly Finding[];
  readonly problems: readonly MirrorProblem[];
}

/** What was adopted runs no more once the change after it is released. */
function isFollowed({ prompt, version }: ReleaseRecord, releases: readonly PlannedRelease[]): boolean {
  return releases.some(({ record, move }) => record.prompt === prompt && move?.from === version);
}

export function releasesSummary({ releases, findings, problems }: ReleaseReport): string {
  const rows = releases.map(({ record, move }) => {
    const { prompt, version, reasons, unreviewed, retired } = record;
    const marks = [unreviewed === undefined ? "" : "**unreviewed**", retired ? "retired" : ""].filter(
      Boolean,
    );
    const what = cell(prose(reasons[0] ?? ""));
    const runs = move && !isFollowed(record, releases) ? code(move.environment) : "";
    return `| ${code(prompt)} | ${[version, ...marks].join(", ")} | ${what} | ${runs} |`;
  });
  const table =
    rows.length > 0
      ? ["| Prompt | Version | What changed | Runs in |", "| --- | --- | --- | --- |", ...rows].join("\n")
      : "Nothing was released.";
  const remarks = [...findings, ...problems].map(({ message, fix }) => `- ${prose(`${message} ${fix}`)}`);
  return `${["## Prompt releases", table, remarks.join("\n")].filter(Boolean).join("\n\n")}\n`;
}
