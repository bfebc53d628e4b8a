// What all handlers share: the memory of each installation and the desk of each pull request.

import type { PullRequest } from "../core/pull-request.ts";
import type { GitHubClient } from "../github/client.ts";
import type { InstalledRepository } from "../github/installation.ts";
import type { Memory } from "../github/memory.ts";
import {
  type AppSettings,
  aboutOf,
  type Event,
  type RepositoryContext,
  repositoryContext,
} from "./context.ts";
import { Installations } from "./installations.ts";
import { type News, PullRequestDesks } from "./pull-request-desk.ts";

export class Gate {
  readonly settings: AppSettings;
  readonly #installations = new Installations();
  readonly #desks: PullRequestDesks;

  constructor(settings: AppSettings, startedAt: Date) {
    this.settings = settings;
    this.#desks = new PullRequestDesks(startedAt);
  }

  /** The repository an event is about; undefined where it is about none, or comes from no installation. */
  repositoryOf({ octokit, payload }: Event): RepositoryContext | undefined {
    const about = aboutOf(payload);
    return about && this.contextOf(octokit, about.installation, about.repository);
  }

  contextOf(octokit: GitHubClient, installation: number, repository: InstalledRepository): RepositoryContext {
    return repositoryContext(octokit, installation, repository, this.memoryOf(installation), this.settings);
  }

  memoryOf(installation: number): Memory {
    return this.#installations.memoryOf(installation);
  }

  judge(context: RepositoryContext, number: number, news: News = {}): Promise<void> {
    const { owner, name } = context.repository;
    return this.#desks.judge(
      context.ports,
      `${context.installation} ${owner}/${name}#${number}`,
      number,
      news,
    );
  }

  /** Judges many pull requests one after the other, so that a change of the config floods nobody. */
  async judgeAll(context: RepositoryContext, pulls: readonly PullRequest[]): Promise<void> {
    for (const pull of pulls) await this.judge(context, pull.number, { pull });
  }
}
