// Commit statuses: set by who may push, shown one by one and combined.

import { z } from "zod";
import { combinedState, type StatusRecord } from "../checks/statuses.ts";
import { type Answer, created, notFound, ok, readBody, unprocessable } from "../http/answer.ts";
import { linkHeader, listAnswer, onPage, pageOf } from "../http/pages.ts";
import { type ActingCall, acts, type RepositoryCall, type Route, reads } from "../http/route.ts";
import type { Json } from "../sandbox.ts";
import { simpleUser } from "../shapes/accounts.ts";
import { commitJson } from "../shapes/commit.ts";
import { minimalRepository } from "../shapes/repository.ts";
import { causeOf, nodeId, type World } from "../world.ts";

const MOST_OF_A_CONTEXT = 1000;

const NewStatus = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  context: z.string().min(1).default("default"),
  description: z.string().max(140).nullish(),
  target_url: z.url({ protocol: /^https?$/ }).nullish(),
});

const REPO = "/repos/{owner}/{repo}";

export const statusRoutes: readonly Route[] = [
  acts(`POST ${REPO}/statuses/{sha}`, "statuses:write", "write", createStatus),
  reads(`GET ${REPO}/commits/{ref}/status`, "statuses:read", combined),
  reads(`GET ${REPO}/commits/{ref}/statuses`, "statuses:read", async (call) => {
    const statuses = call.world.statuses.on(call.repository, await shaOf(call));
    return listAnswer(call, statuses, (status) => statusJson(call.world, status));
  }),
];

async function createStatus(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, parameters } = call;
  const { state, context, description, target_url } = readBody(call.body, NewStatus);
  const commit = await world.objects.commit(repository, parameters.sha ?? "");
  if (!commit) throw unprocessable(`No commit found for SHA: ${parameters.sha}`);
  const { sha } = commit;
  const same = world.statuses.on(repository, sha).filter((one) => one.context === context);
  if (same.length >= MOST_OF_A_CONTEXT) {
    throw unprocessable("This SHA and context has reached the maximum number of statuses.");
  }
  const status: StatusRecord = {
    id: world.nextId(),
    repository,
    sha,
    state,
    context,
    description: description ?? null,
    targetUrl: target_url ?? null,
    creator: actor,
    createdAt: world.now(),
  };
  world.statuses.add(status);
  await statusHappened(call, status);
  await world.queue.checked(repository, sha);
  return created(statusJson(world, status));
}

async function statusHappened({ world, actor, caller }: ActingCall, status: StatusRecord): Promise<void> {
  const { id, repository, sha, state, context, description, targetUrl, createdAt } = status;
  const commit = await world.objects.existing(repository, sha);
  const branches = (await world.refs.branches(repository)).filter((branch) => branch.sha === sha);
  world.webhooks.happened({
    name: "status",
    repository,
    cause: causeOf(actor, caller),
    payload: {
      id,
      sha,
      name: repository.fullName,
      avatar_url: `${world.url}/avatars/${status.creator.id}`,
      target_url: targetUrl,
      context,
      description,
      state,
      commit: commitJson(world, repository, commit),
      branches: branches.map(({ name }) => ({
        name,
        commit: { sha, url: `${world.url}/repos/${repository.fullName}/commits/${sha}` },
        protected: world.protections.of(repository, name) !== undefined,
      })),
      created_at: createdAt,
      updated_at: createdAt,
    },
  });
}

async function combined(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const sha = await shaOf(call);
  const latest = world.statuses.latest(repository, sha);
  const page = pageOf(call);
  const api = `${world.url}/repos/${repository.fullName}`;
  const body = {
    state: combinedState(latest.map(({ state }) => state)),
    statuses: onPage(latest, page).map((status) => simpleStatus(world, status)),
    sha,
    total_count: latest.length,
    repository: minimalRepository(world, repository),
    commit_url: `${api}/commits/${sha}`,
    url: `${api}/commits/${sha}/status`,
  };
  return { ...ok(body), headers: linkHeader(call, latest.length, page) };
}

async function shaOf({ world, repository, parameters }: RepositoryCall): Promise<string> {
  const sha = await world.refs.resolve(repository, parameters.ref ?? "");
  if (!sha) throw notFound();
  return sha;
}

function simpleStatus(world: World, status: StatusRecord): Json {
  const { id, repository, sha, state, context, description, targetUrl, creator, createdAt } = status;
  return {
    url: `${world.url}/repos/${repository.fullName}/statuses/${sha}`,
    avatar_url: `${world.url}/avatars/${creator.id}`,
    id,
    node_id: nodeId("SC", id),
    state,
    description,
    target_url: targetUrl,
    context,
    created_at: createdAt,
    updated_at: createdAt,
  };
}

function statusJson(world: World, status: StatusRecord): Json {
  return { ...simpleStatus(world, status), creator: simpleUser(world, status.creator) };
}
