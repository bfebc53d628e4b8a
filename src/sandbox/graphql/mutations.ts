// What GraphQL changes: refs, deployments, drafts, auto-merge and the merge queue. Each mutation of a request is done in
// the repository's turn, one after the other; where one fails, the others are done all the same.

import { isAtLeast } from "../accounts/access.ts";
import { authorize } from "../accounts/callers.ts";
import { addDeploymentStatus, createDeployment } from "../deployments/deploy.ts";
import type { DeploymentState } from "../deployments/deployments.ts";
import { NO_COMMIT } from "../git/objects.ts";
import { changeRefs, type RefActor } from "../git/ref-changes.ts";
import { ApiError } from "../http/answer.ts";
import type { Permission } from "../http/route.ts";
import { pullHappened, touch } from "../pulls/events.ts";
import type { MergeMethod } from "../pulls/merge.ts";
import type { Json, Role } from "../sandbox.ts";
import { causeOf } from "../world.ts";
import { commitNode } from "./git-objects.ts";
import {
  actorNode,
  type DeploymentNode,
  deploymentNode,
  nodeOfId,
  type PullNode,
  pullNode,
  type RefNode,
} from "./nodes.ts";
import { type Context, type Field, field, kept, QueryError, type Served } from "./served.ts";

interface Input {
  readonly clientMutationId?: string | null;
}

export const mutations: Served = {
  Mutation: {
    updateRefs: mutation(["repositoryId", "refUpdates"], updateRefs),
    createDeployment: mutation(
      [
        "repositoryId",
        "refId",
        "autoMerge",
        "requiredContexts",
        "payload",
        "environment",
        "task",
        "description",
      ],
      deploy,
    ),
    createDeploymentStatus: mutation(
      ["deploymentId", "state", "description", "environment", "environmentUrl", "logUrl", "autoInactive"],
      reportDeployment,
    ),
    enablePullRequestAutoMerge: mutation(
      ["pullRequestId", "mergeMethod", "commitHeadline", "commitBody", "expectedHeadOid"],
      enableAutoMerge,
    ),
    disablePullRequestAutoMerge: mutation(["pullRequestId"], disableAutoMerge),
    markPullRequestReadyForReview: mutation(["pullRequestId"], (input: OfPull, context) =>
      setDraft(input, "ready", context),
    ),
    convertPullRequestToDraft: mutation(["pullRequestId"], (input: OfPull, context) =>
      setDraft(input, "draft", context),
    ),
    enqueuePullRequest: mutation(["pullRequestId"], enqueue),
    dequeuePullRequest: mutation(["id"], dequeue),
  },
  MergeQueueEntry: {
    ...kept("id", "pullRequest"),
    headCommit: field(({ headCommit }: QueueEntrySource) => headCommit),
    baseCommit: field(({ baseCommit }: QueueEntrySource) => baseCommit),
  },
};

/** @param heeded keys of the input that mean something here; others are refused */
function mutation<I extends Input>(
  heeded: readonly string[],
  change: (input: I, context: Context) => Promise<object>,
): Field<unknown, { readonly input: I }> {
  return {
    takes: ["input"],
    async answer(_, { input }, context) {
      for (const [key, value] of Object.entries(input)) {
        if (value == null || heeded.includes(key) || key === "clientMutationId") continue;
        throw new QueryError("NOT_SERVED", `The sandbox does not serve the input ${key} (docs/sandbox.md)`);
      }
      return { clientMutationId: input.clientMutationId ?? null, ...(await change(input, context)) };
    },
  };
}

/** @throws ApiError where the caller may not do it there */
function acting(
  { world, caller, actor }: Context,
  repository: RefActor["repository"],
  permissions: readonly Permission[],
  role: Role,
): RefActor {
  for (const permission of permissions) {
    authorize(caller, repository, world.access, { permission, role, acts: "acts" });
  }
  return { world, caller, actor, repository };
}

interface RefUpdates extends Input {
  readonly repositoryId: string;
  readonly refUpdates: readonly {
    readonly name: string;
    readonly afterOid: string;
    readonly beforeOid?: string | null;
    readonly force: boolean;
  }[];
}

/** All or none. */
async function updateRefs({ repositoryId, refUpdates }: RefUpdates, context: Context): Promise<object> {
  const { repository } = await nodeOfId(context, repositoryId, "Repository");
  const by = acting(context, repository, ["contents:write"], "write");
  const changes = refUpdates.map(({ name, afterOid, beforeOid, force }) => ({
    ref: name,
    after: afterOid === NO_COMMIT ? undefined : afterOid,
    before: beforeOid ?? undefined,
    mode: force ? ("force" as const) : ("fast-forward" as const),
  }));
  await context.world.inTurn(repository, () => changeRefs(by, changes));
  return {};
}

interface NewDeployment extends Input {
  readonly repositoryId: string;
  readonly refId: string;
  readonly autoMerge: boolean;
  readonly requiredContexts?: readonly string[] | null;
  readonly payload: string;
  readonly environment: string;
  readonly task: string;
  readonly description: string;
}

async function deploy(input: NewDeployment, context: Context): Promise<object> {
  const { repository } = await nodeOfId(context, input.repositoryId, "Repository");
  const by = acting(context, repository, ["deployments:write"], "write");
  const ref = (await nodeOfId(context, input.refId, "Ref")) as RefNode;
  if (ref.repository !== repository) throw new ApiError(422, "The ref is of another repository");
  const deployed = await context.world.inTurn(repository, () =>
    createDeployment(by, {
      ref: ref.name,
      task: input.task,
      payload: jsonOrText(input.payload),
      environment: input.environment,
      description: input.description,
      transience: "lasting",
      production: undefined,
      behindDefault: input.autoMerge ? "merge" : "deploy",
      requiredContexts: input.requiredContexts ?? undefined,
    }),
  );
  switch (deployed.kind) {
    case "created":
      return { deployment: deploymentNode(deployed.deployment), autoMerged: false };
    case "merged":
      return { deployment: null, autoMerged: true };
  }
}

function jsonOrText(text: string): Json | string {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Json) : text;
  } catch {
    return text;
  }
}

interface NewStatus extends Input {
  readonly deploymentId: string;
  readonly state: string;
  readonly description: string;
  readonly environment?: string | null;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly autoInactive: boolean;
}

async function reportDeployment(input: NewStatus, context: Context): Promise<object> {
  const { deployment, repository } = (await nodeOfId(
    context,
    input.deploymentId,
    "Deployment",
  )) as DeploymentNode;
  const by = acting(context, repository, ["deployments:write"], "write");
  if (input.description.length > 140) {
    throw new ApiError(422, "Description is too long (maximum is 140 characters)");
  }
  if (input.state === "WAITING") throw new ApiError(422, "State is not included in the list");
  await context.world.inTurn(repository, async () =>
    addDeploymentStatus(by, deployment, {
      state: input.state.toLowerCase() as DeploymentState,
      description: input.description,
      environment: input.environment ?? undefined,
      environmentUrl: input.environmentUrl,
      logUrl: input.logUrl,
      earlier: input.autoInactive ? "become-inactive" : "stay",
    }),
  );
  const status = deployment.statuses.at(-1);
  return { deploymentStatus: { __typename: "DeploymentStatus", repository, deployment, status } };
}

interface OfPull extends Input {
  readonly pullRequestId: string;
}

async function pullOf(
  id: string,
  context: Context,
  permissions: readonly Permission[],
  role: Role,
): Promise<PullNode["pull"]> {
  const { pull, repository } = (await nodeOfId(context, id, "PullRequest")) as PullNode;
  acting(context, repository, permissions, role);
  return pull;
}

interface AutoMergeInput extends OfPull {
  readonly mergeMethod?: string | null;
  readonly commitHeadline?: string | null;
  readonly commitBody?: string | null;
  readonly expectedHeadOid?: string | null;
}

async function enableAutoMerge(input: AutoMergeInput, context: Context): Promise<object> {
  const { world, actor, caller } = context;
  const pull = await pullOf(input.pullRequestId, context, ["pull_requests:write", "contents:write"], "write");
  if (input.expectedHeadOid && input.expectedHeadOid !== pull.head.sha) {
    throw new ApiError(422, "Head branch was modified. Review and try the merge again.");
  }
  const wanted = {
    method: (input.mergeMethod ?? "MERGE").toLowerCase() as MergeMethod,
    title: input.commitHeadline ?? undefined,
    message: input.commitBody ?? undefined,
  };
  await world.inTurn(pull.repository, () => world.autoMerges.enable(pull, wanted, causeOf(actor, caller)));
  return { actor: actorNode(actor), pullRequest: pullNode(pull) };
}

async function disableAutoMerge({ pullRequestId }: OfPull, context: Context): Promise<object> {
  const { world, actor, caller } = context;
  const pull = await pullOf(pullRequestId, context, ["pull_requests:write", "contents:write"], "write");
  await world.inTurn(pull.repository, () => world.autoMerges.disable(pull, causeOf(actor, caller)));
  return { actor: actorNode(actor), pullRequest: pullNode(pull) };
}

async function setDraft({ pullRequestId }: OfPull, to: "ready" | "draft", context: Context): Promise<object> {
  const { world, actor, caller } = context;
  const pull = await pullOf(pullRequestId, context, ["pull_requests:write"], "read");
  const isAllowed = actor === pull.author || isAtLeast(world.access.roleOf(actor, pull.repository), "write");
  if (!isAllowed && caller.kind === "person") throw new ApiError(403, `${actor.login} may not do this`);
  return world.inTurn(pull.repository, async () => {
    if (pull.isDraft !== (to === "draft")) {
      pull.isDraft = to === "draft";
      touch(world, pull);
      const action = to === "draft" ? "converted_to_draft" : "ready_for_review";
      await pullHappened(world, pull, action, causeOf(actor, caller));
    }
    return { pullRequest: pullNode(pull) };
  });
}

interface QueueEntrySource {
  readonly id: string;
  readonly headCommit?: object | null;
  readonly baseCommit?: object | null;
  readonly pullRequest: object;
}

async function enqueue({ pullRequestId: id }: OfPull, context: Context): Promise<object> {
  const { world, actor, caller } = context;
  const pull = await pullOf(id, context, ["pull_requests:write"], "write");
  const { repository } = pull;
  return world.inTurn(repository, async () => {
    const { head, base } = await world.queue.add(pull, causeOf(actor, caller));
    const commit = async (sha: string) =>
      commitNode(repository, await world.objects.existing(repository, sha));
    const commits = { headCommit: await commit(head), baseCommit: await commit(base) };
    return { mergeQueueEntry: { id, ...commits, pullRequest: pullNode(pull) } };
  });
}

async function dequeue({ id }: Input & { readonly id: string }, context: Context): Promise<object> {
  const { world, actor, caller } = context;
  const pull = await pullOf(id, context, ["pull_requests:write"], "write");
  return world.inTurn(pull.repository, async () => {
    await world.queue.remove(pull, causeOf(actor, caller));
    return { mergeQueueEntry: { id, headCommit: null, baseCommit: null, pullRequest: pullNode(pull) } };
  });
}
