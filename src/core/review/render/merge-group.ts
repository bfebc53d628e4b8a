// The check run on a merge queue's group.

import type { Finding } from "../../finding.ts";
import { code } from "../../markdown/safe.ts";
import type { Evaluation } from "../evaluate.ts";
import type { CheckReport } from "../report.ts";
import { subjectOf } from "../subject.ts";

export function renderMergeGroup(group: {
  readonly findings: readonly Finding[];
  readonly members: readonly Evaluation[];
}): CheckReport {
  const { findings, members } = group;
  const numbers = members.map(({ pull }) => `#${pull.number}`).join(", ");
  const problems = findings.map(({ message, fix }) => `- ${message} ${fix}`).join("\n");
  const prompts = members.flatMap(({ changes, pull }) =>
    changes.map(({ change }) => `- ${code(subjectOf(change).name)} as approved in #${pull.number}`),
  );
  const isFine = findings.length === 0;
  return {
    conclusion: isFine ? "success" : "failure",
    title: isFine ? "What merges is what was approved" : "What would merge was not approved",
    summary: isFine
      ? [`Pull requests in this group: ${numbers || "none that is governed"}.`, ...prompts].join("\n")
      : `### Next\n${problems}`,
    text: "",
    annotations: [],
  };
}
