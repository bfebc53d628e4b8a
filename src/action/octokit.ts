// GitHub with a workflow's token, patient within what a job is worth.

import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import type { GitHubClient } from "../github/client.ts";

/** A job that waits longer for GitHub's limits than this costs more than it is worth; seconds. */
const LONGEST_WAIT = 120;
const MOST_RETRIES = 2;

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
    throttle: { onRateLimit: onLimit, onSecondaryRateLimit: onLimit },
  });
}

export function serverUrlOf(env: NodeJS.ProcessEnv): string {
  return env.GITHUB_SERVER_URL ?? "https://github.com";
}
