// The few things that GitHub offers through GraphQL alone: drafts, and the merge queue. The schema is a part of GitHub's
// own, and what is not in it is refused.

import { buildSchema, type GraphQLError, graphql } from "graphql";
import { z } from "zod";
import { isAtLeast } from "../accounts/access.ts";
import { actorOf, authorize } from "../accounts/callers.ts";
import { type Answer, ApiError, ok, readBody } from "../http/answer.ts";
import type { Call, Permission, Route } from "../http/route.ts";
import { pullHappened, touch } from "../pulls/events.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import type { Role } from "../sandbox.ts";
import { type Cause, causeOf, nodeId } from "../world.ts";

const schema = buildSchema(`
  type Query { viewer: User! }
  type User { login: String! }
  type PullRequest { id: ID!, number: Int!, isDraft: Boolean!, state: String! }
  type Commit { oid: String! }
  type MergeQueueEntry { id: ID!, headCommit: Commit, baseCommit: Commit, pullRequest: PullRequest }
  input MarkPullRequestReadyForReviewInput { pullRequestId: ID! }
  input ConvertPullRequestToDraftInput { pullRequestId: ID! }
  input EnqueuePullRequestInput { pullRequestId: ID! }
  input DequeuePullRequestInput { id: ID! }
  type MarkPullRequestReadyForReviewPayload { pullRequest: PullRequest }
  type ConvertPullRequestToDraftPayload { pullRequest: PullRequest }
  type EnqueuePullRequestPayload { mergeQueueEntry: MergeQueueEntry }
  type DequeuePullRequestPayload { mergeQueueEntry: MergeQueueEntry }
  type Mutation {
    markPullRequestReadyForReview(input: MarkPullRequestReadyForReviewInput!): MarkPullRequestReadyForReviewPayload
    convertPullRequestToDraft(input: ConvertPullRequestToDraftInput!): ConvertPullRequestToDraftPayload
    enqueuePullRequest(input: EnqueuePullRequestInput!): EnqueuePullRequestPayload
    dequeuePullRequest(input: DequeuePullRequestInput!): DequeuePullRequestPayload
  }
`);

const Request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

export const graphqlRoutes: readonly Route[] = [{ name: "POST /graphql", by: "anyone", answer }];

async function answer(call: Call): Promise<Answer> {
  if (!actorOf(call.caller)) throw new ApiError(401, "This endpoint requires you to be authenticated.");
  const { query, variables, operationName } = readBody(call.body, Request);
  const result = await graphql({
    schema,
    source: query,
    rootValue: root(call),
    variableValues: variables ?? {},
    ...(operationName ? { operationName } : {}),
  });
  const errors = result.errors?.map(asGitHubTells);
  return ok({ data: result.data ?? null, ...(errors ? { errors } : {}) });
}

function asGitHubTells(error: GraphQLError): unknown {
  const { originalError, message, path, locations } = error;
  const type =
    originalError instanceof ApiError
      ? originalError.status === 404
        ? "NOT_FOUND"
        : "UNPROCESSABLE"
      : undefined;
  return { ...(type ? { type } : {}), message, path, locations };
}

type Input<K extends string> = { readonly input: Readonly<Record<K, string>> };

function root(call: Call) {
  return {
    viewer: () => ({ login: actorOf(call.caller)?.login }),
    markPullRequestReadyForReview: ({ input }: Input<"pullRequestId">) =>
      setDraft(call, input.pullRequestId, "ready"),
    convertPullRequestToDraft: ({ input }: Input<"pullRequestId">) =>
      setDraft(call, input.pullRequestId, "draft"),
    enqueuePullRequest: ({ input }: Input<"pullRequestId">) => enqueue(call, input.pullRequestId),
    dequeuePullRequest: ({ input }: Input<"id">) => dequeue(call, input.id),
  };
}

function enqueue(call: Call, id: string): Promise<unknown> {
  const { world } = call;
  const { pull, cause } = target(call, id, "pull_requests:write", "write");
  return world.inTurn(pull.repository, async () => {
    const { head, base } = await world.queue.add(pull, cause);
    const commits = { headCommit: { oid: head }, baseCommit: { oid: base } };
    return { mergeQueueEntry: { id, ...commits, pullRequest: pullNode(pull) } };
  });
}

function dequeue(call: Call, id: string): Promise<unknown> {
  const { world } = call;
  const { pull, cause } = target(call, id, "pull_requests:write", "write");
  return world.inTurn(pull.repository, async () => {
    await world.queue.remove(pull, cause);
    return { mergeQueueEntry: { id, pullRequest: pullNode(pull) } };
  });
}

async function setDraft(call: Call, id: string, to: "ready" | "draft"): Promise<unknown> {
  const { pull, cause } = target(call, id, "pull_requests:write", "read");
  const isAllowed =
    cause.actor === pull.author || isAtLeast(call.world.access.roleOf(cause.actor, pull.repository), "write");
  if (!isAllowed && call.caller.kind === "person")
    throw new ApiError(403, `${cause.actor.login} may not do this`);
  return call.world.inTurn(pull.repository, async () => {
    if (pull.isDraft !== (to === "draft")) {
      pull.isDraft = to === "draft";
      touch(call.world, pull);
      const action = to === "draft" ? "converted_to_draft" : "ready_for_review";
      await pullHappened(call.world, pull, action, cause);
    }
    return { pullRequest: pullNode(pull) };
  });
}

/** @throws ApiError where there is no such pull request for the caller, or it may not do this */
function target(
  call: Call,
  id: string,
  permission: Permission,
  role: Role,
): { pull: PullRecord; cause: Cause } {
  const { world, caller } = call;
  const number = Number(Buffer.from(id.replace(/^PR_/, ""), "base64url").toString().replace(/^PR:/, ""));
  const pull = world.pulls.byId(number);
  const actor = actorOf(caller);
  if (!pull || !actor) throw new ApiError(404, `Could not resolve to a node with the global id of '${id}'`);
  authorize(caller, pull.repository, world.access, { permission, role, acts: "acts" });
  return { pull, cause: causeOf(actor, caller) };
}

function pullNode({ id, number, isDraft, state, merged }: PullRecord) {
  return { id: nodeId("PR", id), number, isDraft, state: merged ? "MERGED" : state.toUpperCase() };
}
