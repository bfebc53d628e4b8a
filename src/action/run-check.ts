// Judges the event's pull request or merge group, and tells the result to the job, its summary and its outputs.

import * as core from "@actions/core";
import type { EvaluationEvidence } from "../core/evaluation/evidence.ts";
import { decodeEvaluation } from "../core/evaluation/marker.ts";
import { fitted } from "../core/markdown/safe.ts";
import type { ReviewPorts } from "../core/ports.ts";
import type { PullRequest } from "../core/pull-request.ts";
import { renderSummary } from "../core/review/render/check.ts";
import { renderWorkflowCommands } from "../core/review/render/github.ts";
import { evaluationJson } from "../core/review/render/json.ts";
import { renderRefusedReviewers } from "../core/review/render/refused-reviewers.ts";
import { titleOf } from "../core/review/render/title.ts";
import type { Conclusion } from "../core/review/report.ts";
import { gateMergeGroup } from "../operations/gate-merge-group.ts";
import { gatePullRequest } from "../operations/gate-pull-request.ts";
import { type CheckEvent, readEvent } from "./event.ts";
import { type CheckInputs, readInputs } from "./inputs.ts";
import { withinPermissions } from "./permissions.ts";
import { portsFromToken } from "./ports.ts";

/** GitHub takes 1 MiB of a step's summary; a UTF-16 unit is at most three bytes there. */
const SUMMARY_LIMIT = 300_000;

interface Verdict {
  readonly conclusion: Conclusion;
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly prompts: readonly string[];
  readonly waitingFor: readonly string[];
  /** Workflow commands that annotate the files. */
  readonly commands?: string;
}

export async function runCheck(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const inputs = readInputs();
  const event = readEvent();
  const gitHub = portsFromToken(inputs.token, event.repository, env, core.info);
  const { ports, wasWritten } = withinPermissions(gitHub, inputs.checkRun, core.info);
  const verdict =
    event.kind === "merge-group" ? await judgeGroup(ports, event) : await judgePull(ports, event, inputs);
  await tell(verdict, inputs, wasWritten() ? "on the check run" : "by the job", env);
}

async function judgePull(
  ports: ReviewPorts,
  event: Extract<CheckEvent, { kind: "pull-request" }>,
  { requestReviews, evidence: given }: CheckInputs,
): Promise<Verdict> {
  // The event may be older than the pull request by the time the job runs: judge what is there now.
  const pull = await ports.pulls.read(event.number);
  const evidence = given ?? (await evidenceShown(ports, pull));
  const gated = await gatePullRequest(ports, pull, {
    arrived: new Map(event.review ? [[event.review.id, event.review.commit]] : []),
    formerHeads: event.before ? [event.before] : [],
    mayAsk: requestReviews && event.trigger === "change",
    ...(evidence && { evidence }),
  });
  if (!gated) return CLOSED;
  const { evaluation, refused } = gated;
  if (refused.length > 0) core.info(renderRefusedReviewers(refused));
  const { prompts, waitingFor } = evaluationJson(evaluation);
  return {
    conclusion: evaluation.conclusion,
    title: titleOf(evaluation),
    summary: renderSummary(evaluation, ports.webUrl),
    prompts: prompts.flatMap(({ prompt }) => prompt ?? []),
    waitingFor,
    commands: renderWorkflowCommands(evaluation.findings),
  };
}

/** What an earlier job has shown of the same head: a review starts a job that evaluates nothing. */
async function evidenceShown(
  { checks }: ReviewPorts,
  { number, head }: PullRequest,
): Promise<EvaluationEvidence | undefined> {
  const written = await checks.read(head.sha);
  return written
    .filter(({ pull }) => pull === number)
    .map(({ text }) => decodeEvaluation(text))
    .find((evidence) => evidence !== undefined);
}

const CLOSED: Verdict = {
  conclusion: "neutral",
  title: "The pull request is closed",
  summary: "There is nothing to judge.",
  prompts: [],
  waitingFor: [],
};

async function judgeGroup(
  ports: ReviewPorts,
  event: Extract<CheckEvent, { kind: "merge-group" }>,
): Promise<Verdict> {
  const { report, members } = await gateMergeGroup(ports, event);
  const prompts = members.flatMap((member) => evaluationJson(member).prompts);
  return {
    conclusion: report.conclusion,
    title: report.title,
    summary: report.summary,
    prompts: [...new Set(prompts.flatMap(({ prompt }) => prompt ?? []))],
    waitingFor: [],
  };
}

async function tell(
  { conclusion, title, summary, prompts, waitingFor, commands }: Verdict,
  { failJob }: CheckInputs,
  said: "on the check run" | "by the job",
  env: NodeJS.ProcessEnv,
): Promise<void> {
  core.setOutput("conclusion", conclusion);
  core.setOutput("prompts", JSON.stringify(prompts));
  core.setOutput("waiting-for", JSON.stringify(waitingFor));
  // The check run shows the same annotations, so the job prints them only where there is none.
  if (said === "by the job" && commands) core.info(commands);
  if (env.GITHUB_STEP_SUMMARY) {
    const markdown = `## Prompt Steward: ${oneLine(title)}\n\n${summary}\n`;
    await core.summary.addRaw(fitted(markdown, SUMMARY_LIMIT)).write();
  }
  const isFine = conclusion === "success" || conclusion === "neutral";
  if (isFine || (!failJob && said === "on the check run")) core.info(oneLine(title));
  else core.setFailed(oneLine(title));
}

/** Names of files may hold line ends, after which the runner would read a command. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, " ");
}
