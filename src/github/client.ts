// The little of Octokit that the adapter needs, so that Probot's, the Actions' and a plain Octokit all serve.

import type { Octokit } from "@octokit/core";
import type { RepositoryName } from "../core/identity.ts";
import type { Memory } from "./memory.ts";

export interface GitHubClient {
  readonly request: Octokit["request"];
  readonly graphql: Octokit["graphql"];
}

/** One repository as one installation (or token) sees it. */
export interface RepositoryClient {
  readonly octokit: GitHubClient;
  readonly repository: RepositoryName;
  /** Shared by all clients of the same installation, never across installations. */
  readonly memory: Memory;
}

export function repositoryParameters({ repository }: RepositoryClient): { owner: string; repo: string } {
  return { owner: repository.owner, repo: repository.name };
}

/** GitHub's status of a failed request; undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "status" in error && typeof error.status === "number"
    ? error.status
    : undefined;
}

/** Whether GitHub says that the token may not. It says 403 also where a limit is reached. */
export function isForbidden(error: unknown): boolean {
  return statusOf(error) === 403 && !/rate limit/i.test(String(error));
}

/** Runs a request whose absence is an answer: 404 (and what else is named) gives undefined. */
export async function unlessMissing<T>(
  request: () => Promise<T>,
  missing: readonly number[] = [404],
): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (missing.includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  }
}
