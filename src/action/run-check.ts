// Judges the event's pull request or merge group, and tells the result to the job, its summary and its outputs.

import * as core from "@actions/core";
import type { ReviewPorts } from "../core/ports.ts";
import { renderSummary } from "../core/review/render/check.ts";
import { renderWorkflowCommands } from "../core/review/render/github.ts";
import { evaluationJson } from "../core/review/render/json.ts";
import { titleOf } from "../core/review/render/title.ts";
import type { Conclusion } from "../core/review/report.ts";
import { gateMergeGroup } from "../operations/gate-merge-group.ts";
import { gatePullRequest } from "../operations/gate-pull-request.ts";
import { withCheckRun } from "./check-run.ts";
import { readEvent } from "./event.ts";
import { readInputs } from "./inputs.ts";
import { portsFromToken } from "./ports.ts";

export async function runCheck(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const inputs = readInputs();
  const event = readEvent(env);
  const gitHub = portsFromToken(inputs.token, event.repository, env);
  const { ports, wasWritten } = withCheckRun(gitHub, inputs.checkRun);
  if (event.kind === "merge-group") {
    const report = await gateMergeGroup(ports, event);
    return conclude(report.conclusion, report.title, report.summary);
  }
  await judgePull(ports, event, inputs.requestReviews, wasWritten);
}

async function judgePull(
  ports: ReviewPorts,
  event: Extract<ReturnType<typeof readEvent>, { kind: "pull-request" }>,
  requestReviews: boolean,
  wasWritten: () => boolean,
): Promise<void> {
  // The event may be older than the pull request by the time the job runs: judge what is there now.
  const pull = await ports.pulls.read(event.number);
  const gated = await gatePullRequest(ports, pull, {
    arrived: new Map(event.review ? [[event.review.id, event.review.commit]] : []),
    formerHeads: event.before ? [event.before] : [],
    mayAsk: requestReviews && event.isOpening,
  });
  if (!gated) return core.info("The pull request is closed: there is nothing to judge.");
  const { evaluation } = gated;
  const json = evaluationJson(evaluation);
  core.setOutput("prompts", JSON.stringify(json.prompts.flatMap(({ prompt }) => prompt ?? [])));
  core.setOutput("waiting-for", JSON.stringify(json.waitingFor));
  // The check run shows the same annotations, so the job prints them only where there is none.
  if (!wasWritten() && evaluation.findings.length > 0) core.info(renderWorkflowCommands(evaluation.findings));
  await conclude(evaluation.conclusion, titleOf(evaluation), renderSummary(evaluation, ports.webUrl));
}

async function conclude(conclusion: Conclusion, title: string, summary: string): Promise<void> {
  core.setOutput("conclusion", conclusion);
  await core.summary.addRaw(`## Prompt Steward: ${title}\n\n${summary}\n`).write();
  const isFine = conclusion === "success" || conclusion === "neutral";
  if (isFine) core.info(title);
  else core.setFailed(title);
}
