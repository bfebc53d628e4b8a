// Deployments and their statuses as GitHub keeps them.

import type { AppRecord } from "../accounts/apps.ts";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { Json } from "../sandbox.ts";

export const DEPLOYMENT_STATES = [
  "error",
  "failure",
  "inactive",
  "in_progress",
  "queued",
  "pending",
  "success",
] as const;
export type DeploymentState = (typeof DEPLOYMENT_STATES)[number];

export interface DeploymentRecord {
  readonly id: number;
  readonly repository: RepositoryRecord;
  readonly sha: string;
  /** As it was asked for: a branch, a tag or a commit. */
  readonly ref: string;
  readonly task: string;
  readonly payload: Json | string;
  readonly originalEnvironment: string;
  readonly description: string | null;
  readonly isTransient: boolean;
  readonly isProduction: boolean;
  readonly creator: Account;
  readonly app: AppRecord | undefined;
  readonly createdAt: string;
  environment: string;
  updatedAt: string;
  /** Oldest first. */
  statuses: readonly DeploymentStatusRecord[];
}

export interface DeploymentStatusRecord {
  readonly id: number;
  readonly state: DeploymentState;
  readonly description: string;
  readonly environment: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly creator: Account;
  readonly app: AppRecord | undefined;
  readonly createdAt: string;
}

export interface EnvironmentRecord {
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
}

export class Deployments {
  #all: readonly DeploymentRecord[] = [];
  readonly #environments = new Map<RepositoryRecord, Map<string, EnvironmentRecord>>();

  add(deployment: DeploymentRecord): void {
    this.#all = [...this.#all, deployment];
  }

  remove(deployment: DeploymentRecord): void {
    this.#all = this.#all.filter((one) => one !== deployment);
  }

  /** Oldest first. */
  of(repository: RepositoryRecord): DeploymentRecord[] {
    return this.#all.filter((one) => one.repository === repository);
  }

  find(repository: RepositoryRecord, id: number): DeploymentRecord | undefined {
    return this.of(repository).find((one) => one.id === id);
  }

  byId(id: number): DeploymentRecord | undefined {
    return this.#all.find((one) => one.id === id);
  }

  /** An environment is there from its first deployment on. */
  ensureEnvironment(repository: RepositoryRecord, environment: EnvironmentRecord): void {
    const known = this.#environments.get(repository) ?? new Map<string, EnvironmentRecord>();
    this.#environments.set(repository, known);
    if (!known.has(environment.name)) known.set(environment.name, environment);
  }

  environments(repository: RepositoryRecord): EnvironmentRecord[] {
    return [...(this.#environments.get(repository)?.values() ?? [])];
  }
}

export function latestStatus({ statuses }: DeploymentRecord): DeploymentStatusRecord | undefined {
  return statuses.at(-1);
}
