// Deployments, their statuses and environments as GitHub's API and webhooks show them.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import type {
  DeploymentRecord,
  DeploymentStatusRecord,
  EnvironmentRecord,
} from "../deployments/deployments.ts";
import type { Json } from "../sandbox.ts";
import { nodeId, type World } from "../world.ts";
import { integration, simpleUser } from "./accounts.ts";

export function deploymentJson(world: World, deployment: DeploymentRecord): Json {
  const { id, repository, app } = deployment;
  const api = `${world.url}/repos/${repository.fullName}`;
  return {
    url: `${api}/deployments/${id}`,
    id,
    node_id: nodeId("DE", id),
    task: deployment.task,
    original_environment: deployment.originalEnvironment,
    environment: deployment.environment,
    description: deployment.description,
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${api}/deployments/${id}/statuses`,
    repository_url: api,
    creator: simpleUser(world, deployment.creator),
    sha: deployment.sha,
    ref: deployment.ref,
    payload: deployment.payload,
    transient_environment: deployment.isTransient,
    production_environment: deployment.isProduction,
    performed_via_github_app: app ? integration(world, app) : null,
  };
}

export function deploymentStatusJson(
  world: World,
  deployment: DeploymentRecord,
  status: DeploymentStatusRecord,
): Json {
  const { id, app, logUrl } = status;
  const api = `${world.url}/repos/${deployment.repository.fullName}`;
  const url = `${api}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${id}`,
    id,
    node_id: nodeId("DES", id),
    state: status.state,
    creator: simpleUser(world, status.creator),
    description: status.description,
    environment: status.environment,
    target_url: logUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: api,
    environment_url: status.environmentUrl,
    log_url: logUrl,
    performed_via_github_app: app ? integration(world, app) : null,
  };
}

export function environmentJson(
  world: World,
  repository: RepositoryRecord,
  { id, name, createdAt }: EnvironmentRecord,
): Json {
  const path = encodeURIComponent(name);
  return {
    id,
    node_id: nodeId("EN", id),
    name,
    url: `${world.url}/repos/${repository.fullName}/environments/${path}`,
    html_url: `${world.url}/${repository.fullName}/deployments/activity_log?environments_filter=${path}`,
    created_at: createdAt,
    updated_at: createdAt,
    can_admins_bypass: true,
    protection_rules: [],
    deployment_branch_policy: null,
  };
}
