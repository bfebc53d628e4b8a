// Merges a pull request the way GitHub does: by a real three-way merge, and only where the branch's rules allow it.

import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import { type Combined, Combiner } from "../git/combine.ts";
import type { Identity } from "../git/objects.ts";
import { refMoved } from "../git/push.ts";
import { ApiError } from "../http/answer.ts";
import { mergeSettings } from "../shapes/repository.ts";
import type { Cause, World } from "../world.ts";
import { comparisonOf } from "./comparison.ts";
import { pullHappened } from "./events.ts";
import { mayBypass, refusalToMerge } from "./protections.ts";
import type { PullRecord } from "./pulls.ts";

export type MergeMethod = "merge" | "squash" | "rebase";

export interface MergeRequest {
  readonly method: MergeMethod;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  /** What the head must be. */
  readonly sha?: string | undefined;
}

/** @throws ApiError 405 where it may not or cannot be merged, 409 where the head is another */
export async function mergePull(
  world: World,
  pull: PullRecord,
  request: MergeRequest,
  cause: Cause,
): Promise<string> {
  const { repository, base, head } = pull;
  if (request.sha && request.sha !== head.sha) {
    throw new ApiError(409, "Head branch was modified. Review and try the merge again.");
  }
  if (pull.state === "closed") throw new ApiError(405, "Pull Request is not mergeable");
  if (pull.isDraft) throw new ApiError(405, "Pull Request is still a draft");
  if (!isMethodAllowed(repository, request.method)) {
    throw new ApiError(405, `${METHODS[request.method]} are not allowed on this repository.`);
  }
  const bypasses = mayBypass(world, repository, base.ref, cause.actor);
  if (world.rulesets.requiresQueue(repository, base.ref) && !bypasses) {
    throw new ApiError(405, "Changes must be made through the merge queue");
  }
  const refusal = bypasses ? undefined : await refusalToMerge(world, pull);
  if (refusal) throw new ApiError(405, refusal);
  const tip = await world.refs.branch(repository, base.ref);
  if (!tip) throw new ApiError(405, "Base branch was deleted");
  const merged = await combined(world, pull, tip, request, cause.actor);
  if (merged.kind === "conflict") throw new ApiError(405, "Pull Request has merge conflicts");
  await completeMerge(world, pull, { onto: tip, commit: merged.result }, cause);
  return merged.result;
}

export const METHODS: Readonly<Record<MergeMethod, string>> = {
  merge: "Merge commits",
  squash: "Squash merges",
  rebase: "Rebase merges",
};

export function isMethodAllowed(repository: RepositoryRecord, method: MergeMethod): boolean {
  const { allow_merge_commit, allow_squash_merge, allow_rebase_merge } = mergeSettings(repository);
  return { merge: allow_merge_commit, squash: allow_squash_merge, rebase: allow_rebase_merge }[method];
}

/** Moves base to a commit that contains the pull request, and closes it as merged. */
export async function completeMerge(
  world: World,
  pull: PullRecord,
  { onto, commit }: { onto: string; commit: string },
  cause: Cause,
): Promise<void> {
  const { repository, base } = pull;
  const now = world.now();
  await world.refs.set(repository, `refs/heads/${base.ref}`, commit);
  Object.assign(pull, {
    state: "closed",
    closedAt: now,
    updatedAt: now,
    merged: { at: now, by: cause.actor, commit, onto },
  });
  await world.emulator.expect({
    method: "PATCH",
    path: `/repos/${repository.fullName}/pulls/${pull.number}`,
    as: cause.actor.login,
    body: { state: "closed" },
  });
  await refMoved(world, { repository, ref: `refs/heads/${base.ref}`, before: onto, after: commit, cause });
  await pullHappened(world, pull, "closed", cause);
}

/** GitHub signs as committer of what it merges. */
export function webFlow(date: string): Identity {
  return { name: "GitHub", email: "noreply@github.com", date };
}

export function identityOf({ name, email }: Account, date: string): Identity {
  return { name, email, date };
}

async function combined(
  world: World,
  pull: PullRecord,
  tip: string,
  { method, title, message }: MergeRequest,
  actor: Account,
): Promise<Combined<string>> {
  const { repository, head } = pull;
  const combiner = new Combiner(world.objects, repository);
  const now = world.now();
  const people = { author: identityOf(actor, now), committer: webFlow(now) };
  const label = `${head.repository.owner.login}/${head.ref}`;
  const text = (defaultTitle: string, defaultMessage: string) =>
    [title ?? defaultTitle, message ?? defaultMessage].filter(Boolean).join("\n\n");
  switch (method) {
    case "merge": {
      const whole = text(`Merge pull request #${pull.number} from ${label}`, pull.title);
      return onlySha(await combiner.merge(tip, head.sha, { ...people, message: whole }));
    }
    case "squash": {
      const commits = (await comparisonOf(world, pull))?.ahead ?? [];
      const [only] = commits;
      const list = commits.length > 1 ? commits.map((one) => `* ${one.message}`).join("\n\n") : "";
      const subject = commits.length === 1 && only ? (only.message.split("\n")[0] ?? pull.title) : pull.title;
      const author = identityOf(pull.author, now);
      const whole = text(`${subject} (#${pull.number})`, list);
      return onlySha(await combiner.squash(tip, head.sha, { ...people, author, message: whole }));
    }
    case "rebase":
      // GitHub always writes the commits anew, even where the head sits on base already.
      return combiner.rebase(tip, head.sha, webFlow(now));
  }
}

function onlySha(merged: Combined<{ sha: string }>): Combined<string> {
  return merged.kind === "clean" ? { kind: "clean", result: merged.result.sha } : merged;
}
