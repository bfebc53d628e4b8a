// The evaluation as JSON, for `--format json` and for programs that read the Action's output. docs/cli.md gives its shape.

import type { Finding } from "../../finding.ts";
import { mention } from "../../identity.ts";
import type { Evaluation } from "../evaluate.ts";
import type { GovernedChange } from "../governed.ts";
import { subjectOf } from "../subject.ts";
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
    findings: evaluation.findings,
  };
}

function ownersOf(change: GovernedChange): string[] {
  if (change.kind === "config") return [];
  return change.entries.flatMap(({ owner }) => (owner ? [mention(owner)] : []));
}
