// What every handler works with: the ports of the repository that an event is about.

import { z } from "zod";
import type { RepositoryName } from "../core/identity.ts";
import type { ReviewPorts } from "../core/ports.ts";
import type { GitHubClient } from "../github/client.ts";
import type { InstalledRepository } from "../github/installation.ts";
import type { Memory } from "../github/memory.ts";
import { gitHubPorts } from "../github/ports.ts";

export interface AppSettings {
  /** Where people browse: `https://github.com`. */
  readonly serverUrl: string;
  readonly appId: number;
}

export interface Event {
  readonly octokit: GitHubClient;
  readonly payload: unknown;
}

export interface RepositoryContext {
  readonly installation: number;
  readonly repository: RepositoryName;
  readonly defaultBranch: string;
  readonly ports: ReviewPorts;
}

const About = z.object({
  installation: z.object({ id: z.number() }),
  repository: z.object({
    name: z.string(),
    owner: z.object({ login: z.string() }),
    default_branch: z.string().default("main"),
  }),
});

/** @returns undefined for an event that is about no repository or comes from no installation */
export function aboutOf(
  payload: unknown,
): { installation: number; repository: InstalledRepository } | undefined {
  const about = About.safeParse(payload);
  if (!about.success) return undefined;
  const { installation, repository } = about.data;
  const { name, owner, default_branch: defaultBranch } = repository;
  return { installation: installation.id, repository: { owner: owner.login, name, defaultBranch } };
}

export function repositoryContext(
  octokit: GitHubClient,
  installation: number,
  { owner, name, defaultBranch }: InstalledRepository,
  memory: Memory,
  settings: AppSettings,
): RepositoryContext {
  const repository = { owner, name };
  return {
    installation,
    repository,
    defaultBranch,
    ports: gitHubPorts(octokit, repository, memory, settings),
  };
}
