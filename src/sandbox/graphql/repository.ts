// Repositories in the graph, their refs, releases and whatever else hangs on them.

import { authorize } from "../accounts/callers.ts";
import type { NamedRef } from "../git/refs.ts";
import { releaseUrl } from "../shapes/release.ts";
import { mergeSettings } from "../shapes/repository.ts";
import { nodeId } from "../world.ts";
import { connection, PAGE, type PageArguments } from "./connections.ts";
import { objectAt, objectOf } from "./git-objects.ts";
import {
  actorNode,
  idOfRepository,
  nodeOfId,
  pullNode,
  type ReleaseNode,
  type RepositoryNode,
  refNode,
  releaseNode,
  repositoryNode,
} from "./nodes.ts";
import { type Context, field, QueryError, type Served } from "./served.ts";

interface RefsArguments extends PageArguments {
  readonly refPrefix: string;
  readonly query?: string | null;
  readonly orderBy?: Order | null;
  readonly direction?: "ASC" | "DESC" | null;
}

interface Order {
  readonly field: string;
  readonly direction: "ASC" | "DESC";
}

export const repositoryFields: Served = {
  Query: {
    viewer: field((_: unknown, { actor }) => actorNode(actor)),
    rateLimit: field(() => {
      throw new QueryError("NOT_SERVED", "The sandbox counts requests, not points (docs/sandbox.md)");
    }),
    repository: {
      takes: ["owner", "name", "followRenames"],
      answer: (_: unknown, { owner, name }: { owner: string; name: string }, { world, caller }: Context) => {
        const repository = world.repositories.find(owner, name);
        const nowhere = new QueryError(
          "NOT_FOUND",
          `Could not resolve to a Repository with the name '${owner}/${name}'.`,
        );
        if (!repository) throw nowhere;
        try {
          const needed = { permission: "metadata:read", role: "read", acts: "reads" } as const;
          authorize(caller, repository, world.access, needed);
        } catch {
          // What is hidden is not there, as far as anybody can tell.
          throw nowhere;
        }
        return repositoryNode(repository);
      },
    },
    node: {
      takes: ["id"],
      answer: (_: unknown, { id }: { id: string }, context: Context) => nodeOfId(context, id),
    },
    nodes: {
      takes: ["ids"],
      answer: (_: unknown, { ids }: { ids: readonly string[] }, context: Context) =>
        ids.map((id) => nodeOfId(context, id)),
    },
  },
  Repository: {
    id: field(({ repository }: RepositoryNode) => idOfRepository(repository)),
    databaseId: field(({ repository }: RepositoryNode) => repository.id),
    name: field(({ repository }: RepositoryNode) => repository.name),
    nameWithOwner: field(({ repository }: RepositoryNode) => repository.fullName),
    owner: field(({ repository }: RepositoryNode) => actorNode(repository.owner)),
    url: field(({ repository }: RepositoryNode, { world }) => `${world.url}/${repository.fullName}`),
    isPrivate: field(({ repository }: RepositoryNode) => repository.isPrivate),
    isFork: field(({ repository }: RepositoryNode) => repository.parent !== undefined),
    autoMergeAllowed: field(({ repository }: RepositoryNode) => mergeSettings(repository).allow_auto_merge),
    mergeCommitAllowed: field(
      ({ repository }: RepositoryNode) => mergeSettings(repository).allow_merge_commit,
    ),
    squashMergeAllowed: field(
      ({ repository }: RepositoryNode) => mergeSettings(repository).allow_squash_merge,
    ),
    rebaseMergeAllowed: field(
      ({ repository }: RepositoryNode) => mergeSettings(repository).allow_rebase_merge,
    ),
    defaultBranchRef: {
      needs: "contents:read",
      answer: ({ repository }: RepositoryNode, _: object, context: Context) =>
        oneRef(repository, `refs/heads/${repository.defaultBranch}`, context),
    },
    ref: {
      needs: "contents:read",
      takes: ["qualifiedName"],
      answer: (
        { repository }: RepositoryNode,
        { qualifiedName }: { qualifiedName: string },
        context: Context,
      ) => refNamed(repository, qualifiedName, context),
    },
    refs: {
      needs: "contents:read",
      takes: [...PAGE, "refPrefix", "query", "orderBy", "direction"],
      answer: refs,
    },
    object: {
      needs: "contents:read",
      takes: ["expression", "oid"],
      answer: (
        { repository }: RepositoryNode,
        { expression, oid }: { expression?: string | null; oid?: string | null },
        { world }: Context,
      ) => {
        if (oid) return objectOf(world, repository, oid);
        if (expression) return objectAt(world, repository, expression);
        throw new QueryError("ARGUMENT_ERROR", "Either `expression` or `oid` must be given.");
      },
    },
    pullRequest: {
      needs: "pull_requests:read",
      takes: ["number"],
      answer: ({ repository }: RepositoryNode, { number }: { number: number }, { world }: Context) => {
        const pull = world.pulls.find(repository, number);
        if (pull) return pullNode(pull);
        throw new QueryError("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${number}.`);
      },
    },
    release: {
      needs: "contents:read",
      takes: ["tagName"],
      answer: ({ repository }: RepositoryNode, { tagName }: { tagName: string }, { world }: Context) => {
        const release = world.releases.ofTag(repository, tagName);
        return release ? releaseNode(release) : null;
      },
    },
    latestRelease: {
      needs: "contents:read",
      answer: ({ repository }: RepositoryNode, _: object, { world }: Context) => {
        const release = world.releases.latest(repository);
        return release ? releaseNode(release) : null;
      },
    },
    releases: {
      needs: "contents:read",
      takes: [...PAGE, "orderBy"],
      answer: (
        { repository }: RepositoryNode,
        { orderBy, ...page }: PageArguments & { orderBy?: Order | null },
        { world }: Context,
      ) => {
        const published = world.releases.of(repository).filter(({ isDraft }) => !isDraft);
        const ordered = orderBy?.direction === "ASC" ? published.toReversed() : published;
        return connection("releases", ordered, page, releaseNode);
      },
    },
  },
  Release: {
    id: field(({ release }: ReleaseNode) => nodeId("RE", release.id)),
    databaseId: field(({ release }: ReleaseNode) => release.id),
    tagName: field(({ release }: ReleaseNode) => release.tagName),
    name: field(({ release }: ReleaseNode) => release.name),
    description: field(({ release }: ReleaseNode) => release.body),
    isDraft: field(({ release }: ReleaseNode) => release.isDraft),
    isPrerelease: field(({ release }: ReleaseNode) => release.isPrerelease),
    isLatest: field(({ release, repository }: ReleaseNode, { world }) => {
      return world.releases.latest(repository) === release;
    }),
    url: field(({ release }: ReleaseNode, { world }) => releaseUrl(world, release)),
    // When it was made, not its commit as in REST.
    createdAt: field(({ release }: ReleaseNode) => release.publishedAt ?? release.updatedAt),
    updatedAt: field(({ release }: ReleaseNode) => release.updatedAt),
    publishedAt: field(({ release }: ReleaseNode) => release.publishedAt),
    repository: field(({ repository }: ReleaseNode) => repositoryNode(repository)),
    tag: field(({ release, repository }: ReleaseNode, context) =>
      oneRef(repository, `refs/tags/${release.tagName}`, context),
    ),
  },
};

async function oneRef(repository: RepositoryNode["repository"], ref: string, { world }: Context) {
  const object = await world.refs.find(repository, ref);
  return object ? refNode(repository, ref, object) : null;
}

/** A name may be whole, or short: branches come first. */
async function refNamed(repository: RepositoryNode["repository"], name: string, context: Context) {
  if (name.startsWith("refs/")) return oneRef(repository, name, context);
  return (
    (await oneRef(repository, `refs/heads/${name}`, context)) ??
    (await oneRef(repository, `refs/tags/${name}`, context))
  );
}

/** Names are told without the prefix, which ends at a slash. */
async function refs({ repository }: RepositoryNode, given: RefsArguments, { world }: Context) {
  const prefix = given.refPrefix.endsWith("/") ? given.refPrefix : `${given.refPrefix}/`;
  const found = await world.refs.matching(repository, prefix);
  const query = given.query?.toLowerCase();
  const wanted = query
    ? found.filter(({ ref }) => ref.slice(prefix.length).toLowerCase().includes(query))
    : found;
  const ordered = await inOrder(repository, wanted, given.orderBy, world);
  const isReversed = given.orderBy == null && given.direction === "DESC";
  return connection("refs", isReversed ? ordered.toReversed() : ordered, given, ({ ref, object }) =>
    refNode(repository, ref, object, prefix),
  );
}

async function inOrder(
  repository: RepositoryNode["repository"],
  found: readonly NamedRef[],
  order: Order | null | undefined,
  world: Context["world"],
): Promise<readonly NamedRef[]> {
  if (!order) return found;
  const dated = await Promise.all(
    found.map(async (one) => {
      const sha =
        order.field === "TAG_COMMIT_DATE" ? await world.refs.peel(repository, one.object) : undefined;
      const commit = sha ? await world.objects.commit(repository, sha) : undefined;
      return { one, date: commit ? Date.parse(commit.committer.date) : 0 };
    }),
  );
  const ordered = dated.sort((a, b) => a.date - b.date).map(({ one }) => one);
  return order.direction === "DESC" ? ordered.reverse() : ordered;
}
