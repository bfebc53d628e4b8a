// The check run that a pull request shows: first what to do next and who, then each prompt, then the reasons.

import { CONFIG_PATH } from "../../config/policy.ts";
import type { Finding } from "../../finding.ts";
import { mention, type Party } from "../../identity.ts";
import { cell, code, fitted } from "../../markdown/safe.ts";
import type { VoidApproval } from "../approvals.ts";
import type { DecidedChange, Demand } from "../decide.ts";
import type { Evaluation } from "../evaluate.ts";
import { type ApprovalRecord, EMPTY_RECORD, encodeRecord } from "../record.ts";
import type { Annotation, CheckReport } from "../report.ts";
import { describeApprovers, describeVoidApproval } from "../rules/owner-approval.ts";
import { subjectOf } from "../subject.ts";
import { titleOf } from "./title.ts";

/** GitHub's limit for `output.summary`, less room to spare for multi-byte text. */
const SUMMARY_LIMIT = 60_000;
const MOST_ROWS = 100;

/** @param webUrl where people browse the repository: `https://github.com/acme/prompts` */
export function renderCheck(evaluation: Evaluation, webUrl: string): CheckReport {
  return {
    conclusion: evaluation.conclusion,
    title: titleOf(evaluation),
    summary: fitted(renderSummary(evaluation, webUrl), SUMMARY_LIMIT),
    text: encodeRecord(evaluation.record),
    annotations: evaluation.findings.flatMap(annotationOf),
  };
}

/** The check of a pull request whose judgement failed for a reason that is not its author's. */
export function renderNotJudged(error: unknown, record: ApprovalRecord = EMPTY_RECORD): CheckReport {
  const status =
    error instanceof Error && "status" in error ? ` (GitHub answered ${String(error.status)})` : "";
  return {
    conclusion: "failure",
    title: "Could not be judged",
    summary: `### Next\n- Comment \`/steward recheck\` to try again.\n\nReading this pull request failed${status}. Nothing was decided about it; whoever runs the app finds the cause in its log.`,
    text: encodeRecord(record),
    annotations: [],
  };
}

export function renderSummary(evaluation: Evaluation, webUrl: string): string {
  const sections = [
    renderNext(evaluation, webUrl),
    renderChanges(evaluation, webUrl),
    renderFindings("Worth knowing", remarks(evaluation)),
    explanation(evaluation),
  ];
  return sections.filter(Boolean).join("\n\n");
}

function renderNext(evaluation: Evaluation, webUrl: string): string {
  const errors = evaluation.findings.filter(({ severity }) => severity === "error");
  const mends = errors.filter(({ waitingFor }) => !waitingFor);
  const lines = mends.map((finding) => `- ${sentence(finding)}`);
  for (const [who, findings] of groupedByWho(errors)) {
    const names = findings.map(({ prompt, file }) => code(prompt ?? file ?? "")).join(", ");
    const files = `${webUrl}/pull/${evaluation.pull.number}/files`;
    lines.push(`- **${who}**: [review](${files}) and approve ${names}`);
  }
  return lines.length > 0 ? `### Next\n${lines.join("\n")}` : "";
}

function groupedByWho(errors: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of errors) {
    if (!finding.waitingFor) continue;
    const who = finding.waitingFor.map((party: Party) => mention(party)).join(" or ");
    groups.set(who, [...(groups.get(who) ?? []), finding]);
  }
  return groups;
}

function renderChanges({ changes, pull }: Evaluation, webUrl: string): string {
  if (changes.length === 0) return "";
  const rows = changes
    .slice(0, MOST_ROWS)
    .map((change) => renderRow(change, `${webUrl}/compare`, pull.head.sha));
  const rest = changes.length - rows.length;
  const more = rest > 0 ? `\n\n…and ${rest} more.` : "";
  return `### Prompts\n| Prompt | Change | Owner | Approval |\n| --- | --- | --- | --- |\n${rows.join("\n")}${more}`;
}

function renderRow({ change, demands }: DecidedChange, compareUrl: string, head: string): string {
  const { file } = change;
  const { name } = subjectOf(change);
  const what = file.status === "renamed" ? `renamed from ${code(file.previousPath)}` : file.status;
  const owners = demands.map(({ entry, approvers }) => {
    if (!entry) return approvers.named.map(mention).join(", ");
    const backup = entry.backup ? `, backup ${mention(entry.backup)}` : "";
    return entry.owner ? `${mention(entry.owner)}${backup}` : `nobody${backup}`;
  });
  const approvals = demands.map((demand) => renderApproval(demand, compareUrl, head));
  return `| ${[code(name), what, owners.join("<br>"), approvals.join("<br>")].map(cell).join(" | ")} |`;
}

function renderApproval({ decision, approvers, voided }: Demand, compareUrl: string, head: string): string {
  switch (decision.kind) {
    case "approved":
      return `✅ ${mention(decision.by)} approved these bytes at ${code(decision.at.slice(0, 7))}`;
    case "blocked":
      return `⛔ ${mention(decision.by)} asked for changes`;
    case "stuck":
      return "⛔ nobody is left who may approve";
    case "waiting":
      return [
        `⏳ needs ${describeApprovers(approvers)}`,
        ...voided.map((one) => renderVoid(one, compareUrl, head)),
      ].join("<br>");
  }
}

function renderVoid(approval: VoidApproval, compareUrl: string, head: string): string {
  const isReadable = approval.at && approval.at !== head && approval.reason !== "commit-gone";
  const since = isReadable ? ` [What changed since](${compareUrl}/${approval.at}...${head})` : "";
  return `${describeVoidApproval(approval)}${since}`;
}

function renderFindings(heading: string, findings: readonly Finding[]): string {
  if (findings.length === 0) return "";
  return `### ${heading}\n${findings.map((finding) => `- ${sentence(finding)}`).join("\n")}`;
}

function remarks({ findings }: Evaluation): Finding[] {
  return findings.filter(({ severity }) => severity !== "error");
}

function sentence({ file, line, message, fix }: Finding): string {
  const where = file && line ? `${code(`${file}:${line}`)} ` : "";
  return `${where}${message}${fix ? ` ${fix}` : ""}`;
}

function explanation({ kind, conclusion, policy }: Evaluation): string {
  switch (kind) {
    case "no-prompts":
      return "This pull request changes no governed prompt, so there is nothing to approve here.";
    case "draft":
      return "A draft is not judged. Mark it ready for review to begin.";
    case "judged":
      return conclusion === "success"
        ? "Everything is there. An approval counts as long as the approved bytes stay as they are."
        : `Who owns what stands in ${code(policy?.file ?? CONFIG_PATH)}. Comment \`/steward help\` for what you can do here.`;
    default:
      return "";
  }
}

function annotationOf(finding: Finding): Annotation[] {
  if (!finding.file || !finding.line) return [];
  return [
    {
      path: finding.file,
      line: finding.line,
      level: finding.severity === "error" ? "failure" : finding.severity,
      title: finding.prompt ? `${finding.rule}: ${finding.prompt}` : finding.rule,
      message: `${finding.message} ${finding.fix}`.trim(),
    },
  ];
}
