// GitHub with a workflow's token, patient within what a job is worth.

import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import Bottleneck from "bottleneck/light.js";
import type { GitHubClient } from "../github/client.ts";

/** A job that waits longer for GitHub's limits than this costs more than it is worth; seconds. */
const LONGEST_WAIT = 120;
const MOST_RETRIES = 2;

/**
 * The throttling plugin sends a write a second, and takes every GraphQL query for one. A job has few of either, so they
 * go at once as long as they are a short burst: far under GitHub's secondary limits of 900 points a minute, of which a
 * write costs 5, and of 80 new things a minute.
 */
const writes = new Bottleneck.Group({
  id: "prompt-steward-writes",
  maxConcurrent: 5,
  reservoir: 20,
  reservoirIncreaseAmount: 1,
  reservoirIncreaseInterval: 1000,
  reservoirIncreaseMaximum: 20,
});

const WorkflowOctokit = Octokit.plugin(retry, throttling);

/** @param report says on the job's log what is waited for */
export function octokitFromToken(
  token: string,
  env: NodeJS.ProcessEnv,
  report: (message: string) => void,
): GitHubClient {
  const onLimit = (
    seconds: number,
    request: { method: string; url: string },
    _octokit: unknown,
    tries: number,
  ) => {
    const isWorthIt = seconds <= LONGEST_WAIT && tries < MOST_RETRIES;
    const what = `GitHub's limit is reached at ${request.method} ${request.url}`;
    report(isWorthIt ? `${what}: waiting ${seconds} s.` : `${what}, for ${seconds} s more: giving up.`);
    return isWorthIt;
  };
  return new WorkflowOctokit({
    auth: token,
    baseUrl: env.GITHUB_API_URL ?? "https://api.github.com",
    userAgent: "prompt-steward-action",
    throttle: { write: writes, onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
  });
}

export function serverUrlOf(env: NodeJS.ProcessEnv): string {
  return env.GITHUB_SERVER_URL ?? "https://github.com";
}
