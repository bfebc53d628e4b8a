// One desk for each repository: what lands there is released one after the other, whichever of the events about it comes
// first. Across several replicas the tags' refs keep the order.

import { LruMap } from "toad-cache";
import type { Sha } from "../core/identity.ts";
import type { Clock, ReleasePorts } from "../core/ports.ts";
import { UserError } from "../core/user-error.ts";
import { keyOf } from "../github/memory.ts";
import { gitHubReleasePorts } from "../github/release-ports.ts";
import { type Push, type ReleaseOutcome, release } from "../operations/release.ts";
import { type PullRequestRelease, releasePullRequest } from "../operations/release-pull-request.ts";
import type { AppSettings, RepositoryContext } from "./context.ts";

interface Desk {
  /** Ends when everything so far is done. */
  last: Promise<unknown>;
  /** Pull requests by the commit that their merge made, as their own events told. */
  readonly pulls: LruMap<number>;
  /** Commits whose push has been told. */
  readonly pushed: LruMap<true>;
  /** Pushes that wait for required checks, by the commits that these run at. */
  readonly waiting: LruMap<Push>;
}

const MOST_DESKS = 5000;
const MOST_REMEMBERED = 200;

/** Milliseconds in which the push of a merge is expected after the merge itself was told. */
const PUSH_PAUSE = 15_000;

/** Milliseconds before a release that failed is tried again. */
const RETRY_PAUSES = [20_000, 180_000];

export class ReleaseDesks {
  readonly #desks = new LruMap<Desk>(MOST_DESKS);
  readonly #settings: AppSettings;
  readonly #clock: Clock;

  constructor(settings: AppSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  portsOf({ octokit, repository, memory }: RepositoryContext): ReleasePorts {
    return gitHubReleasePorts(octokit, repository, memory, { ...this.#settings, clock: this.#clock });
  }

  /** Releases what a push to the default branch brought. */
  async landed(context: RepositoryContext, push: Omit<Push, "pulls">): Promise<void> {
    const desk = this.#deskOf(context);
    desk.pushed.set(push.after, true);
    await this.#release(context, desk, { ...push, pulls: told(desk) });
  }

  /** A merge was told: whose commit it is, and where no push follows, that there is something to release. */
  async merged(context: RepositoryContext, number: number, commit: Sha): Promise<void> {
    const desk = this.#deskOf(context);
    desk.pulls.set(commit, number);
    if (desk.pushed.get(commit)) return;
    await this.#clock.pause(PUSH_PAUSE);
    if (!desk.pushed.get(commit)) await this.again(context, number);
  }

  /** Releases what a pull request brought, as far as that has not been done. */
  again(context: RepositoryContext, number: number): Promise<PullRequestRelease> {
    const ports = this.portsOf(context);
    return this.inTurn(context, () => releasePullRequest(ports, context.defaultBranch, number));
  }

  /** A check has ended at a commit: a release may have waited for it. */
  async checked(context: RepositoryContext, commit: Sha): Promise<void> {
    const desk = this.#deskOf(context);
    const push = desk.waiting.get(commit);
    if (!push) return;
    desk.waiting.delete(commit);
    await this.#release(context, desk, push);
  }

  /** Does it when all that was told of the repository before is done. */
  inTurn<T>(context: RepositoryContext, work: () => Promise<T>): Promise<T> {
    const desk = this.#deskOf(context);
    const run = desk.last.then(work);
    desk.last = run.catch(() => undefined);
    return run;
  }

  async #release(context: RepositoryContext, desk: Desk, push: Push): Promise<void> {
    const ports = this.portsOf(context);
    const outcome = await this.inTurn(context, () => this.#insist(ports, push));
    if (outcome.kind !== "released") return;
    for (const { landing } of outcome.withheld) {
      for (const commit of [landing.commit, landing.pull?.head]) if (commit) desk.waiting.set(commit, push);
    }
  }

  async #insist(ports: ReleasePorts, push: Push): Promise<ReleaseOutcome> {
    for (const pause of RETRY_PAUSES) {
      try {
        return await release(ports, push);
      } catch (error) {
        if (error instanceof UserError) throw error;
        await this.#clock.pause(pause);
      }
    }
    return release(ports, push);
  }

  #deskOf({ installation, repository }: RepositoryContext): Desk {
    const key = `${installation} ${keyOf(repository)}`;
    const desk = this.#desks.get(key) ?? {
      last: Promise.resolve(),
      pulls: new LruMap<number>(MOST_REMEMBERED),
      pushed: new LruMap<true>(MOST_REMEMBERED),
      waiting: new LruMap<Push>(MOST_REMEMBERED),
    };
    this.#desks.set(key, desk);
    return desk;
  }
}

/** A view that grows as further merges are told. */
function told({ pulls }: Desk): Push["pulls"] {
  return { get: (commit) => pulls.get(commit) };
}
