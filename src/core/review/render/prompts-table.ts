// The table of a pull request's governed files: what happens to each, whose it is, and whether they approved it.

import { mention, shortSha } from "../../identity.ts";
import { cell, code, prose } from "../../markdown/safe.ts";
import type { VoidApproval } from "../approvals.ts";
import type { DecidedChange, Demand } from "../decide.ts";
import type { Evaluation } from "../evaluate.ts";
import type { GovernedChange } from "../governed.ts";
import { describeApprovers, describeVoidApproval } from "../rules/owner-approval.ts";
import { subjectOf } from "../subject.ts";
import { MOST_ROWS } from "./limits.ts";

export function renderPrompts(evaluation: Evaluation, webUrl: string): string {
  const { changes } = evaluation;
  if (changes.length === 0) return "";
  // What is missing comes first, in case not all rows fit.
  const [missing, approved] = [false, true].map((wanted) =>
    changes.filter(({ demands }) => demands.every(({ decision }) => decision.kind === "approved") === wanted),
  );
  const ordered = changes.length > MOST_ROWS ? [...(missing ?? []), ...(approved ?? [])] : changes;
  const rows = ordered.slice(0, MOST_ROWS).map((change) => renderRow(change, evaluation, webUrl));
  const rest = changes.length - rows.length;
  const more = rest > 0 ? [`\n…and ${rest} more.`] : [];
  return [
    "### Prompts",
    "| Prompt | Change | Owner | Approval |",
    "| --- | --- | --- | --- |",
    ...rows,
    ...more,
  ].join("\n");
}

function renderRow({ change, demands }: DecidedChange, evaluation: Evaluation, webUrl: string): string {
  const { name } = subjectOf(change);
  const approvals = demands.map((demand) => renderApproval(demand, name, evaluation, webUrl));
  const cells = [
    code(name),
    describeChange(change),
    demands.map(describeOwner).join("<br>"),
    approvals.join("<br>"),
  ];
  return `| ${cells.map(cell).join(" | ")} |`;
}

function describeChange(change: GovernedChange): string {
  const { file } = change;
  if (file.status !== "renamed") return file.status;
  const move = change.kind === "prompt" ? change.move : "within";
  if (move === "out") return `moved to ${code(file.path)}, where nothing governs it`;
  return `renamed from ${code(file.previousPath)}${move === "in" ? ", governed from here on" : ""}`;
}

function describeOwner({ entry, approvers }: Demand): string {
  if (!entry) return approvers.named.map(mention).join(", ");
  const backup = entry.backup ? `, backup ${mention(entry.backup)}` : "";
  return entry.owner ? `${mention(entry.owner)}${backup}` : `nobody${backup}`;
}

function renderApproval(
  { decision, approvers, voided }: Demand,
  name: string,
  { policy, pull }: Evaluation,
  webUrl: string,
): string {
  switch (decision.kind) {
    case "approved": {
      const what = policy?.review.stale === "bytes" ? " these bytes" : "";
      return `✅ ${mention(decision.by)} approved${what} at ${code(shortSha(decision.at))}`;
    }
    case "blocked":
      return `⛔ ${mention(decision.by)} asked for changes`;
    case "stuck":
      return "⛔ nobody is left who may approve";
    case "waiting":
      return [
        `⏳ needs ${describeApprovers(approvers)}`,
        ...voided.map((one) => renderVoid(one, name, `${webUrl}/compare`, pull.head.sha)),
      ].join("<br>");
  }
}

function renderVoid(approval: VoidApproval, name: string, compareUrl: string, head: string): string {
  const { at, reason } = approval;
  const isReadable = at && at !== head && reason !== "commit-gone";
  // Two dots: what differs between the two commits themselves, also where a rebase lies between them.
  const since = isReadable ? ` [What changed since](${compareUrl}/${at}..${head})` : "";
  return `${prose(describeVoidApproval(approval, name))}${since}`;
}
