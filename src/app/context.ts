// What every handler works with: the ports of the repository that an event is about.

import * as z from "zod";
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

/** One installation's way to GitHub, and what it has seen there. */
export interface InstallationContext {
  readonly installation: number;
  readonly octokit: GitHubClient;
  readonly memory: Memory;
}

export interface RepositoryContext extends InstallationContext {
  readonly repository: RepositoryName;
  readonly defaultBranch: string;
  readonly ports: ReviewPorts;
}

const Installed = z.object({ installation: z.object({ id: z.number() }) });
const About = z.object({
  repository: z.object({
    name: z.string(),
    owner: z.object({ login: z.string() }),
    default_branch: z.string().default("main"),
  }),
});

/** @returns undefined for an event that comes from no installation */
export function installationOf(payload: unknown): number | undefined {
  return Installed.safeParse(payload).data?.installation.id;
}

/** @returns undefined for an event that is about no repository */
export function repositoryOf(payload: unknown): InstalledRepository | undefined {
  const about = About.safeParse(payload).data?.repository;
  return about && { owner: about.owner.login, name: about.name, defaultBranch: about.default_branch };
}

export function repositoryContext(
  context: InstallationContext,
  { owner, name, defaultBranch }: InstalledRepository,
  settings: AppSettings,
): RepositoryContext {
  const { installation, octokit, memory } = context;
  const repository = { owner, name };
  const ports = gitHubPorts(octokit, repository, memory, settings);
  return { installation, octokit, memory, repository, defaultBranch, ports };
}
