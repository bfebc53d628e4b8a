// Deployments in the graph.

import { type DeploymentRecord, latestStatus } from "../deployments/deployments.ts";
import { nodeId } from "../world.ts";
import { connection, PAGE, type PageArguments } from "./connections.ts";
import { commitNode } from "./git-objects.ts";
import {
  actorNode,
  type DeploymentNode,
  type DeploymentStatusNode,
  deploymentNode,
  repositoryNode,
} from "./nodes.ts";
import { field, type Served } from "./served.ts";

export const deploymentFields: Served = {
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
