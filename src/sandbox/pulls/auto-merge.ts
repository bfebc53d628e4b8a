// Auto-merge: a pull request that waits for its requirements is merged as soon as they are met, on behalf of who asked
// for it. GitHub takes it only where the repository allows it and something is still to be waited for.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { contextsOf } from "../checks/contexts.ts";
import { Combiner } from "../git/combine.ts";
import { ApiError } from "../http/answer.ts";
import { mergeSettings } from "../shapes/repository.ts";
import type { Cause, World } from "../world.ts";
import { pullHappened } from "./events.ts";
import { isMethodAllowed, METHODS, type MergeMethod, mergePull } from "./merge.ts";
import { refusalToMerge } from "./protections.ts";
import type { PullRecord } from "./pulls.ts";

export interface AutoMergeRecord {
  readonly pull: PullRecord;
  readonly method: MergeMethod;
  readonly title: string | undefined;
  readonly message: string | undefined;
  readonly cause: Cause;
  readonly enabledAt: string;
}

export class AutoMerges {
  readonly #world: World;
  #waiting: readonly AutoMergeRecord[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  of(pull: PullRecord): AutoMergeRecord | undefined {
    return this.#waiting.find((one) => one.pull === pull);
  }

  /** @throws ApiError where GitHub refuses it */
  async enable(
    pull: PullRecord,
    wanted: Pick<AutoMergeRecord, "method" | "title" | "message">,
    cause: Cause,
  ): Promise<void> {
    const { repository } = pull;
    if (!mergeSettings(repository).allow_auto_merge) {
      throw new ApiError(422, "Auto merge is not allowed for this repository");
    }
    if (!isMethodAllowed(repository, wanted.method)) {
      const words = METHODS[wanted.method].toLowerCase();
      throw new ApiError(422, `Merge method ${words} are not allowed on this repository`);
    }
    const state = await stateOf(this.#world, pull);
    if (state !== "blocked") {
      const words = state === "closed" ? "is closed" : `is in ${state} status`;
      throw new ApiError(422, `Pull request Pull request ${words}`);
    }
    this.#waiting = [
      ...this.#waiting.filter((one) => one.pull !== pull),
      { ...wanted, pull, cause, enabledAt: this.#world.now() },
    ];
    await pullHappened(this.#world, pull, "auto_merge_enabled", cause, { reason: "" });
  }

  /** @throws ApiError where it is not on */
  async disable(pull: PullRecord, cause: Cause): Promise<void> {
    if (!this.of(pull)) throw new ApiError(422, "Can't disable auto-merge for this pull request");
    this.#waiting = this.#waiting.filter((one) => one.pull !== pull);
    await pullHappened(this.#world, pull, "auto_merge_disabled", cause, { reason: "" });
  }

  /** Merges what is ready now. To be called in the repository's turn, after whatever changed it. */
  async attempt(root: RepositoryRecord): Promise<void> {
    for (const one of this.#waiting) {
      const { pull, method, title, message, cause } = one;
      if (this.#world.repositories.rootOf(pull.repository) !== root) continue;
      const state = await stateOf(this.#world, pull);
      if (state === "closed") this.#forget(one);
      if (state !== "clean" && state !== "unstable") continue;
      this.#forget(one);
      if (this.#world.rulesets.requiresQueue(pull.repository, pull.base.ref)) {
        await this.#world.queue.add(pull, cause);
      } else {
        await mergePull(this.#world, pull, { method, title, message }, cause);
      }
    }
  }

  #forget(record: AutoMergeRecord): void {
    this.#waiting = this.#waiting.filter((one) => one !== record);
  }
}

type State = "closed" | "draft" | "dirty" | "blocked" | "unstable" | "clean";

/** `unstable`: nothing that is required is missing, but something else is not green. */
async function stateOf(world: World, pull: PullRecord): Promise<State> {
  const { repository, base, head } = pull;
  if (pull.state === "closed") return "closed";
  if (pull.isDraft) return "draft";
  const tip = await world.refs.branch(repository, base.ref);
  const merged = tip ? await new Combiner(world.objects, repository).tree(tip, head.sha) : undefined;
  if (merged?.kind !== "clean") return "dirty";
  if (await refusalToMerge(world, pull)) return "blocked";
  const isGreen = contextsOf(world, repository, head.sha).every(({ state }) => state === "success");
  return isGreen ? "clean" : "unstable";
}
