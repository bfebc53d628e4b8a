// The check run that a pull request shows: first what to do next and who, then each prompt, then the reasons.

import { CONFIG_PATH } from "../../config/policy.ts";
import { encodeEvaluation } from "../../evaluation/marker.ts";
import type { Finding } from "../../finding.ts";
import { mention, shortSha } from "../../identity.ts";
import { code, fitted, prose } from "../../markdown/safe.ts";
import type { Evaluation } from "../evaluate.ts";
import { type ApprovalRecord, EMPTY_RECORD, encodeRecord } from "../record.ts";
import type { Annotation, CheckReport } from "../report.ts";
import { renderEvaluation } from "./evaluation.ts";
import { MOST_FINDINGS, MOST_NAMES, SUMMARY_LIMIT } from "./limits.ts";
import { renderPrompts } from "./prompts-table.ts";
import { titleOf } from "./title.ts";
import { renderVersions } from "./versions.ts";

/** @param webUrl where people browse the repository: `https://github.com/acme/prompts` */
export function renderCheck(evaluation: Evaluation, webUrl: string): CheckReport {
  return {
    pull: evaluation.pull.number,
    conclusion: evaluation.conclusion,
    title: titleOf(evaluation),
    summary: renderSummary(evaluation, webUrl),
    text: [encodeRecord(evaluation.record), evaluation.evidence ? encodeEvaluation(evaluation.evidence) : ""]
      .filter(Boolean)
      .join("\n"),
    annotations: evaluation.findings.flatMap(annotationOf),
  };
}

/**
 * The check of a pull request that is fine by itself, while another one with the same head is not: the check belongs to
 * the commit, so it would let both pass.
 */
export function renderHeldBack(evaluation: Evaluation, other: Evaluation, webUrl: string): CheckReport {
  const number = other.pull.number;
  const next = `Finish or close #${number} (${prose(titleOf(other))}), then comment \`/steward recheck\` here or run the workflow again. Or push another commit to one of the two.`;
  const why = `#${number} into ${code(other.pull.base.ref)} has the same head ${code(shortSha(other.pull.head.sha))}. GitHub keeps one check for a commit, so green here would be green there.`;
  const first = `### Next\n- ${next}\n\n${why}\n\n`;
  return {
    ...renderCheck(evaluation, webUrl),
    conclusion: other.conclusion,
    title: `Held back by #${number}, which has the same head`,
    summary: `${first}${renderSummary(evaluation, webUrl, SUMMARY_LIMIT - first.length)}`,
  };
}

/** The check where judgement failed for a reason that is nobody's who reads it. @param pull undefined for a merge group */
export function renderNotJudged(
  error: unknown,
  pull?: number,
  record: ApprovalRecord = EMPTY_RECORD,
): CheckReport {
  const status =
    error instanceof Error && "status" in error ? ` (GitHub answered ${String(error.status)})` : "";
  const again =
    pull === undefined
      ? "Take the pull requests out of the queue and add them again."
      : "Comment `/steward recheck`, or run the workflow again.";
  return {
    ...(pull === undefined ? {} : { pull }),
    conclusion: "failure",
    title: "Could not be judged",
    summary: `### Next\n- ${again}\n\nReading from GitHub failed${status}. Nothing was decided; whoever runs Prompt Steward finds the cause in its log.`,
    text: encodeRecord(record),
    annotations: [],
  };
}

/** @param limit how long it may be, in UTF-16 units */
export function renderSummary(evaluation: Evaluation, webUrl: string, limit: number = SUMMARY_LIMIT): string {
  const sections = [
    renderNext(evaluation, webUrl),
    renderPrompts(evaluation, webUrl),
    renderFindings("### Worth knowing", remarks(evaluation).map(sentence)),
    explanation(evaluation),
    renderEvaluation(evaluation),
  ];
  const review = fitted(sections.filter(Boolean).join("\n\n"), limit);
  const versions = renderVersions(evaluation.versions, limit - review.length - 2);
  // It fits, or is left out as a whole: cut within a diff it would swallow what follows.
  return versions === "" || review.length + versions.length + 2 > limit ? review : `${review}\n\n${versions}`;
}

function renderNext(evaluation: Evaluation, webUrl: string): string {
  const errors = evaluation.findings.filter(({ severity }) => severity === "error");
  const files = `${webUrl}/pull/${evaluation.pull.number}/files`;
  const approvals = [...groupedByWho(errors)].map(
    ([who, names]) => `**${who}**: [review](${files}) and approve ${listed(names)}`,
  );
  const mends = errors.filter(({ waitingFor }) => !waitingFor).map(sentence);
  return renderFindings("### Next", [...mends.slice(0, MOST_FINDINGS), ...approvals], mends.length);
}

/** @param total how many there are, where `lines` are not all of them */
function renderFindings(heading: string, lines: readonly string[], total: number = lines.length): string {
  if (lines.length === 0) return "";
  const shown = total > MOST_FINDINGS && total === lines.length ? lines.slice(0, MOST_FINDINGS) : lines;
  const rest = total - MOST_FINDINGS;
  const more = rest > 0 ? [`…and ${rest} more of the like.`] : [];
  return [heading, ...[...shown, ...more].map((line) => `- ${line}`)].join("\n");
}

/** Names of what waits, by who is waited for. */
function groupedByWho(errors: readonly Finding[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { waitingFor, prompt, file } of errors) {
    if (!waitingFor) continue;
    const who = waitingFor.map(mention).join(" or ");
    const names = groups.get(who) ?? [];
    names.push(prompt ?? file ?? "");
    groups.set(who, names);
  }
  return groups;
}

function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES).map(code), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}

function remarks({ findings }: Evaluation): Finding[] {
  return findings.filter(({ severity }) => severity !== "error");
}

function sentence({ file, line, message, fix }: Finding): string {
  const where = file && line ? `${code(`${file}:${line}`)} ` : "";
  return `${where}${prose(message)}${fix ? ` ${prose(fix)}` : ""}`;
}

function explanation({ kind, conclusion, policy }: Evaluation): string {
  switch (kind) {
    case "no-prompts":
      return "This pull request changes no governed prompt, so there is nothing to approve here.";
    case "draft":
      return "A draft is not judged. Mark it ready for review to begin.";
    case "judged":
      return conclusion === "success"
        ? outlook(policy?.review.stale ?? "bytes")
        : `Who owns what stands in ${code(policy?.file ?? CONFIG_PATH)}. With the app installed, comment \`/steward help\` for what you can do here.`;
    default:
      return "";
  }
}

/** What may undo the green. */
function outlook(stale: "bytes" | "commit" | "never"): string {
  switch (stale) {
    case "bytes":
      return "Everything is there. An approval counts for as long as the approved bytes stay as they are.";
    case "commit":
      return "Everything is there. An approval counts until another commit is pushed.";
    case "never":
      return "Everything is there. An approval counts whatever is pushed after it.";
  }
}

function annotationOf({ file, line, severity, prompt, rule, message, fix }: Finding): Annotation[] {
  // Only lines of this repository can carry one: `acme/.github:` is another.
  if (!file || !line || file.endsWith(`:${CONFIG_PATH}`)) return [];
  return [
    {
      path: file,
      line,
      level: severity === "error" ? "failure" : severity,
      title: prompt ? `${rule}: ${prompt}` : rule,
      message: `${message} ${fix}`.trim(),
    },
  ];
}
