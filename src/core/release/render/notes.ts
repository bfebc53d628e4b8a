// The notes of a GitHub Release: what changed, why, who vouched for it, and where to read more.

import { code, fitted, prose } from "../../markdown/safe.ts";
import { compareLink, pullLink, releaseLink } from "../links.ts";
import type { EvaluationSummary, ReleaseRecord } from "../record.ts";
import { literal, quoted } from "./quoted.ts";

/** GitHub takes 125,000 characters; nobody reads half of that. */
const LIMIT = 60_000;
const MOST_REASONS = 50;

/** @param webUrl where people browse the repository: `https://github.com/acme/prompts` */
export function renderReleaseNotes(record: ReleaseRecord, webUrl: string): string {
  const parts = [
    ...noticesOf(record),
    reasonsOf(record),
    ...record.rationale.map(({ heading, text }) => `### ${literal(heading)}\n\n${quoted(text)}`),
    record.evaluation ? `### Evaluation results\n\n${describeEvaluation(record.evaluation)}` : "",
    provenance(record, webUrl),
  ];
  return `${fitted(parts.filter(Boolean).join("\n\n"), LIMIT)}\n`;
}

/** `support/triage 1.4.0`, with what sets it apart. */
export function releaseTitle({ prompt, version, adopted, retired, unreviewed }: ReleaseRecord): string {
  const marks = [
    adopted ? "adopted" : "",
    retired ? "retired" : "",
    unreviewed === undefined ? "" : "unreviewed",
  ].filter(Boolean);
  return `${prompt} ${version}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}`;
}

function noticesOf({ unreviewed, retired, rollbackOf, restores }: ReleaseRecord): string[] {
  return [
    unreviewed === undefined ? "" : `> [!WARNING]\n> **Nobody approved these bytes.** ${literal(unreviewed)}`,
    retired
      ? "> [!IMPORTANT]\n> **The prompt is retired.** It has no file any more; pin no version of it anew."
      : "",
    rollbackOf
      ? `> [!IMPORTANT]\n> **This rolls ${rollbackOf} back**${restores ? ` to the bytes of ${restores}` : ""}. Do not use ${rollbackOf}.`
      : "",
  ].filter(Boolean);
}

function reasonsOf({ level, reasons, adopted }: ReleaseRecord): string {
  const headings = { breaking: "Breaking changes", behaviour: "What changed", patch: "What changed" };
  const heading = adopted ? "Where it comes from" : headings[level];
  const shown = reasons.slice(0, MOST_REASONS).map((reason) => `- ${prose(reason)}`);
  const left = reasons.length - shown.length;
  if (shown.length === 0) return "";
  return `### ${heading}\n\n${[...shown, ...(left > 0 ? [`- …and ${left} more`] : [])].join("\n")}`;
}

export function describeEvaluation({ tool, passed, failed, before, url }: EvaluationSummary): string {
  const was = before ? ` (before: ${before.passed} passed, ${before.failed} failed)` : "";
  const link = url !== undefined && /^https?:\/\/[^\s<>]+$/.test(url) ? ` <${url}>` : "";
  return `${code(tool)}: ${passed} passed, ${failed} failed${was}.${link}`;
}

/** Names stand in code spans: the notes tell of people, they do not call them. */
function provenance(record: ReleaseRecord, webUrl: string): string {
  const { prompt, version, previous, pull, author, approvers, path, file } = record;
  const approved = approvers.map(
    ({ login, commit }) => `${code(`@${login}`)} at ${code(commit.slice(0, 7))}`,
  );
  const lines = [
    pull === undefined
      ? ""
      : `Pull request: [#${pull}](${pullLink(webUrl, pull)})${author ? ` by ${code(`@${author}`)}` : ""}`,
    pull === undefined && author ? `Pushed by ${code(`@${author}`)} without a pull request` : "",
    approved.length > 0 ? `Approved by ${approved.join(", ")}` : "",
    previous
      ? `Since [${previous}](${releaseLink(webUrl, prompt, previous)}): [all changes](${compareLink(webUrl, prompt, previous, version)})`
      : "First release",
    `File: ${code(path)}${file ? `, sha256 ${code(file.sha256)}` : ""}`,
  ];
  return `---\n\n${lines
    .filter(Boolean)
    .map((line) => `- ${line}`)
    .join("\n")}`;
}
