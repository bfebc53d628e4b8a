// Releases what the event tells of, and tells the result to the job, its summary and its outputs.

import { setTimeout as pause } from "node:timers/promises";
import * as core from "@actions/core";
import { fitted } from "../core/markdown/safe.ts";
import type { ReleasePorts } from "../core/ports.ts";
import { releasesSummary } from "../core/release/render/summary.ts";
import { releaseTag } from "../core/release/tag-name.ts";
import { renderWorkflowCommands } from "../core/review/render/github.ts";
import { UserError } from "../core/user-error.ts";
import { Memory } from "../github/memory.ts";
import { gitHubReleasePorts } from "../github/release-ports.ts";
import { type ReleaseOptions, type ReleaseOutcome, release } from "../operations/release.ts";
import { releasePullRequest } from "../operations/release-pull-request.ts";
import { type LandedEvent, readLandedEvent } from "./landed-event.ts";
import { octokitFromToken, serverUrlOf } from "./octokit.ts";
import { readEvidence } from "./results-file.ts";

/** GitHub takes 1 MiB of a step's summary; a UTF-16 unit is at most three bytes there. */
const SUMMARY_LIMIT = 300_000;

interface Inputs {
  readonly token: string;
  readonly pull?: number;
  readonly options: ReleaseOptions;
}

export async function runRelease(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const inputs = readInputs();
  const event = readLandedEvent(inputs.pull);
  if (event.kind === "none") {
    await tell({ kind: "nothing" }, env, event.reason);
    return;
  }
  const octokit = octokitFromToken(inputs.token, env, core.info);
  const clock = { now: () => new Date(), pause: (duration: number) => pause(duration) };
  const ports = gitHubReleasePorts(octokit, event.repository, new Memory(), {
    serverUrl: serverUrlOf(env),
    clock,
  });
  await tell(await releaseBy(event, ports, inputs.options), env, "No governed prompt changed.");
}

async function releaseBy(
  event: Exclude<LandedEvent, { kind: "none" }>,
  ports: ReleasePorts,
  options: ReleaseOptions,
): Promise<ReleaseOutcome> {
  if (event.kind === "push") {
    const { before, after, commits, paths, pusher, defaultBranch: branch } = event;
    const push = {
      ...{ branch, before, after, pulls: new Map() },
      ...(commits && { commits }),
      ...(paths && { paths }),
      ...(pusher && { pusher }),
    };
    return release(ports, push, options);
  }
  const outcome = await releasePullRequest(ports, event.defaultBranch, event.number, options);
  switch (outcome.kind) {
    case "not-merged":
      throw new UserError(`#${event.number} is no merged pull request.`, "Name one that is merged.");
    case "elsewhere":
      throw new UserError(
        `Pull request #${event.number} did not go into ${event.defaultBranch}.`,
        "Releases come from the default branch alone.",
      );
    default:
      return outcome;
  }
}

function readInputs(): Inputs {
  const token = core.getInput("github-token");
  if (!token)
    throw new UserError("Input github-token is empty.", "Leave it out, or pass ${{ github.token }}.");
  core.setSecret(token);
  const number = core.getInput("pull-request");
  if (number !== "" && !/^[1-9]\d{0,9}$/.test(number)) {
    throw new UserError(`Input pull-request is ${JSON.stringify(number)}.`, "Write a number, such as 12.");
  }
  const evaluation = readEvidence();
  return {
    token,
    ...(number !== "" && { pull: Number(number) }),
    options: evaluation ? { evaluation } : {},
  };
}

async function tell(outcome: ReleaseOutcome, env: NodeJS.ProcessEnv, nothing: string): Promise<void> {
  const isReleased = outcome.kind === "released";
  const released = (isReleased ? outcome.releases : []).map(({ record }) => ({
    prompt: record.prompt,
    version: record.version,
    tag: releaseTag(record.prompt, record.version),
    sha256: record.file?.sha256 ?? null,
    unreviewed: record.unreviewed !== undefined,
    retired: record.retired === true,
  }));
  core.setOutput("released", JSON.stringify(released));
  const waiting = isReleased ? outcome.withheld.map(({ touched }) => touched.prompt) : [];
  core.setOutput("waiting", JSON.stringify([...new Set(waiting)]));
  if (env.GITHUB_STEP_SUMMARY) {
    const markdown = isReleased ? releasesSummary(outcome) : `## Prompt releases\n\n${nothing}\n`;
    await core.summary.addRaw(fitted(markdown, SUMMARY_LIMIT)).write();
  }
  if (!isReleased) {
    core.info(nothing);
    return;
  }
  for (const { tag } of released) core.info(`released ${tag}`);
  const commands = renderWorkflowCommands(outcome.findings);
  if (commands) core.info(commands);
  for (const { message, fix } of outcome.problems) core.warning(`${message} ${fix}`);
  if (outcome.findings.some(({ severity }) => severity === "error")) {
    core.setFailed("Not everything that landed could be released.");
  }
}
