// Pull requests, their reviews and labels in the graph.

import { isAtLeast } from "../accounts/access.ts";
import type { Account } from "../accounts/registry.ts";
import { comparisonOf } from "../pulls/comparison.ts";
import type { Labeling } from "../pulls/labelings.ts";
import { type ReviewJson, reviewsOf } from "../pulls/reviews.ts";
import { attachments } from "../shapes/issue.ts";
import { mergeability } from "../shapes/pull-request.ts";
import { nodeId } from "../world.ts";
import { rollupOf } from "./checks.ts";
import { connection, PAGE, type PageArguments } from "./connections.ts";
import { commitNode } from "./git-objects.ts";
import { actorNode, type PullNode, pullNode, type ReviewNode, refNode, repositoryNode } from "./nodes.ts";
import { type Context, field, kept, QueryError, type Served } from "./served.ts";

export const pullFields: Served = {
  PullRequest: {
    id: field(({ pull }: PullNode) => nodeId("PR", pull.id)),
    databaseId: field(({ pull }: PullNode) => pull.id),
    fullDatabaseId: field(({ pull }: PullNode) => String(pull.id)),
    number: field(({ pull }: PullNode) => pull.number),
    title: field(({ pull }: PullNode) => pull.title),
    body: field(({ pull }: PullNode) => pull.body ?? ""),
    url: field(
      ({ pull, repository }: PullNode, { world }) =>
        `${world.url}/${repository.fullName}/pull/${pull.number}`,
    ),
    state: field(({ pull }: PullNode) => (pull.merged ? "MERGED" : pull.state.toUpperCase())),
    isDraft: field(({ pull }: PullNode) => pull.isDraft),
    closed: field(({ pull }: PullNode) => pull.state === "closed"),
    merged: field(({ pull }: PullNode) => pull.merged !== undefined),
    createdAt: field(({ pull }: PullNode) => pull.createdAt),
    updatedAt: field(({ pull }: PullNode) => pull.updatedAt),
    closedAt: field(({ pull }: PullNode) => pull.closedAt),
    mergedAt: field(({ pull }: PullNode) => pull.merged?.at ?? null),
    author: field(({ pull }: PullNode) => actorNode(pull.author)),
    mergedBy: field(({ pull }: PullNode) => (pull.merged ? actorNode(pull.merged.by) : null)),
    mergeCommit: field(async ({ pull, repository }: PullNode, { world }) =>
      pull.merged
        ? commitNode(repository, await world.objects.existing(repository, pull.merged.commit))
        : null,
    ),
    baseRefName: field(({ pull }: PullNode) => pull.base.ref),
    baseRefOid: field(({ pull }: PullNode) => pull.base.sha),
    headRefName: field(({ pull }: PullNode) => pull.head.ref),
    headRefOid: field(({ pull }: PullNode) => pull.head.sha),
    baseRef: field(({ pull, repository }: PullNode, context) => branch(repository, pull.base.ref, context)),
    headRef: field(({ pull }: PullNode, context) =>
      context.world.repositories.has(pull.head.repository)
        ? branch(pull.head.repository, pull.head.ref, context)
        : null,
    ),
    isCrossRepository: field(({ pull, repository }: PullNode) => pull.head.repository !== repository),
    headRepository: field(({ pull }: PullNode, { world }) =>
      world.repositories.has(pull.head.repository) ? repositoryNode(pull.head.repository) : null,
    ),
    baseRepository: field(({ repository }: PullNode) => repositoryNode(repository)),
    repository: field(({ repository }: PullNode) => repositoryNode(repository)),
    mergeable: field(async ({ pull }: PullNode, { world }) => {
      const { mergeable } = await mergeability(world, pull);
      return mergeable === undefined ? "UNKNOWN" : mergeable ? "MERGEABLE" : "CONFLICTING";
    }),
    mergeStateStatus: field(async ({ pull }: PullNode, { world }) =>
      String((await mergeability(world, pull)).mergeable_state ?? "unknown").toUpperCase(),
    ),
    isMergeQueueEnabled: field(({ pull, repository }: PullNode, { world }) =>
      world.rulesets.requiresQueue(repository, pull.base.ref),
    ),
    isInMergeQueue: field(({ pull, repository }: PullNode, { world }) =>
      world.queue.of(repository, pull.base.ref).some((entry) => entry.pull === pull),
    ),
    autoMergeRequest: field(({ pull }: PullNode, { world }) => world.autoMerges.of(pull) ?? null),
    statusCheckRollup: {
      needs: "checks|statuses:read",
      answer: ({ pull, repository }: PullNode, _: object, { world }: Context) =>
        rollupOf(world, repository, pull.head.sha),
    },
    labels: {
      takes: PAGE,
      answer: async ({ pull }: PullNode, page: PageArguments, { world }: Context) => {
        const { labels } = await attachments(world, pull);
        return connection("labels", labels as readonly LabelSource[], page, (label) => label);
      },
    },
    commits: {
      takes: PAGE,
      answer: async ({ pull, repository }: PullNode, page: PageArguments, { world }: Context) =>
        connection("commits", (await comparisonOf(world, pull))?.ahead ?? [], page, (commit) => ({
          commit: commitNode(repository, commit),
          repository,
        })),
    },
    files: {
      takes: PAGE,
      answer: async ({ pull }: PullNode, page: PageArguments, { world }: Context) =>
        connection(
          "files",
          (await comparisonOf(world, pull))?.files ?? [],
          page,
          ({ path, status, text }) => ({
            path,
            changeType: CHANGE_TYPES[status],
            additions: text.additions,
            deletions: text.deletions,
          }),
        ),
    },
    timelineItems: { takes: [...PAGE, "itemTypes"], answer: timeline },
    reviews: { takes: [...PAGE, "states", "author"], answer: reviews },
    latestOpinionatedReviews: { takes: [...PAGE, "writersOnly"], answer: latestOpinionated },
  },
  PullRequestChangedFile: kept("path", "changeType", "additions", "deletions"),
  LabeledEvent: labelEventFields(),
  UnlabeledEvent: labelEventFields(),
  PullRequestCommit: { ...kept("commit") },
  PullRequestReview: {
    id: field(({ review }: ReviewNode) => nodeId("PRR", review.id)),
    databaseId: field(({ review }: ReviewNode) => review.id),
    fullDatabaseId: field(({ review }: ReviewNode) => String(review.id)),
    state: field(({ review }: ReviewNode) => review.state),
    body: field(({ review }: ReviewNode) => review.body),
    submittedAt: field(({ review }: ReviewNode) => review.submitted_at ?? null),
    author: field(({ review }: ReviewNode, { world }) => {
      const author = authorOf(review, world);
      return author ? actorNode(author) : null;
    }),
    authorAssociation: field(({ review }: ReviewNode) => review.author_association),
    authorCanPushToRepository: field(({ review, repository }: ReviewNode, { world }) => {
      const author = authorOf(review, world);
      return author !== undefined && isAtLeast(world.access.roleOf(author, repository), "write");
    }),
    commit: field(async ({ review, repository }: ReviewNode, { world }) => {
      const commit = await world.objects.commit(repository, review.commit_id);
      return commit ? commitNode(repository, commit) : null;
    }),
    pullRequest: field(({ pull }: ReviewNode) => pullNode(pull)),
    repository: field(({ repository }: ReviewNode) => repositoryNode(repository)),
  },
  AutoMergeRequest: {
    ...kept("enabledAt"),
    enabledBy: field(({ cause }: AutoMergeSource) => actorNode(cause.actor)),
    mergeMethod: field(({ method }: AutoMergeSource) => method.toUpperCase()),
    commitHeadline: field(({ title }: AutoMergeSource) => title ?? null),
    commitBody: field(({ message }: AutoMergeSource) => message ?? null),
    pullRequest: field(({ pull }: AutoMergeSource) => pullNode(pull)),
  },
  Label: {
    ...kept("name", "color", "description"),
    id: field(({ id }: LabelSource) => nodeId("LA", id)),
  },
  User: actorFields(),
  // REST adds `[bot]` to the login of a bot; here its type tells.
  Bot: {
    ...actorFields(),
    login: field(({ account }: ActorSource) => account.login.replace(/\[bot\]$/, "")),
  },
  Organization: actorFields(),
};

const CHANGE_TYPES = {
  added: "ADDED",
  changed: "CHANGED",
  modified: "MODIFIED",
  removed: "DELETED",
  renamed: "RENAMED",
} as const;

type AutoMergeSource = NonNullable<ReturnType<Context["world"]["autoMerges"]["of"]>>;

interface LabelSource {
  readonly id: number;
  readonly name: string;
}

interface ActorSource {
  readonly account: Account;
}

function actorFields() {
  return {
    id: field(({ account: { kind, id } }: ActorSource) =>
      nodeId(kind === "Bot" ? "BOT" : kind === "User" ? "U" : "O", id),
    ),
    databaseId: field(({ account }: ActorSource) => account.id),
    login: field(({ account }: ActorSource) => account.login),
    name: field(({ account }: ActorSource) => account.name),
    url: field(({ account }: ActorSource, { world }) => `${world.url}/${account.login}`),
  };
}

function labelEventFields() {
  return {
    id: field(({ id }: Labeling) => nodeId("LE", id)),
    ...kept("createdAt"),
    actor: field(({ actor }: Labeling) => actorNode(actor)),
    label: field(async ({ label: { name }, pull }: Labeling & PullNode, { world }) => {
      const { labels } = await attachments(world, pull);
      const present = (labels as readonly LabelSource[]).find((label) => label.name === name);
      return present ?? { id: 0, name, color: "ededed", description: null };
    }),
  };
}

const LABEL_EVENTS = { LABELED_EVENT: "labeled", UNLABELED_EVENT: "unlabeled" } as const;

/** Of all that happens to a pull request, its labels alone. */
function timeline(
  source: PullNode,
  { itemTypes, ...page }: PageArguments & { readonly itemTypes?: readonly string[] | null },
  { world }: Context,
) {
  const kinds = (itemTypes ?? ["all"]).map((type) => {
    const kind = type in LABEL_EVENTS ? LABEL_EVENTS[type as keyof typeof LABEL_EVENTS] : undefined;
    if (kind) return kind;
    throw new QueryError(
      "NOT_SERVED",
      `The sandbox does not serve timeline items: ${type} (docs/sandbox.md)`,
    );
  });
  const wanted = world.labelings.of(source.pull).filter(({ kind }) => kinds.includes(kind));
  return connection("timelineItems", wanted, page, (one) => ({
    ...source,
    ...one,
    __typename: one.kind === "labeled" ? "LabeledEvent" : "UnlabeledEvent",
  }));
}

async function branch(repository: PullNode["repository"], name: string, { world }: Context) {
  const object = await world.refs.find(repository, `refs/heads/${name}`);
  return object ? refNode(repository, `refs/heads/${name}`, object) : null;
}

function authorOf({ user }: ReviewJson, world: Context["world"]): Account | undefined {
  return user ? world.registry.find(user.login) : undefined;
}

interface ReviewsArguments extends PageArguments {
  readonly states?: readonly string[] | null;
  readonly author?: string | null;
}

async function submitted({ pull }: PullNode, { world }: Context): Promise<ReviewJson[]> {
  return (await reviewsOf(world, pull)).filter(({ state }) => state !== "PENDING");
}

async function reviews(source: PullNode, { states, author, ...page }: ReviewsArguments, context: Context) {
  const wanted = (await submitted(source, context))
    .filter(({ state }) => states?.includes(state) ?? true)
    .filter(({ user }) => !author || user?.login.toLowerCase() === author.toLowerCase());
  return connection("reviews", wanted, page, (review) => reviewNode(source, review));
}

/** Of each person the last one that is more than a comment. */
async function latestOpinionated(
  source: PullNode,
  { writersOnly, ...page }: PageArguments & { writersOnly?: boolean | null },
  context: Context,
) {
  const latest = new Map<string, ReviewJson>();
  for (const review of await submitted(source, context)) {
    if (review.user && review.state !== "COMMENTED") latest.set(review.user.login, review);
  }
  const { world } = context;
  const wanted = [...latest.values()].filter((review) => {
    const author = authorOf(review, world);
    return !writersOnly || (author && isAtLeast(world.access.roleOf(author, source.repository), "write"));
  });
  return connection("latestOpinionatedReviews", wanted, page, (review) => reviewNode(source, review));
}

function reviewNode({ pull, repository }: PullNode, review: ReviewJson): ReviewNode {
  return { __typename: "PullRequestReview", repository, pull, review };
}
