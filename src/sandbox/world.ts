// Everything the sandbox is made of, in one place that each route is given.

import { Access } from "./accounts/access.ts";
import { type AppRecord, Apps } from "./accounts/apps.ts";
import { type Caller, Callers } from "./accounts/callers.ts";
import { type Account, Registry } from "./accounts/registry.ts";
import { Repositories, type RepositoryRecord } from "./accounts/repositories.ts";
import { CheckRuns } from "./checks/check-runs.ts";
import { Statuses } from "./checks/statuses.ts";
import { Deployments } from "./deployments/deployments.ts";
import { Emulator } from "./emulator.ts";
import { GitObjects } from "./git/objects.ts";
import { Refs } from "./git/refs.ts";
import { Turns } from "./http/turns.ts";
import { AutoMerges } from "./pulls/auto-merge.ts";
import { Labelings } from "./pulls/labelings.ts";
import { MergeQueue } from "./pulls/merge-queue.ts";
import { Protections } from "./pulls/protections.ts";
import { Pulls } from "./pulls/pulls.ts";
import { Releases } from "./releases/releases.ts";
import { Reactions } from "./routes/reactions.ts";
import { Rulesets } from "./rules/rulesets.ts";
import type { Behaviour } from "./sandbox.ts";
import { type WebhookObserver, Webhooks } from "./webhooks/webhooks.ts";

/** GitHub Actions has this id everywhere. */
export const WORKFLOW_APP = 15368;

/** On whose behalf something happens. What a workflow's own token does starts no workflow. */
export interface Cause {
  readonly actor: Account;
  readonly by: "workflow" | "other";
}

export function causeOf(actor: Account, caller: Caller): Cause {
  return { actor, by: caller.kind === "workflow" ? "workflow" : "other" };
}

export class World {
  readonly url: string;
  readonly registry = new Registry();
  readonly access = new Access();
  readonly repositories = new Repositories();
  readonly apps = new Apps();
  readonly callers = new Callers(this.apps);
  readonly emulator: Emulator;
  readonly objects: GitObjects;
  readonly refs: Refs;
  readonly pulls = new Pulls();
  readonly labelings = new Labelings();
  readonly checks = new CheckRuns();
  readonly statuses = new Statuses();
  readonly protections = new Protections();
  readonly rulesets = new Rulesets();
  readonly releases = new Releases();
  readonly deployments = new Deployments();
  readonly queue = new MergeQueue(this);
  readonly autoMerges = new AutoMerges(this);
  readonly reactions = new Reactions();
  readonly webhooks: Webhooks;
  readonly behaviour: Behaviour = {
    rebindReviews: "patch-identical-force-push",
    secondaryLimits: "as-github",
    releasesOfOneTag: "refused",
  };
  readonly #turns = new Turns();
  #ids = 1000;

  constructor(url: string, observeWebhook?: WebhookObserver) {
    this.url = url;
    this.emulator = new Emulator(url);
    this.objects = new GitObjects(this.emulator);
    this.refs = new Refs(this.emulator, this.objects);
    this.webhooks = new Webhooks(this, observeWebhook);
  }

  /** GitHub's own App, in whose name workflows act. */
  workflowApp(): AppRecord {
    const app = this.apps.find(WORKFLOW_APP);
    if (!app) throw new Error("The App of the workflows is missing.");
    return app;
  }

  /** Lets changes of one repository, its forks included, happen one after the other; then merges what has become ready. */
  inTurn<T>(repository: RepositoryRecord, change: () => Promise<T>): Promise<T> {
    const root = this.repositories.rootOf(repository);
    return this.#turns.take(root, async () => {
      const changed = await change();
      await this.autoMerges.attempt(root);
      return changed;
    });
  }

  nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** GitHub's clock shows whole seconds. */
  now(): string {
    return toSeconds(new Date().toISOString());
  }

  /** @throws Error for an account the sandbox itself must have made */
  account(login: string): Account {
    const account = this.registry.find(login);
    if (!account) throw new Error(`There is no account ${login} in the sandbox.`);
    return account;
  }
}

export function toSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}

export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(`${kind}:${id}`).toString("base64url")}`;
}
