// Deployments, their statuses, and the environments that they made.

import { z } from "zod";
import { addDeploymentStatus, createDeployment, removeDeployment } from "../deployments/deploy.ts";
import { DEPLOYMENT_STATES, type DeploymentRecord } from "../deployments/deployments.ts";
import { type Answer, created, NO_CONTENT, notFound, ok, readBody } from "../http/answer.ts";
import { linkHeader, listAnswer, onPage, pageOf } from "../http/pages.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import { deploymentJson, deploymentStatusJson, environmentJson } from "../shapes/deployment.ts";

const NewDeployment = z.object({
  ref: z.string().min(1),
  task: z.string().min(1).default("deploy"),
  auto_merge: z.boolean().default(true),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).default({}),
  environment: z.string().min(1).default("production"),
  description: z.string().nullable().default(null),
  transient_environment: z.boolean().default(false),
  production_environment: z.boolean().optional(),
});
const Link = z.union([z.literal(""), z.url({ protocol: /^https?$/ })]).default("");
const NewStatus = z.object({
  state: z.enum(DEPLOYMENT_STATES),
  description: z.string().max(140).default(""),
  environment: z.string().min(1).optional(),
  environment_url: Link,
  log_url: Link,
  target_url: Link,
  auto_inactive: z.boolean().default(true),
});

const REPO = "/repos/{owner}/{repo}";
const DEPLOYMENTS = `${REPO}/deployments` as const;
const ONE = `${DEPLOYMENTS}/{deployment_id}` as const;
const READ = "deployments:read";
const WRITE = "deployments:write";

export const deploymentRoutes: readonly Route[] = [
  reads(`GET ${DEPLOYMENTS}`, READ, listDeployments),
  acts(`POST ${DEPLOYMENTS}`, WRITE, "write", create),
  reads(`GET ${ONE}`, READ, async (call) => ok(deploymentJson(call.world, existing(call)))),
  acts(`DELETE ${ONE}`, WRITE, "write", async (call) => {
    removeDeployment(call, existing(call));
    return NO_CONTENT;
  }),
  reads(`GET ${ONE}/statuses`, READ, async (call) => {
    const deployment = existing(call);
    const show = (status: DeploymentRecord["statuses"][number]) =>
      deploymentStatusJson(call.world, deployment, status);
    return listAnswer(call, deployment.statuses.toReversed(), show);
  }),
  acts(`POST ${ONE}/statuses`, WRITE, "write", createStatus),
  reads(`GET ${ONE}/statuses/{status_id}`, READ, async (call) => {
    const deployment = existing(call);
    const status = deployment.statuses.find(({ id }) => id === Number(call.parameters.status_id));
    if (!status) throw notFound();
    return ok(deploymentStatusJson(call.world, deployment, status));
  }),
  reads(`GET ${REPO}/environments`, "actions:read", listEnvironments),
  reads(`GET ${REPO}/environments/{environment_name}`, "actions:read", async (call) => {
    const { world, repository, parameters } = call;
    const environments = world.deployments.environments(repository);
    const found = environments.find(({ name }) => name === parameters.environment_name);
    if (!found) throw notFound();
    return ok(environmentJson(world, repository, found));
  }),
];

function existing({ world, repository, parameters }: RepositoryCall): DeploymentRecord {
  const found = world.deployments.find(repository, Number(parameters.deployment_id));
  if (!found) throw notFound();
  return found;
}

/** Newest first. */
async function listDeployments(call: RepositoryCall): Promise<Answer> {
  const { world, repository, query } = call;
  const found = (["sha", "ref", "task", "environment"] as const).reduce((left, key) => {
    const wanted = query.get(key);
    return wanted && wanted !== "none" ? left.filter((one) => one[key] === wanted) : left;
  }, world.deployments.of(repository));
  return listAnswer(call, found.toReversed(), (deployment) => deploymentJson(world, deployment));
}

async function create(call: ActingCall): Promise<Answer> {
  const wanted = readBody(call.body, NewDeployment);
  const deployed = await createDeployment(call, {
    ref: wanted.ref,
    task: wanted.task,
    payload: wanted.payload,
    environment: wanted.environment,
    description: wanted.description,
    transience: wanted.transient_environment ? "transient" : "lasting",
    production: wanted.production_environment,
    behindDefault: wanted.auto_merge ? "merge" : "deploy",
    requiredContexts: wanted.required_contexts,
  });
  switch (deployed.kind) {
    case "created":
      return created(deploymentJson(call.world, deployed.deployment));
    case "merged":
      return { status: 202, body: { message: deployed.message } };
  }
}

async function createStatus(call: ActingCall): Promise<Answer> {
  const deployment = existing(call);
  const wanted = readBody(call.body, NewStatus);
  addDeploymentStatus(call, deployment, {
    state: wanted.state,
    description: wanted.description,
    environment: wanted.environment,
    environmentUrl: wanted.environment_url,
    logUrl: wanted.log_url || wanted.target_url,
    earlier: wanted.auto_inactive ? "become-inactive" : "stay",
  });
  const status = deployment.statuses.at(-1);
  if (!status) throw notFound();
  return created(deploymentStatusJson(call.world, deployment, status));
}

async function listEnvironments(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const all = world.deployments.environments(repository);
  const page = pageOf(call);
  const environments = onPage(all, page).map((one) => environmentJson(world, repository, one));
  return { ...ok({ total_count: all.length, environments }), headers: linkHeader(call, all.length, page) };
}
