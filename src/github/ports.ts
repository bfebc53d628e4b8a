// All ports of one repository on GitHub.

import type { RepositoryName } from "../core/identity.ts";
import type { ReviewPorts } from "../core/ports.ts";
import { checks } from "./checks.ts";
import type { GitHubClient, RepositoryClient } from "./client.ts";
import { contents } from "./contents.ts";
import { conversation } from "./conversation.ts";
import { directory } from "./directory.ts";
import { history } from "./history.ts";
import type { Memory } from "./memory.ts";
import { prompts } from "./prompts.ts";
import { pullRequests } from "./pull-requests.ts";

export interface GitHubPortsOptions {
  /** Where people browse: `https://github.com`. */
  readonly serverUrl: string;
  /** Our App's id, so that nobody else's check run is taken for ours. */
  readonly appId?: number;
}

export function gitHubPorts(
  octokit: GitHubClient,
  repository: RepositoryName,
  memory: Memory,
  { serverUrl, appId }: GitHubPortsOptions,
): ReviewPorts {
  const client: RepositoryClient = { octokit, repository, memory };
  return {
    webUrl: `${serverUrl}/${repository.owner}/${repository.name}`,
    pulls: pullRequests(client),
    history: history(client),
    contents: contents(client),
    prompts: prompts(client),
    directory: directory(client),
    checks: checks(client, appId),
    conversation: conversation(client),
  };
}
