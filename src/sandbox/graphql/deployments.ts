// Deployments in the graph.

import { type DeploymentRecord, latestStatus } from "../deployments/deployments.ts";
import { nodeId } from "../world.ts";
import { connection, PAGE, type PageArguments } from "./connections.ts";
import { commitNode } from "./git-objects.ts";
import {
  actorNode,
  type CommitNode,
  type DeploymentNode,
  type DeploymentStatusNode,
  deploymentNode,
  type RepositoryNode,
  repositoryNode,
} from "./nodes.ts";
import { type Context, field, type Served } from "./served.ts";

interface DeploymentsArguments extends PageArguments {
  readonly environments?: readonly string[] | null;
  readonly orderBy?: { readonly direction: "ASC" | "DESC" } | null;
}

/** Oldest first, unless it is asked otherwise. */
function page(
  deployments: readonly DeploymentRecord[],
  { environments, orderBy, ...bounds }: DeploymentsArguments,
) {
  const wanted = deployments.filter(({ environment }) => environments?.includes(environment) ?? true);
  const ordered = orderBy?.direction === "DESC" ? wanted.toReversed() : wanted;
  return connection("deployments", ordered, bounds, deploymentNode);
}

const LIST = { needs: "deployments:read", takes: [...PAGE, "environments", "orderBy"] } as const;

export const deploymentFields: Served = {
  Repository: {
    deployments: {
      ...LIST,
      answer: ({ repository }: RepositoryNode, given: DeploymentsArguments, { world }: Context) =>
        page(world.deployments.of(repository), given),
    },
  },
  Commit: {
    deployments: {
      ...LIST,
      answer: ({ repository, commit }: CommitNode, given: DeploymentsArguments, { world }: Context) =>
        page(
          world.deployments.of(repository).filter(({ sha }) => sha === commit.sha),
          given,
        ),
    },
  },
  Deployment: {
    id: field(({ deployment }: DeploymentNode) => nodeId("DE", deployment.id)),
    databaseId: field(({ deployment }: DeploymentNode) => deployment.id),
    task: field(({ deployment }: DeploymentNode) => deployment.task),
    environment: field(({ deployment }: DeploymentNode) => deployment.environment),
    latestEnvironment: field(({ deployment }: DeploymentNode) => deployment.environment),
    originalEnvironment: field(({ deployment }: DeploymentNode) => deployment.originalEnvironment),
    description: field(({ deployment }: DeploymentNode) => deployment.description),
    // JSON, also where it is a text: then it has quotes around it.
    payload: field(({ deployment }: DeploymentNode) => JSON.stringify(deployment.payload)),
    state: field(({ deployment }: DeploymentNode) => stateOf(deployment)),
    commitOid: field(({ deployment }: DeploymentNode) => deployment.sha),
    commit: field(async ({ deployment, repository }: DeploymentNode, { world }) => {
      const commit = await world.objects.commit(repository, deployment.sha);
      return commit ? commitNode(repository, commit) : null;
    }),
    creator: field(({ deployment }: DeploymentNode) => actorNode(deployment.creator)),
    createdAt: field(({ deployment }: DeploymentNode) => deployment.createdAt),
    updatedAt: field(({ deployment }: DeploymentNode) => deployment.updatedAt),
    repository: field(({ repository }: DeploymentNode) => repositoryNode(repository)),
    latestStatus: field(({ deployment, repository }: DeploymentNode) => {
      const status = latestStatus(deployment);
      return status ? { __typename: "DeploymentStatus", repository, deployment, status } : null;
    }),
    statuses: {
      takes: PAGE,
      answer: ({ deployment, repository }: DeploymentNode, page: PageArguments) =>
        connection("statuses", deployment.statuses.toReversed(), page, (status) => ({
          __typename: "DeploymentStatus",
          repository,
          deployment,
          status,
        })),
    },
  },
  DeploymentStatus: {
    id: field(({ status }: DeploymentStatusNode) => nodeId("DES", status.id)),
    state: field(({ status }: DeploymentStatusNode) => status.state.toUpperCase()),
    description: field(({ status }: DeploymentStatusNode) => status.description),
    environment: field(({ status }: DeploymentStatusNode) => status.environment),
    environmentUrl: field(({ status }: DeploymentStatusNode) => status.environmentUrl || null),
    logUrl: field(({ status }: DeploymentStatusNode) => status.logUrl || null),
    creator: field(({ status }: DeploymentStatusNode) => actorNode(status.creator)),
    createdAt: field(({ status }: DeploymentStatusNode) => status.createdAt),
    updatedAt: field(({ status }: DeploymentStatusNode) => status.createdAt),
    deployment: field(({ deployment }: DeploymentStatusNode) => deploymentNode(deployment)),
  },
};

function stateOf(deployment: DeploymentRecord): string {
  const state = latestStatus(deployment)?.state;
  switch (state) {
    case undefined:
      return "PENDING";
    case "success":
      return "ACTIVE";
    case "inactive":
      return deployment.isTransient ? "DESTROYED" : "INACTIVE";
    default:
      return state.toUpperCase();
  }
}
