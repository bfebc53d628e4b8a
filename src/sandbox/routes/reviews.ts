// Reviews and requests for them.

import { z } from "zod";
import { isAtLeast } from "../accounts/access.ts";
import type { Account } from "../accounts/registry.ts";
import { ROOT } from "../emulator.ts";
import {
  type Answer,
  ApiError,
  created,
  notFound,
  ok,
  readBody,
  unprocessable,
  unprocessableReview,
} from "../http/answer.ts";
import { listAnswer } from "../http/pages.ts";
import { storeBy } from "../http/pass-on.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import { pullHappened, reviewHappened, touch } from "../pulls/events.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import { amend, type ReviewJson, reviewJson, reviewsOf } from "../pulls/reviews.ts";
import { listedTeam, simpleUser } from "../shapes/accounts.ts";
import { simplePull } from "../shapes/pull-request.ts";
import { causeOf } from "../world.ts";
import { longestBody } from "./issues.ts";
import { pullOf } from "./pulls.ts";

const Verdict = z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]);
const NewReview = z.object({
  event: Verdict.optional(),
  body: z.string().max(longestBody).nullish(),
  commit_id: z.string().optional(),
  comments: z.array(z.looseObject({})).max(0, "the sandbox takes no comments on lines").default([]),
});
const Submission = z.object({ event: Verdict, body: z.string().max(longestBody).nullish() });
const Requested = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

const BASE = "/repos/{owner}/{repo}/pulls/{pull_number}";

export const reviewRoutes: readonly Route[] = [
  reads(`GET ${BASE}/reviews`, "pull_requests:read", async (call) => {
    const visible = (await reviewsOf(call.world, pullOf(call))).filter((review) => isVisible(call, review));
    return listAnswer(call, visible, (review) => review);
  }),
  acts(`POST ${BASE}/reviews`, "pull_requests:write", "read", createReview),
  reads(`GET ${BASE}/reviews/{review_id}`, "pull_requests:read", async (call) => ok(await reviewOf(call))),
  acts(`PUT ${BASE}/reviews/{review_id}`, "pull_requests:write", "read", editReview),
  acts(`POST ${BASE}/reviews/{review_id}/events`, "pull_requests:write", "read", submitReview),
  acts(`PUT ${BASE}/reviews/{review_id}/dismissals`, "pull_requests:write", "write", dismissReview),
  reads(`GET ${BASE}/requested_reviewers`, "pull_requests:read", async (call) => {
    const { requestedReviewers, requestedTeams } = pullOf(call);
    const { world, repository } = call;
    return ok({
      users: requestedReviewers.map((person) => simpleUser(world, person)),
      teams: requestedTeams.flatMap((slug) => {
        const team = world.access.team(repository.owner, slug);
        return team ? [listedTeam(world, team)] : [];
      }),
    });
  }),
  acts(`POST ${BASE}/requested_reviewers`, "pull_requests:write", "triage", requestReviewers),
  acts(`DELETE ${BASE}/requested_reviewers`, "pull_requests:write", "triage", removeRequests),
];

/** A pending review is seen by its author alone. */
function isVisible({ caller }: RepositoryCall, { state, user }: ReviewJson): boolean {
  return state !== "PENDING" || (caller.kind === "person" && caller.account.login === user?.login);
}

async function reviewOf(call: RepositoryCall): Promise<ReviewJson> {
  const reviews = await reviewsOf(call.world, pullOf(call));
  const review = reviews.find(({ id }) => id === Number(call.parameters.review_id));
  if (!review || !isVisible(call, review)) throw notFound();
  return review;
}

async function createReview(call: ActingCall): Promise<Answer> {
  const { world, repository } = call;
  const pull = pullOf(call);
  const { event, body, commit_id } = readBody(call.body, NewReview, unprocessableReview);
  if (event) assertVerdict(call, pull, event, body);
  const commit = commit_id ?? pull.head.sha;
  if (!(await world.objects.commit(repository, commit)))
    throw unprocessableReview("commit_id is not part of the pull request");
  const stored = { ...(event ? { event } : {}), body: body ?? null, commit_id: commit };
  const answer = await storeBy(call, `/pulls/${pull.number}/reviews`, stored);
  const review = reviewJson(world, pull, answer.body);
  if (event) await submitted(call, pull, review);
  return ok(review);
}

async function submitReview(call: ActingCall): Promise<Answer> {
  const pull = pullOf(call);
  const { event, body } = readBody(call.body, Submission, unprocessableReview);
  const pending = await reviewOf(call);
  assertVerdict(call, pull, event, body ?? pending.body);
  const rest = `/pulls/${pull.number}/reviews/${pending.id}/events`;
  const answer = await storeBy(call, rest, { event, ...(body ? { body } : {}) });
  const review = reviewJson(call.world, pull, answer.body);
  await submitted(call, pull, review);
  return ok(review);
}

/** @throws ApiError 422 for a verdict GitHub does not take from that person, or without the words it wants */
function assertVerdict(
  { actor }: ActingCall,
  pull: PullRecord,
  event: z.infer<typeof Verdict>,
  body: string | null | undefined,
): void {
  if (pull.author === actor && event === "APPROVE")
    throw unprocessableReview("Can not approve your own pull request");
  if (pull.author === actor && event === "REQUEST_CHANGES") {
    throw unprocessableReview("Can not request changes on your own pull request");
  }
  if (event !== "APPROVE" && !body) throw unprocessableReview("body can't be blank");
}

/** Who has answered is asked no more. */
async function submitted(call: ActingCall, pull: PullRecord, review: ReviewJson): Promise<void> {
  const { world, actor, caller } = call;
  pull.requestedReviewers = pull.requestedReviewers.filter((person) => person !== actor);
  touch(world, pull);
  await reviewHappened(world, pull, review, "submitted", causeOf(actor, caller));
}

async function editReview(call: ActingCall): Promise<Answer> {
  const { world, actor, caller } = call;
  const pull = pullOf(call);
  const review = await reviewOf(call);
  const { body } = readBody(call.body, z.object({ body: z.string().max(longestBody) }));
  if (review.user?.login !== actor.login) throw new ApiError(403, "You may only edit your own review");
  amend(world, review.id, { body });
  const edited = await reviewOf(call);
  touch(world, pull);
  if (review.state !== "PENDING") {
    const changes = { body: { from: review.body } };
    await reviewHappened(world, pull, edited, "edited", causeOf(actor, caller), { changes });
  }
  return ok(edited);
}

async function dismissReview(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller } = call;
  const pull = pullOf(call);
  const review = await reviewOf(call);
  readBody(call.body, z.object({ message: z.string().min(1), event: z.literal("DISMISS").optional() }));
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
    throw unprocessableReview("Can not dismiss a review that neither approves nor requests changes");
  }
  await world.emulator.expect({
    method: "PUT",
    path: `/repos/${repository.fullName}/pulls/${pull.number}/reviews/${review.id}/dismissals`,
    as: ROOT,
    // Without a message, since the emulator would write it over the words of the review.
    body: {},
  });
  const dismissed = await reviewOf(call);
  touch(world, pull);
  await reviewHappened(world, pull, dismissed, "dismissed", causeOf(actor, caller));
  return ok(dismissed);
}

async function requestReviewers(call: ActingCall): Promise<Answer> {
  const { world, actor, caller } = call;
  const pull = pullOf(call);
  const { reviewers, team_reviewers } = readBody(call.body, Requested);
  const people = reviewers.map((login) => requestable(call, pull, login));
  for (const slug of team_reviewers) {
    if (!world.access.team(pull.repository.owner, slug)) throw notCollaborators();
  }
  const isNew = (person: Account) => !pull.requestedReviewers.includes(person);
  const asked = people.filter(isNew);
  pull.requestedReviewers = [...pull.requestedReviewers, ...asked];
  pull.requestedTeams = [...new Set([...pull.requestedTeams, ...team_reviewers])];
  touch(world, pull);
  for (const person of asked) {
    const more = { requested_reviewer: simpleUser(world, person) };
    await pullHappened(world, pull, "review_requested", causeOf(actor, caller), more);
  }
  return created(await simplePull(world, pull));
}

async function removeRequests(call: ActingCall): Promise<Answer> {
  const { world, actor, caller } = call;
  const pull = pullOf(call);
  const { reviewers, team_reviewers } = readBody(call.body, Requested);
  const removed = pull.requestedReviewers.filter(({ login }) => reviewers.includes(login));
  pull.requestedReviewers = pull.requestedReviewers.filter((person) => !removed.includes(person));
  pull.requestedTeams = pull.requestedTeams.filter((slug) => !team_reviewers.includes(slug));
  touch(world, pull);
  for (const person of removed) {
    const more = { requested_reviewer: simpleUser(world, person) };
    await pullHappened(world, pull, "review_request_removed", causeOf(actor, caller), more);
  }
  return ok(await simplePull(world, pull));
}

/** @throws ApiError 422 for the author, and for who is no collaborator */
function requestable({ world, repository }: ActingCall, pull: PullRecord, login: string): Account {
  const person = world.registry.find(login);
  if (person === pull.author) throw unprocessable("Review cannot be requested from pull request author.");
  if (person?.kind !== "User" || !isCollaborator(world, person, repository)) throw notCollaborators();
  return person;
}

/** Whoever was given access, by whatever way; reading what is public is not enough. */
function isCollaborator(
  { access }: ActingCall["world"],
  person: Account,
  repository: ActingCall["repository"],
): boolean {
  if (access.collaboratorsOf(repository).has(person) || access.organizationRole(repository.owner, person))
    return true;
  return repository.owner === person || isAtLeast(access.roleOf(person, repository), "triage");
}

function notCollaborators(): ApiError {
  return new ApiError(
    422,
    "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a " +
      "collaborator of the repository.",
  );
}
