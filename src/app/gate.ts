// What all handlers share: the memory of each installation, the desk of each pull request, and the rounds over many.

import type { PullRequest } from "../core/pull-request.ts";
import type { InstalledRepository } from "../github/installation.ts";
import { keyOf } from "../github/memory.ts";
import {
  type AppSettings,
  type Event,
  type InstallationContext,
  installationOf,
  type RepositoryContext,
  repositoryContext,
  repositoryOf,
} from "./context.ts";
import { Installations } from "./installations.ts";
import { type News, PullRequestDesks } from "./pull-request-desk.ts";
import { ReleaseDesks } from "./release-desk.ts";
import { Rounds } from "./rounds.ts";

export interface GateOptions {
  /** Since when every event has been seen. */
  readonly startedAt: Date;
  /** Waits between the pull requests of a long round; milliseconds. */
  readonly pause: (duration: number) => Promise<void>;
  /** Tells whoever runs the app. */
  readonly warn: (message: string) => void;
}

export class Gate {
  readonly settings: AppSettings;
  readonly releases: ReleaseDesks;
  readonly #installations = new Installations();
  readonly #desks: PullRequestDesks;
  readonly #rounds: Rounds;

  constructor(settings: AppSettings, { startedAt, pause, warn }: GateOptions) {
    this.settings = settings;
    this.releases = new ReleaseDesks(settings, { now: () => new Date(), pause });
    this.#desks = new PullRequestDesks(startedAt, warn);
    this.#rounds = new Rounds(pause);
  }

  /** The installation an event comes from; undefined where it comes from none. */
  installationOf({ octokit, payload }: Event): InstallationContext | undefined {
    const installation = installationOf(payload);
    if (installation === undefined) return undefined;
    return { installation, octokit, memory: this.#installations.memoryOf(installation) };
  }

  /** The repository an event is about; undefined where it is about none, or comes from no installation. */
  repositoryOf(event: Event): RepositoryContext | undefined {
    const installation = this.installationOf(event);
    const repository = repositoryOf(event.payload);
    return installation && repository && this.contextOf(installation, repository);
  }

  contextOf(installation: InstallationContext, repository: InstalledRepository): RepositoryContext {
    return repositoryContext(installation, repository, this.settings);
  }

  judge(context: RepositoryContext, number: number, news: News = {}): Promise<void> {
    const key = `${context.installation} ${keyOf(context.repository)}#${number}`;
    return this.#desks.judge(context.ports, key, number, news);
  }

  /**
   * Judges many pull requests one after the other. A later round over the same ones takes the place of one that is
   * still under way: it knows all that this one knows.
   * @param scope tells which ones, such as the branch they merge into
   */
  judgeAll(context: RepositoryContext, scope: string, pulls: readonly PullRequest[]): Promise<void> {
    const key = `${context.installation} ${keyOf(context.repository)} ${scope}`;
    return this.#rounds.walk(key, pulls, (pull) => this.judge(context, pull.number, { pull }));
  }
}
