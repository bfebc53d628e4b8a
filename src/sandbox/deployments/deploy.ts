// Creates deployments and their statuses, by GitHub's rules: what is behind the default branch is merged first, every
// context must be green, and a success ends earlier deployments, each unless it is asked for otherwise.
// Source: docs.github.com/rest/deployments.

import { appOf } from "../accounts/callers.ts";
import { contextsOf } from "../checks/contexts.ts";
import { Combiner } from "../git/combine.ts";
import { isAncestor } from "../git/history.ts";
import { moveRef } from "../git/push.ts";
import type { RefActor } from "../git/ref-changes.ts";
import { ApiError } from "../http/answer.ts";
import { identityOf, webFlow } from "../pulls/merge.ts";
import type { Json } from "../sandbox.ts";
import { deploymentJson, deploymentStatusJson } from "../shapes/deployment.ts";
import { causeOf } from "../world.ts";
import { type DeploymentRecord, type DeploymentState, latestStatus } from "./deployments.ts";

export interface NewDeployment {
  readonly ref: string;
  readonly task: string;
  readonly payload: Json | string;
  readonly environment: string;
  readonly description: string | null;
  readonly transience: "transient" | "lasting";
  /** Undefined: where the environment is called so. */
  readonly production: boolean | undefined;
  readonly behindDefault: "merge" | "deploy";
  /** Undefined: all that there are. */
  readonly requiredContexts: readonly string[] | undefined;
}

export type Deployed =
  | { readonly kind: "created"; readonly deployment: DeploymentRecord }
  /** The default branch was merged into the ref instead. */
  | { readonly kind: "merged"; readonly message: string };

/**
 * To be called in the repository's turn.
 * @throws ApiError 409 where contexts are not green or the merge conflicts, 422 where there is no such ref
 */
export async function createDeployment(by: RefActor, wanted: NewDeployment): Promise<Deployed> {
  const { world, repository, actor, caller } = by;
  const { ref, environment } = wanted;
  const sha = await world.refs.resolve(repository, ref);
  if (!sha) throw new ApiError(422, `No ref found for: ${ref}`);
  const merged = wanted.behindDefault === "merge" ? await mergeDefault(by, ref, sha) : undefined;
  if (merged) return { kind: "merged", message: merged };
  assertContexts(by, ref, sha, wanted.requiredContexts);
  const now = world.now();
  const deployment: DeploymentRecord = {
    id: world.nextId(),
    repository,
    sha,
    ref,
    task: wanted.task,
    payload: wanted.payload,
    originalEnvironment: environment,
    environment,
    description: wanted.description,
    isTransient: wanted.transience === "transient",
    isProduction: wanted.production ?? environment === "production",
    creator: actor,
    app: appOf(caller),
    createdAt: now,
    updatedAt: now,
    statuses: [],
  };
  world.deployments.add(deployment);
  world.deployments.ensureEnvironment(repository, { id: world.nextId(), name: environment, createdAt: now });
  world.webhooks.happened({
    name: "deployment",
    action: "created",
    repository,
    cause: causeOf(actor, caller),
    payload: { deployment: deploymentJson(world, deployment), workflow: null, workflow_run: null },
  });
  return { kind: "created", deployment };
}

/** @returns what GitHub says of the merge; undefined where nothing had to be merged */
async function mergeDefault(by: RefActor, ref: string, sha: string): Promise<string | undefined> {
  const { world, repository, actor, caller } = by;
  const base = repository.defaultBranch;
  const tip = await world.refs.branch(repository, base);
  if (!tip || (await isAncestor(world.objects, repository, tip, sha))) return undefined;
  const branch = ref.replace(/^(refs\/)?heads\//, "");
  const isBranch = (await world.refs.branch(repository, branch)) === sha;
  const now = world.now();
  // Into a tag or a bare commit nothing can be merged.
  const merged = isBranch
    ? await new Combiner(world.objects, repository).merge(sha, tip, {
        message: `Merge branch '${base}' into ${branch}`,
        author: identityOf(actor, now),
        committer: webFlow(now),
      })
    : undefined;
  if (merged?.kind !== "clean") throw new ApiError(409, `Conflict merging ${base} into ${ref}.`);
  const move = { repository, ref: `refs/heads/${branch}`, after: merged.result.sha };
  await moveRef(world, { ...move, cause: causeOf(actor, caller) });
  return `Auto-merged ${base} into ${branch} on deployment.`;
}

function assertContexts(
  { world, repository }: RefActor,
  ref: string,
  sha: string,
  required: readonly string[] | undefined,
): void {
  const present = contextsOf(world, repository, sha);
  const names = required ?? present.map(({ name }) => name);
  const contexts = names.map((name) => ({
    context: name,
    state: present.find((one) => one.name === name)?.state ?? ("pending" as const),
  }));
  if (contexts.every(({ state }) => state === "success")) return;
  throw new ApiError(409, `Conflict: Commit status checks failed for ${ref}.`, [
    { contexts, resource: "Deployment", field: "required_contexts", code: "invalid" },
  ]);
}

export interface NewDeploymentStatus {
  readonly state: DeploymentState;
  readonly description: string;
  /** Undefined: as it was. */
  readonly environment: string | undefined;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly earlier: "become-inactive" | "stay";
}

/** To be called in the repository's turn. */
export function addDeploymentStatus(
  by: RefActor,
  deployment: DeploymentRecord,
  { earlier, ...wanted }: NewDeploymentStatus,
): void {
  addStatus(by, deployment, wanted);
  if (wanted.state !== "success" || earlier === "stay") return;
  const { world, repository } = by;
  const ended = world.deployments
    .of(repository)
    .filter((one) => one.id < deployment.id && one.environment === deployment.environment)
    .filter((one) => !one.isTransient && !one.isProduction && latestStatus(one)?.state === "success");
  for (const one of ended) {
    const unchanged = { environment: undefined, environmentUrl: "", logUrl: "" };
    addStatus(by, one, { ...unchanged, state: "inactive", description: "" });
  }
}

function addStatus(
  { world, repository, actor, caller }: RefActor,
  deployment: DeploymentRecord,
  wanted: Omit<NewDeploymentStatus, "earlier">,
): void {
  const now = world.now();
  const environment = wanted.environment ?? deployment.environment;
  const status = {
    ...wanted,
    id: world.nextId(),
    environment,
    creator: actor,
    app: appOf(caller),
    createdAt: now,
  };
  deployment.environment = environment;
  deployment.updatedAt = now;
  deployment.statuses = [...deployment.statuses, status];
  world.deployments.ensureEnvironment(repository, { id: world.nextId(), name: environment, createdAt: now });
  world.webhooks.happened({
    name: "deployment_status",
    action: "created",
    repository,
    cause: causeOf(actor, caller),
    payload: {
      deployment_status: deploymentStatusJson(world, deployment, status),
      deployment: deploymentJson(world, deployment),
      check_run: null,
      workflow: null,
      workflow_run: null,
    },
  });
}

/** @throws ApiError 422 where it still runs and others are there too */
export function removeDeployment({ world, repository }: RefActor, deployment: DeploymentRecord): void {
  const state = latestStatus(deployment)?.state;
  const isActive = state === undefined || state === "success";
  const same = world.deployments
    .of(repository)
    .filter(({ environment }) => environment === deployment.environment);
  if (isActive && same.length > 1) {
    throw new ApiError(
      422,
      "We cannot delete an active deployment unless it is the only deployment in a given environment.",
    );
  }
  world.deployments.remove(deployment);
}
