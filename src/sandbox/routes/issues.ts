// Issues, comments and labels: stored by the emulator, with reactions, GitHub's longest body, and webhooks added.

import { z } from "zod";
import { isAtLeast } from "../accounts/access.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import { ROOT } from "../emulator.ts";
import { type Answer, ApiError, created, NO_CONTENT, notFound, ok, readBody } from "../http/answer.ts";
import { listAnswer } from "../http/pages.ts";
import { readStored, restOf, storeBy } from "../http/pass-on.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import { issueHappened } from "../issues/events.ts";
import { type ListedIssue, listed } from "../issues/filter.ts";
import { ensureLabel, type Label, labelsWithout } from "../issues/labels.ts";
import { pullHappened, touch } from "../pulls/events.ts";
import type { Json } from "../sandbox.ts";
import { issueJson, issueOfPull, storedIssue } from "../shapes/issue.ts";
import { authored } from "../shapes/stored.ts";
import { causeOf, nodeId, type World } from "../world.ts";
import { rollup } from "./reactions.ts";

/** Bodies of issues, pull requests, comments and reviews end there. */
export const longestBody = 65_536;

const Body = z.object({ body: z.string().min(1).max(longestBody) });
const Labels = z.union([z.object({ labels: z.array(z.string()) }), z.array(z.string())]);

const REPO = "/repos/{owner}/{repo}";
const ISSUE = `${REPO}/issues/{issue_number}` as const;
const COMMENT = `${REPO}/issues/comments/{comment_id}` as const;
const READ = "issues|pull_requests:read";
const WRITE = "issues|pull_requests:write";

export const issueRoutes: readonly Route[] = [
  reads(`GET ${REPO}/issues`, READ, listIssues),
  reads(`GET ${ISSUE}`, READ, readIssue),
  reads(`GET ${ISSUE}/comments`, READ, async (call) =>
    shownEach(await readStored(call, restOf(call)), commentJson, call),
  ),
  acts(`POST ${ISSUE}/comments`, WRITE, "read", createComment),
  reads(`GET ${COMMENT}`, READ, async (call) =>
    ok(commentJson(call, (await readStored(call, restOf(call))).body)),
  ),
  acts(`PATCH ${COMMENT}`, WRITE, "read", editComment),
  acts(`DELETE ${COMMENT}`, WRITE, "read", deleteComment),
  reads(`GET ${REPO}/labels`, READ, (call) => readStored(call, restOf(call))),
  acts(`POST ${REPO}/labels`, WRITE, "write", async (call) =>
    created((await storeBy(call, "/labels", call.body)).body),
  ),
  reads(`GET ${ISSUE}/labels`, READ, (call) => readStored(call, restOf(call))),
  acts(`POST ${ISSUE}/labels`, WRITE, "triage", changeLabels),
  acts(`PUT ${ISSUE}/labels`, WRITE, "triage", changeLabels),
  acts(`DELETE ${ISSUE}/labels/{name}`, WRITE, "triage", removeLabel),
];

function shownEach(
  answer: Answer,
  show: (call: RepositoryCall, json: unknown) => unknown,
  call: RepositoryCall,
): Answer {
  return { ...answer, body: (answer.body as unknown[]).map((json) => show(call, json)) };
}

interface Stored {
  readonly id: number;
  readonly number?: number;
  readonly [key: string]: unknown;
}

function commentJson({ world, repository }: RepositoryCall, json: unknown): Json {
  return commentShape(world, repository, json as Stored);
}

function commentShape(world: World, repository: RepositoryRecord, json: Stored): Json {
  return {
    ...json,
    node_id: nodeId("IC", json.id),
    reactions: rollup(world, repository, "comment", json.id),
  };
}

async function listIssues(call: RepositoryCall): Promise<Answer> {
  const { world, repository, query } = call;
  const state = query.get("state") ?? "open";
  const stored: Json[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await readStored(call, `/issues?state=${state}&per_page=100&page=${page}`);
    const found = answer.body as Json[];
    stored.push(...found.map((json) => storedIssue(world, repository, json)));
    if (found.length < 100) break;
  }
  const pulls = world.pulls.of(repository).filter((pull) => state === "all" || pull.state === state);
  for (const pull of pulls) stored.push(await issueOfPull(world, pull));
  return listAnswer(call, listed(stored as unknown as ListedIssue[], query), (issue) => issue);
}

async function readIssue(call: RepositoryCall): Promise<Answer> {
  const issue = await issueJson(call.world, call.repository, Number(call.parameters.issue_number));
  if (!issue) throw notFound();
  return ok(issue);
}

async function createComment(call: ActingCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const number = Number(parameters.issue_number);
  const { body } = readBody(call.body, Body);
  const answer = await storeBy(call, `/issues/${number}/comments`, { body });
  const comment = commentJson(call, answer.body);
  const pull = world.pulls.find(repository, number);
  if (pull) {
    pull.comments += 1;
    touch(world, pull);
  }
  await commentHappened(call, number, comment, "created");
  return created(comment);
}

async function editComment(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, parameters } = call;
  const { body } = readBody(call.body, Body);
  const before = await existingComment(call);
  if (before.user?.login !== actor.login && !isAtLeast(world.access.roleOf(actor, repository), "write")) {
    throw new ApiError(403, "You may only edit your own comment");
  }
  const answer = await storeBy(call, `/issues/comments/${parameters.comment_id}`, { body });
  const comment = commentJson(call, answer.body);
  const changes = { body: { from: before.body } };
  await commentHappened(call, numberOf(before.issue_url), comment, "edited", { changes });
  return ok(comment);
}

async function deleteComment(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller, parameters } = call;
  const before = await existingComment(call);
  const isOwn = before.user?.login === actor.login;
  if (!isOwn && caller.kind === "person" && !isAtLeast(world.access.roleOf(actor, repository), "write")) {
    throw new ApiError(403, "You may only delete your own comment");
  }
  await storeBy(call, `/issues/comments/${parameters.comment_id}`, undefined);
  const pull = world.pulls.find(repository, numberOf(before.issue_url));
  if (pull) pull.comments -= 1;
  await commentHappened(call, numberOf(before.issue_url), commentJson(call, before), "deleted");
  return NO_CONTENT;
}

interface CommentJson extends Stored {
  readonly body: string;
  readonly issue_url: string;
  readonly user: { readonly login: string } | null;
}

async function existingComment({ world, repository, parameters }: ActingCall): Promise<CommentJson> {
  const path = `/repos/${repository.fullName}/issues/comments/${parameters.comment_id}`;
  const { status, body } = await world.emulator.request({ method: "GET", path, as: ROOT });
  if (status !== 200) throw notFound();
  return authored(world, repository, body) as CommentJson;
}

function numberOf(issueUrl: string): number {
  return Number(issueUrl.split("/").at(-1));
}

async function commentHappened(
  { world, repository, actor, caller }: ActingCall,
  number: number,
  comment: Json,
  action: "created" | "edited" | "deleted",
  more: Json = {},
): Promise<void> {
  const issue = await issueJson(world, repository, number);
  world.webhooks.happened({
    name: "issue_comment",
    action,
    repository,
    cause: causeOf(actor, caller),
    payload: { issue, comment, ...more },
  });
}

async function changeLabels(call: ActingCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const wanted = readBody(call.body, Labels);
  const labels = Array.isArray(wanted) ? wanted : wanted.labels;
  // GitHub makes a label that does not exist yet.
  for (const name of labels) await ensureLabel(world, repository, name);
  const before = (await readStored(call, `/issues/${parameters.issue_number}/labels?per_page=100`))
    .body as Label[];
  const answer = await storeBy(call, `/issues/${parameters.issue_number}/labels`, { labels });
  const after = answer.body as Label[];
  await labelsHappened(call, "labeled", labelsWithout(after, before));
  await labelsHappened(call, "unlabeled", labelsWithout(before, after));
  return ok(after);
}

async function removeLabel(call: ActingCall): Promise<Answer> {
  const { issue_number, name = "" } = call.parameters;
  const before = (await readStored(call, `/issues/${issue_number}/labels?per_page=100`)).body as Label[];
  const answer = await storeBy(call, `/issues/${issue_number}/labels/${encodeURIComponent(name)}`, undefined);
  const after = answer.body as Label[];
  await labelsHappened(call, "unlabeled", labelsWithout(before, after));
  return ok(after);
}

async function labelsHappened(
  call: ActingCall,
  action: "labeled" | "unlabeled",
  labels: readonly Label[],
): Promise<void> {
  const { world, repository, actor, caller } = call;
  const number = Number(call.parameters.issue_number);
  const pull = world.pulls.find(repository, number);
  if (labels.length === 0) return;
  if (!pull) {
    const issue = (await issueJson(world, repository, number)) ?? {};
    for (const label of labels) issueHappened(call, issue, action, { label });
    return;
  }
  touch(world, pull);
  for (const label of labels) {
    const { name } = label;
    const labeling = { id: world.nextId(), kind: action, label: { name }, actor, createdAt: world.now() };
    world.labelings.add(pull, labeling);
    await pullHappened(world, pull, action, causeOf(actor, caller), { label });
  }
}
