// What follows when a branch moves: the push event, and every open pull request that has it as head.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { suitesRequested } from "../checks/events.ts";
import { compare, isSamePatch } from "../pulls/comparison.ts";
import { pullHappened, touch } from "../pulls/events.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import { amend, reviewsOf } from "../pulls/reviews.ts";
import type { Json } from "../sandbox.ts";
import { simpleUser } from "../shapes/accounts.ts";
import { repositoryJson } from "../shapes/repository.ts";
import type { Cause, World } from "../world.ts";
import { commitsAhead, isAncestor } from "./history.ts";
import { type Commit, NO_COMMIT } from "./objects.ts";
import { diffTrees } from "./tree-diff.ts";

export interface Move {
  readonly repository: RepositoryRecord;
  /** `refs/heads/main` */
  readonly ref: string;
  readonly before: string | undefined;
  /** Undefined where it was deleted. */
  readonly after: string | undefined;
  readonly cause: Cause;
}

/** Moves a ref and lets everything follow. Whether it may be moved is decided before. */
export async function moveRef(world: World, move: Omit<Move, "before">): Promise<void> {
  const before = (await world.refs.find(move.repository, move.ref))?.sha;
  await world.refs.set(move.repository, move.ref, move.after);
  await refMoved(world, { ...move, before });
}

/** For a ref that the emulator has moved already. */
export async function refMoved(world: World, move: Move): Promise<void> {
  const { repository, ref, before, after } = move;
  if (before === after) return;
  repository.pushedAt = world.now();
  const isForced =
    before !== undefined &&
    after !== undefined &&
    !(await isAncestor(world.objects, repository, before, after));
  world.webhooks.happened({
    name: "push",
    repository,
    cause: move.cause,
    payload: await pushPayload(world, move, isForced),
  });
  if (!ref.startsWith("refs/heads/")) return;
  const branch = ref.slice("refs/heads/".length);
  if (after) await suitesRequested(world, repository, branch, before, after, move.cause);
  for (const pull of world.pulls.open()) {
    const { head, base } = pull;
    if (head.repository === repository && head.ref === branch) {
      if (after) await headMoved(world, pull, after, isForced, move.cause);
      else await closeFor(world, pull, move.cause);
    } else if (after && pull.repository === repository && base.ref === branch) {
      await baseMoved(world, pull, before, after, move.cause);
    }
  }
}

async function headMoved(
  world: World,
  pull: PullRecord,
  after: string,
  isForced: boolean,
  cause: Cause,
): Promise<void> {
  const before = pull.head.sha;
  if (before === after) return;
  await world.objects.share(pull.head.repository, pull.repository, after);
  const base = (await world.refs.branch(pull.repository, pull.base.ref)) ?? pull.base.sha;
  if (isForced && world.behaviour.rebindReviews === "patch-identical-force-push") {
    await rebindReviews(world, pull, base, after);
  }
  pull.head.sha = after;
  pull.base.sha = base;
  touch(world, pull);
  await world.refs.set(pull.repository, `refs/pull/${pull.number}/head`, after);
  await pullHappened(world, pull, "synchronize", cause, { before, after });
}

async function rebindReviews(world: World, pull: PullRecord, base: string, after: string): Promise<void> {
  const old = await compare(world, pull.repository, base, pull.head.sha);
  const current = await compare(world, pull.repository, base, after);
  if (!old || !current || !isSamePatch(old, current)) return;
  for (const review of await reviewsOf(world, pull)) {
    if (review.commit_id === pull.head.sha) amend(world, review.id, { commit: after });
  }
}

/** A head that base contains is merged, however it got there. */
async function baseMoved(
  world: World,
  pull: PullRecord,
  before: string | undefined,
  after: string,
  cause: Cause,
): Promise<void> {
  if (pull.merged || !(await isAncestor(world.objects, pull.repository, pull.head.sha, after))) return;
  const now = world.now();
  Object.assign(pull, {
    state: "closed",
    closedAt: now,
    updatedAt: now,
    merged: { at: now, by: cause.actor, commit: after, onto: before ?? after },
  });
  await pullHappened(world, pull, "closed", cause);
}

async function closeFor(world: World, pull: PullRecord, cause: Cause): Promise<void> {
  Object.assign(pull, { state: "closed", closedAt: world.now(), updatedAt: world.now() });
  await pullHappened(world, pull, "closed", cause);
}

async function pushPayload(world: World, move: Move, isForced: boolean): Promise<Json> {
  const { repository, ref, before, after, cause } = move;
  const web = `${world.url}/${repository.fullName}`;
  const from = before ?? (await world.refs.branch(repository, repository.defaultBranch)) ?? "";
  const isBranch = ref.startsWith("refs/heads/");
  const pushed = after && isBranch ? await commitsAhead(world.objects, repository, from, after) : [];
  const commits = await Promise.all(
    pushed.slice(-MOST_COMMITS).map((one) => pushedCommit(world, repository, one)),
  );
  const object = after ? await world.refs.find(repository, ref) : undefined;
  const tip = object && (await world.refs.peel(repository, object));
  const tipCommit = tip ? await world.objects.commit(repository, tip) : undefined;
  return {
    ref,
    before: before ?? NO_COMMIT,
    after: after ?? NO_COMMIT,
    repository: {
      ...repositoryJson(world, repository),
      // Here, and only here, GitHub counts seconds and names the owner as a committer.
      created_at: seconds(repository.createdAt),
      pushed_at: seconds(repository.pushedAt),
      owner: { ...simpleUser(world, repository.owner), name: repository.owner.login, email: null },
      master_branch: repository.defaultBranch,
      custom_properties: {},
      stargazers: 0,
    },
    pusher: { name: cause.actor.login, email: cause.actor.email },
    created: before === undefined,
    deleted: after === undefined,
    forced: isForced,
    base_ref: isBranch || !tip ? null : await branchAt(world, repository, tip),
    compare: `${web}/compare/${(before ?? NO_COMMIT).slice(0, 12)}...${(after ?? NO_COMMIT).slice(0, 12)}`,
    commits,
    head_commit: tipCommit ? await pushedCommit(world, repository, tipCommit) : null,
  };
}

/** The branch that a new tag's commit is the head of. */
async function branchAt(world: World, repository: RepositoryRecord, commit: string): Promise<string | null> {
  const branch = (await world.refs.branches(repository)).find(({ sha }) => sha === commit);
  return branch ? `refs/heads/${branch.name}` : null;
}

/** GitHub lists that many commits of a push. */
const MOST_COMMITS = 2048;

export async function pushedCommit(
  world: World,
  repository: RepositoryRecord,
  commit: Commit,
): Promise<Json> {
  const { sha, tree, message, author, committer, parents } = commit;
  const read = (blob: string) => world.objects.blob(repository, blob);
  const before = parents[0] ? await world.objects.treeOf(repository, parents[0]) : new Map();
  const changes = await diffTrees(before, await world.objects.tree(repository, tree), read);
  const person = (identity: { name: string; email: string }) => {
    const account = world.registry.ofEmail(identity.email);
    return { name: identity.name, email: identity.email, ...(account ? { username: account.login } : {}) };
  };
  return {
    id: sha,
    tree_id: tree,
    distinct: true,
    message,
    timestamp: committer.date.replace(/\.\d+Z$/, "Z"),
    url: `${world.url}/${repository.fullName}/commit/${sha}`,
    author: person(author),
    committer: person(committer),
    // A push tells renames as a removal and an addition.
    added: changes.flatMap((one) => (one.status === "added" || one.status === "renamed" ? [one.path] : [])),
    removed: changes.flatMap((one) =>
      one.status === "removed" ? [one.path] : one.status === "renamed" ? [one.previousPath] : [],
    ),
    modified: changes.flatMap((one) =>
      one.status === "modified" || one.status === "changed" ? [one.path] : [],
    ),
  };
}

function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
