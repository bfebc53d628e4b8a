// Pull requests: opened, edited, listed, compared, merged.

import { z } from "zod";
import { isAtLeast } from "../accounts/access.ts";
import { Combiner } from "../git/combine.ts";
import { moveRef } from "../git/push.ts";
import { type Answer, ApiError, NO_CONTENT, notFound, ok, readBody, unprocessable } from "../http/answer.ts";
import { linkHeader, listAnswer, onPage, pageOf } from "../http/pages.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import { comparisonOf } from "../pulls/comparison.ts";
import { pullHappened, touch } from "../pulls/events.ts";
import { identityOf, mergePull, webFlow } from "../pulls/merge.ts";
import { pullsOfCommit } from "../pulls/of-commit.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import { commitJson, fileJson } from "../shapes/commit.ts";
import { fullPull, simplePull } from "../shapes/pull-request.ts";
import { causeOf } from "../world.ts";
import { longestBody } from "./issues.ts";
import { invalid, openPull } from "./open-pull.ts";

const MOST_FILES = 3000;
const MOST_COMMITS = 250;

const EditedPull = z.object({
  title: z.string().min(1).optional(),
  body: z.string().max(longestBody).nullish(),
  state: z.enum(["open", "closed"]).optional(),
  base: z.string().min(1).optional(),
  maintainer_can_modify: z.boolean().optional(),
});
const Merge = z.object({
  merge_method: z.enum(["merge", "squash", "rebase"]).default("merge"),
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
});

export const pullRoutes: readonly Route[] = [
  reads("GET /repos/{owner}/{repo}/pulls", "pull_requests:read", listPulls),
  acts("POST /repos/{owner}/{repo}/pulls", "pull_requests:write", "read", openPull),
  reads("GET /repos/{owner}/{repo}/pulls/{pull_number}", "pull_requests:read", async (call) =>
    ok(await fullPull(call.world, pullOf(call))),
  ),
  acts("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", "pull_requests:write", "read", editPull),
  reads("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", "pull_requests:read", listFiles),
  reads("GET /repos/{owner}/{repo}/pulls/{pull_number}/commits", "pull_requests:read", listCommits),
  reads("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", "pull_requests:read", listPullsOfCommit),
  reads("GET /repos/{owner}/{repo}/pulls/{pull_number}/merge", "contents:read", async (call) => {
    if (!pullOf(call).merged) throw notFound();
    return NO_CONTENT;
  }),
  acts("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", "contents:write", "write", merge),
  acts(
    "PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch",
    "pull_requests:write",
    "write",
    updateBranch,
  ),
];

export function pullOf({ world, repository, parameters }: RepositoryCall): PullRecord {
  const pull = world.pulls.find(repository, Number(parameters.pull_number));
  if (!pull) throw notFound();
  return pull;
}

async function listPulls(call: RepositoryCall): Promise<Answer> {
  const { world, repository, query } = call;
  const state = query.get("state") ?? "open";
  const head = query.get("head");
  const base = query.get("base");
  const key = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const found = world.pulls
    .of(repository)
    .filter((pull) => state === "all" || pull.state === state)
    .filter((pull) => !base || pull.base.ref === base)
    .filter((pull) => !head || `${pull.head.repository.owner.login}:${pull.head.ref}` === head)
    .sort((a, b) => a[key].localeCompare(b[key]) || a.number - b.number);
  const isAscending = query.get("direction") === "asc" || (query.has("sort") && !query.has("direction"));
  const ordered = isAscending ? found : found.toReversed();
  const page = pageOf(call);
  const shown = await Promise.all(onPage(ordered, page).map((pull) => simplePull(world, pull)));
  return { ...ok(shown), headers: linkHeader(call, ordered.length, page) };
}

async function editPull(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller } = call;
  const pull = pullOf(call);
  const edit = readBody(call.body, EditedPull);
  assertMayEdit(call, pull);
  const before = { title: pull.title, body: pull.body, base: { ...pull.base } };
  const cause = causeOf(actor, caller);
  if (edit.base && edit.base !== pull.base.ref) {
    const sha = await world.refs.branch(repository, edit.base);
    if (!sha || pull.state === "closed") throw invalid("base");
    pull.base = { ref: edit.base, sha };
  }
  pull.title = edit.title ?? pull.title;
  if (edit.body !== undefined) pull.body = edit.body;
  await world.emulator.expect({
    method: "PATCH",
    path: `/repos/${repository.fullName}/pulls/${pull.number}`,
    as: actor.login,
    body: { title: pull.title, body: pull.body, ...(edit.state ? { state: edit.state } : {}) },
  });
  const changes = {
    ...(before.title === pull.title ? {} : { title: { from: before.title } }),
    ...(before.body === pull.body ? {} : { body: { from: before.body ?? "" } }),
    ...(before.base.ref === pull.base.ref
      ? {}
      : { base: { ref: { from: before.base.ref }, sha: { from: before.base.sha } } }),
  };
  if (Object.keys(changes).length > 0) {
    touch(world, pull);
    await pullHappened(world, pull, "edited", cause, { changes });
  }
  if (edit.state && edit.state !== pull.state) await setState(call, pull, edit.state);
  return ok(await fullPull(world, pull));
}

async function setState(call: ActingCall, pull: PullRecord, state: "open" | "closed"): Promise<void> {
  const { world, actor, caller } = call;
  const cause = causeOf(actor, caller);
  touch(world, pull);
  if (state === "closed") {
    pull.state = "closed";
    pull.closedAt = world.now();
    await pullHappened(world, pull, "closed", cause);
    return;
  }
  const head = await world.refs.branch(pull.head.repository, pull.head.ref);
  if (pull.merged || !head)
    throw unprocessable("state cannot be changed. The pull request cannot be reopened.");
  pull.state = "open";
  pull.closedAt = null;
  // A push while it was closed shows now; GitHub sends no event of its own for it.
  await world.objects.share(pull.head.repository, pull.repository, head);
  pull.head.sha = head;
  await pullHappened(world, pull, "reopened", cause);
}

function assertMayEdit({ world, repository, actor, caller }: ActingCall, pull: PullRecord): void {
  if (caller.kind !== "person" || actor === pull.author) return;
  if (!isAtLeast(world.access.roleOf(actor, repository), "triage")) {
    throw new ApiError(403, `${actor.login} may not edit this pull request`);
  }
}

async function listFiles(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const pull = pullOf(call);
  const files = (await comparisonOf(world, pull))?.files.slice(0, MOST_FILES) ?? [];
  return listAnswer(call, files, (file) => fileJson(world, repository, file, pull.head.sha));
}

async function listCommits(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const commits = (await comparisonOf(world, pullOf(call)))?.ahead.slice(0, MOST_COMMITS) ?? [];
  return listAnswer(call, commits, (commit) => commitJson(world, repository, commit));
}

async function listPullsOfCommit(call: RepositoryCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const sha = await world.refs.resolve(repository, parameters.commit_sha ?? "");
  if (!sha) throw unprocessable(`No commit found for SHA: ${parameters.commit_sha}`);
  const found = await pullsOfCommit(world, repository, sha);
  return ok(await Promise.all(found.map((pull) => simplePull(world, pull))));
}

async function merge(call: ActingCall): Promise<Answer> {
  const { world, actor, caller } = call;
  const { merge_method, commit_title, commit_message, sha } = readBody(call.body, Merge);
  const request = { method: merge_method, title: commit_title, message: commit_message, sha };
  const merged = await mergePull(world, pullOf(call), request, causeOf(actor, caller));
  return ok({ sha: merged, merged: true, message: "Pull Request successfully merged" });
}

async function updateBranch(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller } = call;
  const pull = pullOf(call);
  const { expected_head_sha } = readBody(call.body, z.object({ expected_head_sha: z.string().optional() }));
  if (expected_head_sha && expected_head_sha !== pull.head.sha) {
    throw unprocessable("expected head sha didn't match current head ref.");
  }
  const tip = await world.refs.branch(repository, pull.base.ref);
  const now = world.now();
  const merged = tip
    ? await new Combiner(world.objects, repository).merge(pull.head.sha, tip, {
        message: `Merge branch '${pull.base.ref}' into ${pull.head.ref}`,
        author: identityOf(actor, now),
        committer: webFlow(now),
      })
    : undefined;
  if (merged?.kind !== "clean") throw unprocessable("merge conflict between base and head");
  await world.objects.share(repository, pull.head.repository, merged.result.sha);
  const ref = `refs/heads/${pull.head.ref}`;
  const move = {
    repository: pull.head.repository,
    ref,
    after: merged.result.sha,
    cause: causeOf(actor, caller),
  };
  await moveRef(world, move);
  const url = `${world.url}/repos/${repository.fullName}/pulls/${pull.number}`;
  return { status: 202, body: { message: "Updating pull request branch.", url } };
}
