// Changes of refs by people and Apps: all of a batch or none, each only where rules and git allow it, with the events
// that follow.

import type { Caller } from "../accounts/callers.ts";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import { ApiError } from "../http/answer.ts";
import { mayBypass, unmetChecks } from "../pulls/protections.ts";
import { assertRulesAllow, type RefAct } from "../rules/rulesets.ts";
import { type Cause, causeOf, type World } from "../world.ts";
import { isAncestor } from "./history.ts";
import { NO_COMMIT } from "./objects.ts";
import { refMoved } from "./push.ts";
import { isRefName } from "./ref-name.ts";

export interface RefChange {
  /** Whole: `refs/tags/v1.0.0`. */
  readonly ref: string;
  /** Undefined deletes it. */
  readonly after: string | undefined;
  /** What it must point to before: zeros where it must not be there yet. Undefined: whatever it is. */
  readonly before?: string | undefined;
  readonly mode: "fast-forward" | "force";
}

export interface RefActor {
  readonly world: World;
  readonly repository: RepositoryRecord;
  readonly actor: Account;
  readonly caller: Caller;
}

interface Step {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** GitHub tells nobody of tags that are created more than three at once. */
const MOST_TAGS_TOLD = 3;

/**
 * To be called in the repository's turn.
 * @throws ApiError 422 where one of them cannot be; then none has happened
 */
export async function changeRefs(by: RefActor, changes: readonly RefChange[]): Promise<void> {
  const { world, repository, actor, caller } = by;
  const steps: Step[] = [];
  for (const change of changes) {
    if (steps.some(({ ref }) => ref === change.ref)) throw new ApiError(422, "Reference update failed");
    steps.push(await checked(by, change, steps));
  }
  for (const { ref, after } of steps) await world.refs.set(repository, ref, after);
  const cause = causeOf(actor, caller);
  const newTags = steps.filter(({ ref, before }) => !before && ref.startsWith("refs/tags/"));
  for (const step of steps) {
    if (newTags.length > MOST_TAGS_TOLD && newTags.includes(step)) continue;
    if (!step.before) refHappened(world, repository, "create", step.ref, cause);
    else if (!step.after) refHappened(world, repository, "delete", step.ref, cause);
    await refMoved(world, { repository, ...step, cause });
  }
}

async function checked(by: RefActor, change: RefChange, earlier: readonly Step[]): Promise<Step> {
  const { world, repository, actor } = by;
  const { ref, after } = change;
  if (!isRefName(ref)) throw new ApiError(422, `${ref} is not a valid ref name.`);
  if (ref.startsWith("refs/pull/")) throw new ApiError(403, "Resource not accessible");
  const before = (await world.refs.find(repository, ref))?.sha;
  assertExpected(change, before);
  if (!before && !after) throw new ApiError(422, "Reference does not exist");
  const type = after && (await world.refs.typeOf(repository, after));
  if (after && !type) throw new ApiError(422, "Object does not exist");
  if (ref.startsWith("refs/heads/") && type && type !== "commit") {
    throw new ApiError(422, "Reference update failed");
  }
  if (!before) await assertNoOtherInTheWay(by, ref, earlier);
  const act = await actOf(by, before, after);
  if (act === "forced" && change.mode !== "force") throw new ApiError(422, "Update is not a fast forward");
  assertRulesAllow(world, repository, ref, act, actor);
  assertPushAllowed(by, ref, after, act);
  return { ref, before, after };
}

function assertExpected({ before: expected }: RefChange, before: string | undefined): void {
  if (expected === undefined) return;
  if (expected === NO_COMMIT) {
    if (before) throw new ApiError(422, "Reference already exists");
  } else if (expected !== before) {
    throw new ApiError(422, "Reference update failed");
  }
}

/** Git keeps refs like files: where `a` is one, `a/b` cannot be. */
async function assertNoOtherInTheWay(
  { world, repository }: RefActor,
  ref: string,
  earlier: readonly Step[],
): Promise<void> {
  const [, area = ""] = /^(refs\/\w+\/)/.exec(ref) ?? [];
  const present = [...(await world.refs.matching(repository, area)), ...earlier];
  const isInTheWay = present.some(
    (one) => `${one.ref}/`.startsWith(`${ref}/`) || ref.startsWith(`${one.ref}/`),
  );
  if (isInTheWay) throw new ApiError(422, "Reference update failed");
}

async function actOf(
  { world, repository }: RefActor,
  before: string | undefined,
  after: string | undefined,
): Promise<RefAct> {
  if (!before) return "created";
  if (!after) return "deleted";
  if (before === after) return "forwarded";
  return (await isAncestor(world.objects, repository, before, after)) ? "forwarded" : "forced";
}

/** @throws ApiError 422 where the branch's protection forbids the push */
export function assertPushAllowed(
  { world, repository, actor }: RefActor,
  ref: string,
  sha: string | undefined,
  act: RefAct,
): void {
  if (!ref.startsWith("refs/heads/")) return;
  const branch = ref.slice("refs/heads/".length);
  if (branch.startsWith("gh-readonly-queue/")) throw new ApiError(403, "Resource not accessible");
  if (act === "deleted" && branch === repository.defaultBranch) {
    throw new ApiError(422, "Cannot delete the default branch");
  }
  const rules = world.protections.of(repository, branch);
  if (!rules) return;
  if (act === "deleted" && !rules.allowDeletions)
    throw new ApiError(422, "Cannot delete this protected branch");
  if (act === "forced" && !rules.allowForcePushes)
    throw new ApiError(422, "Cannot force-push to this branch");
  if (mayBypass(world, repository, branch, actor)) return;
  if (rules.requiredApprovals !== undefined) {
    throw new ApiError(422, "Changes must be made through a pull request.");
  }
  const unmet = sha && unmetChecks(world, repository, rules, sha);
  if (unmet) throw new ApiError(422, unmet);
}

function refHappened(
  world: World,
  repository: RepositoryRecord,
  name: "create" | "delete",
  ref: string,
  cause: Cause,
): void {
  if (!/^refs\/(heads|tags)\//.test(ref)) return;
  const told = {
    ref: ref.replace(/^refs\/(heads|tags)\//, ""),
    ref_type: ref.startsWith("refs/tags/") ? "tag" : "branch",
    full_ref: ref,
    pusher_type: "user",
  };
  const more = { master_branch: repository.defaultBranch, description: repository.description };
  world.webhooks.happened({
    name,
    repository,
    cause,
    payload: name === "create" ? { ...told, ...more } : told,
  });
}
