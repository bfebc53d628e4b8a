// The evaluation for a terminal: what changed and whose it is, what is wrong and how to mend it, and one line that sums up.

import type { EvaluationEvidence } from "../../evaluation/evidence.ts";
import type { Finding, Severity } from "../../finding.ts";
import { mention } from "../../identity.ts";
import { aligned, visible } from "../../text/lines.ts";
import type { Evaluation } from "../evaluate.ts";
import type { GovernedChange } from "../governed.ts";
import { subjectOf } from "../subject.ts";
import { titleOf } from "./title.ts";
import { versionLines } from "./versions.ts";

export type Style = "bold" | "dim" | "red" | "yellow" | "blue" | "green";

/** Puts colour on text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export function renderText(evaluation: Evaluation, paint: Paint): string {
  const rows = evaluation.governed.map((change) => [
    visible(subjectOf(change).name),
    change.file.status,
    ownersOf(change, evaluation),
    visible(change.file.path),
  ]);
  const findings = evaluation.findings.map((finding) => renderFinding(finding, paint));
  const colour = evaluation.conclusion === "failure" ? "red" : "green";
  const { versions, evidence } = evaluation;
  const sections = [
    aligned(rows).join("\n"),
    findings.join("\n"),
    versionLines(versions).join("\n"),
    evidence ? evidenceLines(evidence).join("\n") : "",
    paint(colour, titleOf(evaluation)),
  ];
  return sections.filter(Boolean).join("\n\n");
}

function evidenceLines({ tool, passed, failed, before, url, regressed = [] }: EvaluationEvidence): string[] {
  const was = before ? ` (before: ${before.passed} passed, ${before.failed} failed)` : "";
  const link = url === undefined ? "" : `  ${url}`;
  return [
    visible(`${tool}: ${passed} passed, ${failed} failed${was}${link}`),
    ...regressed.map((name) => `    fails now: ${visible(name)}`),
  ];
}

const SIGNS: Readonly<Record<Severity, { readonly style: Style; readonly sign: string }>> = {
  error: { style: "red", sign: "error  " },
  warning: { style: "yellow", sign: "warning" },
  notice: { style: "blue", sign: "notice " },
};

/** One finding on two lines at most: what and where, then what to do. */
export function renderFinding(finding: Finding, paint: Paint): string {
  const { style, sign } = SIGNS[finding.severity];
  const where = placeOf(finding);
  const mend = finding.fix ? `\n         ${visible(finding.fix)}` : "";
  const place = where ? `${paint("bold", visible(where))} ` : "";
  return `${paint(style, sign)}  ${place}${visible(finding.message)}${mend}`;
}

/** Nothing where the message itself names the prompt or file, and no line says more. */
function placeOf({ file, line, column, prompt, message }: Finding): string {
  if (line) return [file, line, column].filter((part) => part !== undefined).join(":");
  return file && !message.includes(prompt ?? file) ? file : "";
}

function ownersOf(change: GovernedChange, { policy }: Evaluation): string {
  if (change.kind === "config") return `admins ${(policy?.admins ?? []).map(mention).join(", ")}`;
  const owners = change.entries.map(({ owner, backup }) =>
    [owner ? mention(owner) : "no owner", ...(backup ? [`backup ${mention(backup)}`] : [])].join(", "),
  );
  return owners.join("; ");
}
