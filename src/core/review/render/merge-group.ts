// The check run on a merge queue's group.

import type { Finding } from "../../finding.ts";
import { code, fitted, prose } from "../../markdown/safe.ts";
import type { Evaluation } from "../evaluate.ts";
import type { CheckReport } from "../report.ts";
import { subjectOf } from "../subject.ts";
import { SUMMARY_LIMIT } from "./limits.ts";

export interface JudgedGroup {
  readonly findings: readonly Finding[];
  readonly members: readonly Evaluation[];
}

export function renderMergeGroup(group: JudgedGroup): CheckReport {
  const isFine = group.findings.length === 0;
  return {
    conclusion: isFine ? "success" : "failure",
    title: isFine ? fineTitle(group) : "What would merge is not what was approved",
    summary: fitted(isFine ? renderFine(group) : renderProblems(group), SUMMARY_LIMIT),
    text: "",
    annotations: [],
  };
}

/** The group's base branch has no config, so nothing in it is governed. */
export function renderUngovernedGroup(): CheckReport {
  return {
    conclusion: "success",
    title: "No config on the base branch yet",
    summary: "The base branch has no config, so no prompt is governed in this merge group.",
    text: "",
    annotations: [],
  };
}

function fineTitle({ members }: JudgedGroup): string {
  return members.some(({ changes }) => changes.length > 0)
    ? "What merges is what was approved"
    : "No prompt changed";
}

function renderProblems({ findings }: JudgedGroup): string {
  const lines = findings.map(({ message, fix }) => `- ${prose(`${message} ${fix}`)}`);
  return `### Next\n${lines.join("\n")}`;
}

function renderFine({ members }: JudgedGroup): string {
  const numbers = members.map(({ pull }) => `#${pull.number}`).join(", ");
  const prompts = members.flatMap(({ changes, pull }) =>
    changes.map(({ change }) => `- ${code(subjectOf(change).name)} as approved in #${pull.number}`),
  );
  return [`Pull requests in this group: ${numbers}.`, ...prompts].join("\n");
}
