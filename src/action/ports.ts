// GitHub's ports with a workflow's token.

import { getOctokit } from "@actions/github";
import { retry } from "@octokit/plugin-retry";
import type { RepositoryName } from "../core/identity.ts";
import type { ReviewPorts } from "../core/ports.ts";
import { Memory } from "../github/memory.ts";
import { gitHubPorts } from "../github/ports.ts";

export function portsFromToken(
  token: string,
  repository: RepositoryName,
  env: NodeJS.ProcessEnv,
): ReviewPorts {
  const baseUrl = env.GITHUB_API_URL ?? "https://api.github.com";
  const octokit = getOctokit(token, { baseUrl }, retry);
  return gitHubPorts(octokit, repository, new Memory(), {
    serverUrl: env.GITHUB_SERVER_URL ?? "https://github.com",
  });
}
