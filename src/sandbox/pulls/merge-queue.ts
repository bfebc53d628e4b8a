// The merge queue: each entry gets a branch with base, everything queued before it, and the pull request, really merged;
// base moves there once the required checks are green on that very commit.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { Combiner } from "../git/combine.ts";
import { pushedCommit, refMoved } from "../git/push.ts";
import { ApiError } from "../http/answer.ts";
import type { Json } from "../sandbox.ts";
import type { Cause, World } from "../world.ts";
import { pullHappened } from "./events.ts";
import { completeMerge, identityOf, webFlow } from "./merge.ts";
import { mayBypass, refusalToMerge, unmetChecks } from "./protections.ts";
import type { PullRecord } from "./pulls.ts";

export interface QueueEntry {
  readonly pull: PullRecord;
  /** `refs/heads/gh-readonly-queue/main/pr-7-<sha of the base>` */
  readonly ref: string;
  readonly base: string;
  readonly head: string;
  readonly cause: Cause;
}

export class MergeQueue {
  readonly #world: World;
  #entries: readonly QueueEntry[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  of(repository: RepositoryRecord, branch: string): QueueEntry[] {
    return this.#entries.filter(({ pull }) => pull.repository === repository && pull.base.ref === branch);
  }

  /** @throws ApiError where the pull request does not meet the rules of its base */
  async add(pull: PullRecord, cause: Cause): Promise<QueueEntry> {
    const { repository, base } = pull;
    if (!this.#world.rulesets.requiresQueue(repository, base.ref)) {
      throw new ApiError(422, "Merge queue is not enabled for this branch");
    }
    if (pull.state === "closed" || pull.isDraft) throw new ApiError(422, "Pull request cannot be queued");
    if (this.#entries.some((entry) => entry.pull === pull)) {
      throw new ApiError(422, "Pull request is already in the queue");
    }
    const refusal = mayBypass(this.#world, repository, base.ref, cause.actor)
      ? undefined
      : await refusalToMerge(this.#world, pull);
    if (refusal) throw new ApiError(422, refusal);
    await pullHappened(this.#world, pull, "enqueued", cause);
    return this.#build(pull, cause);
  }

  async remove(pull: PullRecord, cause: Cause): Promise<void> {
    const entry = this.#entries.find((one) => one.pull === pull);
    if (entry) await this.#drop(entry, "dequeued", "MANUAL", cause);
  }

  /** A check run was written: what is at the front and green is merged, what is red leaves the queue. */
  async checked(repository: RepositoryRecord, sha: string): Promise<void> {
    const entry = this.#entries.find(({ pull, head }) => pull.repository === repository && head === sha);
    if (!entry) return;
    const rules = this.#world.protections.of(repository, entry.pull.base.ref);
    const unmet = rules && unmetChecks(this.#world, repository, rules, sha);
    if (unmet?.endsWith("is failing.")) {
      await this.#drop(entry, "dequeued", "CI_FAILURE", entry.cause);
    } else if (!unmet) {
      await this.#mergeReady(repository, entry.pull.base.ref);
    }
  }

  async #mergeReady(repository: RepositoryRecord, branch: string): Promise<void> {
    const rules = this.#world.protections.of(repository, branch);
    for (let front = this.of(repository, branch)[0]; front; front = this.of(repository, branch)[0]) {
      if (rules && unmetChecks(this.#world, repository, rules, front.head)) return;
      const entry = front;
      this.#entries = this.#entries.filter((one) => one !== entry);
      await completeMerge(this.#world, entry.pull, { onto: entry.base, commit: entry.head }, entry.cause);
      await this.#destroy(entry, "merged");
    }
  }

  async #build(pull: PullRecord, cause: Cause): Promise<QueueEntry> {
    const { repository, base, head } = pull;
    const last = this.of(repository, base.ref).at(-1);
    const onto = last?.head ?? (await this.#world.refs.branch(repository, base.ref));
    if (!onto) throw new ApiError(422, "Base branch was deleted");
    const now = this.#world.now();
    const merged = await new Combiner(this.#world.objects, repository).merge(onto, head.sha, {
      message: `Merge pull request #${pull.number} from ${head.repository.owner.login}/${head.ref}\n\n${pull.title}`,
      author: identityOf(cause.actor, now),
      committer: webFlow(now),
    });
    if (merged.kind === "conflict") {
      await pullHappened(this.#world, pull, "dequeued", cause, { reason: "MERGE_CONFLICT" });
      throw new ApiError(422, "Pull request has merge conflicts");
    }
    const ref = `refs/heads/gh-readonly-queue/${base.ref}/pr-${pull.number}-${onto}`;
    const entry = { pull, ref, base: onto, head: merged.result.sha, cause };
    this.#entries = [...this.#entries, entry];
    await this.#world.refs.set(repository, ref, entry.head);
    await refMoved(this.#world, { repository, ref, before: undefined, after: entry.head, cause });
    await this.#groupHappened(entry, "checks_requested");
    // Where no check is required, nothing has to be waited for.
    await this.#mergeReady(repository, base.ref);
    return entry;
  }

  /** What was built on a removed entry is built anew without it. */
  async #drop(
    entry: QueueEntry,
    reason: "dequeued" | "invalidated",
    why: string,
    cause: Cause,
  ): Promise<void> {
    const queue = this.of(entry.pull.repository, entry.pull.base.ref);
    const later = queue.slice(queue.indexOf(entry) + 1);
    this.#entries = this.#entries.filter((one) => one !== entry && !later.includes(one));
    await this.#destroy(entry, reason);
    await pullHappened(this.#world, entry.pull, "dequeued", cause, { reason: why });
    for (const one of later) await this.#destroy(one, "invalidated");
    for (const one of later) await this.#build(one.pull, one.cause);
  }

  async #destroy(entry: QueueEntry, reason: "merged" | "dequeued" | "invalidated"): Promise<void> {
    const { pull, ref, cause } = entry;
    await this.#groupHappened(entry, "destroyed", { reason });
    await this.#world.refs.set(pull.repository, ref, undefined);
    await refMoved(this.#world, {
      repository: pull.repository,
      ref,
      before: entry.head,
      after: undefined,
      cause,
    });
  }

  async #groupHappened(entry: QueueEntry, action: string, more: Json = {}): Promise<void> {
    const { pull, ref, base, head, cause } = entry;
    const { repository } = pull;
    const commit = await this.#world.objects.existing(repository, head);
    const { id, tree_id, message, timestamp, author, committer } = await pushedCommit(
      this.#world,
      repository,
      commit,
    );
    const nameOnly = (person: unknown) => {
      const { name, email } = person as { name: string; email: string };
      return { name, email };
    };
    this.#world.webhooks.happened({
      name: "merge_group",
      action,
      repository,
      cause,
      payload: {
        merge_group: {
          head_sha: head,
          head_ref: ref,
          base_sha: base,
          base_ref: `refs/heads/${pull.base.ref}`,
          head_commit: {
            id,
            tree_id,
            message,
            timestamp,
            author: nameOnly(author),
            committer: nameOnly(committer),
          },
        },
        ...more,
      },
    });
  }
}
