// All that releasing needs of one repository on GitHub.

import type { RepositoryName } from "../core/identity.ts";
import type { Clock, ReleasePorts } from "../core/ports.ts";
import type { GitHubClient, RepositoryClient } from "./client.ts";
import { contents } from "./contents.ts";
import { deployments } from "./deployments.ts";
import { directory } from "./directory.ts";
import { history } from "./history.ts";
import { issues } from "./issues.ts";
import { landings } from "./landings.ts";
import type { Memory } from "./memory.ts";
import type { GitHubPortsOptions } from "./ports.ts";
import { releases } from "./releases.ts";
import { repositoryIds } from "./repository-ids.ts";
import { tags } from "./tags.ts";

export interface ReleasePortsOptions extends GitHubPortsOptions {
  readonly clock: Clock;
}

export function gitHubReleasePorts(
  octokit: GitHubClient,
  repository: RepositoryName,
  memory: Memory,
  { serverUrl, appId, clock }: ReleasePortsOptions,
): ReleasePorts {
  const client: RepositoryClient = { octokit, repository, memory };
  const ids = repositoryIds(client);
  return {
    webUrl: `${serverUrl}/${repository.owner}/${repository.name}`,
    contents: contents(client),
    history: history(client),
    directory: directory(client),
    landings: landings(client, ids, appId),
    tags: tags(client, ids),
    releases: releases(client),
    deployments: deployments(client),
    issues: issues(client),
    clock,
  };
}
