// The evaluation as JSON, for `--format json` and for programs that read the Action's output. docs/cli.md gives its shape.

import type { EvaluationEvidence } from "../../evaluation/evidence.ts";
import type { Finding } from "../../finding.ts";
import { mention } from "../../identity.ts";
import type { Evaluation } from "../evaluate.ts";
import type { GovernedChange } from "../governed.ts";
import type { RequiredCheck } from "../required-checks.ts";
import { subjectOf } from "../subject.ts";
import type { VersionOutlook } from "../versions.ts";
import { titleOf } from "./title.ts";

export interface EvaluationJson {
  readonly conclusion: string;
  readonly title: string;
  readonly prompts: readonly {
    readonly prompt: string | null;
    readonly path: string;
    readonly change: string;
    readonly owners: readonly string[];
  }[];
  readonly waitingFor: readonly string[];
  /** Of the prompts that get one. */
  readonly versions: readonly {
    readonly prompt: string;
    readonly previous: string | null;
    readonly version: string;
    readonly bump: string;
    readonly reasons: readonly string[];
    readonly notes: readonly string[];
  }[];
  readonly requiredChecks: readonly RequiredCheck[];
  readonly evaluation: EvaluationEvidence | null;
  readonly findings: readonly Finding[];
}

export function evaluationJson(evaluation: Evaluation): EvaluationJson {
  return {
    conclusion: evaluation.conclusion,
    title: titleOf(evaluation),
    prompts: evaluation.governed.map((change) => ({
      prompt: change.kind === "prompt" ? subjectOf(change).name : null,
      path: change.file.path,
      change: change.file.status,
      owners: ownersOf(change),
    })),
    waitingFor: evaluation.waitingFor.map(mention),
    versions: versionsOf(evaluation.versions),
    requiredChecks: evaluation.requiredChecks,
    evaluation: evaluation.evidence ?? null,
    findings: evaluation.findings,
  };
}

function versionsOf(outlook: VersionOutlook): EvaluationJson["versions"] {
  if (outlook.kind !== "proposed") return [];
  return outlook.versions.flatMap(({ prompt, proposal }) => {
    if (proposal.kind !== "release") return [];
    const { previous = null, version, bump, reasons, notes } = proposal;
    return [{ prompt, previous, version, bump, reasons, notes }];
  });
}

function ownersOf(change: GovernedChange): string[] {
  if (change.kind === "config") return [];
  return change.entries.flatMap(({ owner }) => (owner ? [mention(owner)] : []));
}
