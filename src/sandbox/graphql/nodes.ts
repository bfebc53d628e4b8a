// The objects of the graph: what each is of, and how its id leads back to it.

import { authorize } from "../accounts/callers.ts";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { CheckRunRecord } from "../checks/check-runs.ts";
import type { StatusRecord } from "../checks/statuses.ts";
import type { DeploymentRecord, DeploymentStatusRecord } from "../deployments/deployments.ts";
import type { Commit } from "../git/objects.ts";
import type { RefTarget } from "../git/refs.ts";
import type { TagObject } from "../git/tag-objects.ts";
import type { Permission } from "../http/route.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import type { ReviewJson } from "../pulls/reviews.ts";
import type { ReleaseRecord } from "../releases/releases.ts";
import { parseGitNodeId } from "../shapes/git.ts";
import { nodeId, type World } from "../world.ts";
import { type Context, QueryError } from "./served.ts";

type Of<Type extends string, Content> = Content & {
  readonly __typename: Type;
  readonly repository: RepositoryRecord;
};

export type RepositoryNode = Of<"Repository", object>;
/** `prefix` and `name` together are the whole ref. */
export type RefNode = Of<
  "Ref",
  { readonly prefix: string; readonly name: string; readonly object: RefTarget }
>;
export type CommitNode = Of<"Commit", { readonly commit: Commit }>;
export type TagNode = Of<"Tag", { readonly tag: TagObject }>;
export type BlobNode = Of<"Blob", { readonly oid: string; readonly bytes: Buffer }>;
export type TreeNode = Of<"Tree", { readonly oid: string; readonly path: string }>;
export type PullNode = Of<"PullRequest", { readonly pull: PullRecord }>;
export type ReviewNode = Of<"PullRequestReview", { readonly pull: PullRecord; readonly review: ReviewJson }>;
export type DeploymentNode = Of<"Deployment", { readonly deployment: DeploymentRecord }>;
export type DeploymentStatusNode = Of<
  "DeploymentStatus",
  { readonly deployment: DeploymentRecord; readonly status: DeploymentStatusRecord }
>;
export type ReleaseNode = Of<"Release", { readonly release: ReleaseRecord }>;
export type CheckRunNode = Of<"CheckRun", { readonly run: CheckRunRecord }>;
export type StatusContextNode = Of<"StatusContext", { readonly status: StatusRecord }>;
export type GitObjectNode = CommitNode | TagNode | BlobNode | TreeNode;

export function repositoryNode(repository: RepositoryRecord): RepositoryNode {
  return { __typename: "Repository", repository };
}

export function pullNode(pull: PullRecord): PullNode {
  return { __typename: "PullRequest", repository: pull.repository, pull };
}

export function deploymentNode(deployment: DeploymentRecord): DeploymentNode {
  return { __typename: "Deployment", repository: deployment.repository, deployment };
}

export function releaseNode(release: ReleaseRecord): ReleaseNode {
  return { __typename: "Release", repository: release.repository, release };
}

/** @param prefix what `name` is told without; by default the ref's area, `refs/tags/` */
export function refNode(
  repository: RepositoryRecord,
  ref: string,
  object: RefTarget,
  prefix = /^refs\/\w+\//.exec(ref)?.[0] ?? "refs/",
): RefNode {
  return { __typename: "Ref", repository, prefix, name: ref.slice(prefix.length), object };
}

export function actorNode(account: Account): object {
  return { __typename: account.kind, account };
}

export function idOfRepository({ id }: RepositoryRecord): string {
  return nodeId("R", id);
}

/** @throws QueryError where nothing that the caller may see has this id */
export async function nodeOfId(
  context: Context,
  id: string,
  what: "any" | "Repository" | "Ref" | "PullRequest" | "Deployment" = "any",
): Promise<RepositoryNode | RefNode | PullNode | DeploymentNode> {
  const found = await lookUp(context.world, id);
  if (!found || (what !== "any" && found.__typename !== what)) throw unresolved(id);
  const needed = { permission: PERMISSIONS[found.__typename], role: "read", acts: "reads" } as const;
  authorize(context.caller, found.repository, context.world.access, needed);
  return found;
}

const PERMISSIONS = {
  Repository: "metadata:read",
  Ref: "contents:read",
  PullRequest: "pull_requests:read",
  Deployment: "deployments:read",
} as const satisfies Readonly<Record<string, Permission>>;

async function lookUp(
  world: World,
  id: string,
): Promise<RepositoryNode | RefNode | PullNode | DeploymentNode | undefined> {
  const git = parseGitNodeId(id);
  if (git?.kind === "REF") {
    const repository = world.repositories.all().find((one) => one.id === git.repository);
    const object = repository && (await world.refs.find(repository, git.name));
    return repository && object && refNode(repository, git.name, object);
  }
  const [kind = "", number = ""] = Buffer.from(id.replace(/^[A-Z]+_/, ""), "base64url")
    .toString()
    .split(":");
  switch (kind) {
    case "R": {
      const repository = world.repositories.all().find((one) => one.id === Number(number));
      return repository && repositoryNode(repository);
    }
    case "PR": {
      const pull = world.pulls.byId(Number(number));
      return pull && pullNode(pull);
    }
    case "DE": {
      const deployment = world.deployments.byId(Number(number));
      return deployment && deploymentNode(deployment);
    }
    default:
      return undefined;
  }
}

function unresolved(id: string): QueryError {
  return new QueryError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}
