// Keeps what goes into a tag small enough for git, GitHub and people: long texts are cut with a mark that says so.

import type { EvaluationSummary, MoveRecord, RationaleSection, ReleaseRecord } from "./record.ts";

/** In UTF-16 units. */
const LONGEST_SECTION = 8_000;
const LONGEST_LINE = 500;
const MOST_SECTIONS = 20;
const MOST_LINES = 100;

/** Same record, each text and list within bounds. Doing it twice changes nothing. */
export function boundedRelease(record: ReleaseRecord): ReleaseRecord {
  const where = record.pull === undefined ? "in the commit" : `in pull request #${record.pull}`;
  return {
    ...record,
    path: cutLine(record.path, 4_096),
    reasons: fewer(record.reasons.map((reason) => cutLine(reason, LONGEST_LINE))),
    approvers: record.approvers.slice(0, MOST_LINES),
    rationale: boundedSections(record.rationale, where),
    ...(record.evaluation && { evaluation: boundedEvaluation(record.evaluation) }),
    ...(record.unreviewed !== undefined && { unreviewed: cutLine(record.unreviewed, LONGEST_LINE) }),
  };
}

export function boundedMove(record: MoveRecord): MoveRecord {
  return { ...record, why: cut(record.why, LONGEST_SECTION, ""), bad: record.bad.slice(0, MOST_LINES) };
}

function boundedSections(sections: readonly RationaleSection[], where: string): RationaleSection[] {
  const kept = sections.slice(0, MOST_SECTIONS);
  return kept.map(({ heading, text }) => ({
    heading: cutLine(heading, LONGEST_LINE),
    text: cut(text, LONGEST_SECTION, `, the whole text is ${where}`),
  }));
}

function boundedEvaluation({ tool, url, ...counts }: EvaluationSummary): EvaluationSummary {
  // Half an address leads nowhere.
  return {
    ...counts,
    tool: cutLine(tool, LONGEST_LINE),
    ...(url !== undefined && url.length <= 2_048 && { url }),
  };
}

function fewer(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines];
  const left = lines.length - MOST_LINES + 1;
  return [...lines.slice(0, MOST_LINES - 1), `…and ${left.toLocaleString("en")} more changes`];
}

function cut(text: string, limit: number, where: string): string {
  return shortened(text, limit, (left) => `\n\n[cut here: ${left} more characters${where}]`);
}

function cutLine(text: string, limit: number): string {
  return shortened(text, limit, (left) => ` [cut here: ${left} more characters]`);
}

/** Room for every mark, so that what was cut once fits. */
const MARK_LENGTH = 120;

function shortened(text: string, limit: number, mark: (left: string) => string): string {
  if (text.length <= limit) return text;
  const room = limit - MARK_LENGTH;
  const left = (text.length - room).toLocaleString("en");
  return `${text.slice(0, room).toWellFormed().trimEnd()}${mark(left)}`;
}
