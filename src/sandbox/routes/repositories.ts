// Repositories: made, forked, shared with people, and their branches protected.

import { z } from "zod";
import { isAtLeast } from "../accounts/access.ts";
import { actorOf } from "../accounts/callers.ts";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import {
  type Answer,
  ApiError,
  created,
  NO_CONTENT,
  notFound,
  ok,
  readBody,
  unprocessable,
} from "../http/answer.ts";
import { listAnswer } from "../http/pages.ts";
import { type ActingCall, acts, type Call, type RepositoryCall, type Route, reads } from "../http/route.ts";
import type { Json, Role } from "../sandbox.ts";
import { simpleUser } from "../shapes/accounts.ts";
import { fullRepository, repositoryJson } from "../shapes/repository.ts";
import { causeOf } from "../world.ts";

const NewRepository = z.looseObject({
  name: z.string().regex(/^[\w.-]+$/),
  description: z.string().nullish(),
  private: z.boolean().default(false),
  visibility: z.enum(["public", "private"]).optional(),
});

const REPO = "/repos/{owner}/{repo}";
const PERSON = `${REPO}/collaborators/{username}` as const;

export const repositoryRoutes: readonly Route[] = [
  reads(`GET ${REPO}`, "metadata:read", async ({ world, repository, caller }) =>
    ok(fullRepository(world, repository, caller)),
  ),
  acts(`DELETE ${REPO}`, "administration:write", "admin", async ({ world, repository, actor }) => {
    const path = `/repos/${repository.fullName}`;
    await world.emulator.expect({ method: "DELETE", path, as: actor.login });
    world.repositories.remove(repository);
    return NO_CONTENT;
  }),
  {
    name: "POST /user/repos",
    by: "anyone",
    async answer(call) {
      const owner = actorOf(call.caller);
      if (owner?.kind !== "User") throw new ApiError(401, "Requires authentication");
      return created(fullRepository(call.world, await createRepository(call, owner, owner), call.caller));
    },
  },
  acts(`POST ${REPO}/forks`, "administration:write", "read", fork),
  reads(`GET ${REPO}/forks`, "metadata:read", async (call) => {
    const forks = call.world.repositories.all().filter(({ parent }) => parent === call.repository);
    return listAnswer(call, forks, (one) => repositoryJson(call.world, one));
  }),

  reads(`GET ${REPO}/collaborators`, "metadata:read", listCollaborators, "write"),
  reads(`GET ${PERSON}`, "metadata:read", async (call) => {
    const { world, repository } = call;
    if (!isAtLeast(world.access.roleOf(personOf(call), repository), "read")) throw notFound();
    return NO_CONTENT;
  }),
  reads(`GET ${PERSON}/permission`, "metadata:read", async (call) => {
    const { world, repository } = call;
    const person = personOf(call);
    const role = world.access.roleOf(person, repository);
    return ok({ permission: legacy(role), role_name: role, user: collaboratorJson(call, person, role) });
  }),
  acts(`PUT ${PERSON}`, "administration:write", "admin", setCollaborator),
  acts(`DELETE ${PERSON}`, "administration:write", "admin", async (call) => {
    const { world, repository, actor, caller } = call;
    const person = personOf(call);
    if (world.access.removeCollaborator(repository, person)) {
      const payload = { member: simpleUser(world, person) };
      const cause = causeOf(actor, caller);
      world.webhooks.happened({ name: "member", action: "removed", repository, cause, payload });
    }
    return NO_CONTENT;
  }),
];

/** A repository always starts with a README, as with `auto_init`. */
export async function createRepository(
  call: Call,
  owner: Account,
  actor: Account,
): Promise<RepositoryRecord> {
  const { world } = call;
  const wanted = readBody(call.body, NewRepository);
  if (world.repositories.find(owner.login, wanted.name)) {
    throw new ApiError(422, "Repository creation failed.", [
      {
        resource: "Repository",
        code: "custom",
        field: "name",
        message: "name already exists on this account",
      },
    ]);
  }
  await world.emulator.expect({
    method: "POST",
    path: owner.kind === "Organization" ? `/orgs/${owner.login}/repos` : "/user/repos",
    as: actor.login,
    body: { name: wanted.name, auto_init: true },
  });
  const now = world.now();
  return world.repositories.add({
    id: world.nextId(),
    owner,
    name: wanted.name,
    fullName: `${owner.login}/${wanted.name}`,
    isPrivate: wanted.visibility === "private" || wanted.private,
    defaultBranch: "main",
    description: wanted.description ?? null,
    createdAt: now,
    pushedAt: now,
  });
}

/** The emulator's forks share nothing with what they were forked from, so the objects and branches are copied. */
async function fork(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller } = call;
  const { name } = readBody(call.body, z.looseObject({ name: z.string().optional() }));
  const existing = world.repositories.find(actor.login, name ?? repository.name);
  if (existing) return { status: 202, body: fullRepository(world, existing, caller) };
  await world.emulator.expect({
    method: "POST",
    path: "/user/repos",
    as: actor.login,
    body: { name: name ?? repository.name, auto_init: true },
  });
  const now = world.now();
  const forked = world.repositories.add({
    id: world.nextId(),
    owner: actor,
    name: name ?? repository.name,
    fullName: `${actor.login}/${name ?? repository.name}`,
    isPrivate: repository.isPrivate,
    defaultBranch: repository.defaultBranch,
    description: repository.description,
    parent: repository,
    createdAt: now,
    pushedAt: now,
  });
  for (const { name: branch, sha } of await world.refs.branches(repository)) {
    await world.objects.share(repository, forked, sha);
    await world.refs.set(forked, `refs/heads/${branch}`, sha);
  }
  return { status: 202, body: fullRepository(world, forked, caller) };
}

function personOf({ world, parameters }: RepositoryCall): Account {
  const person = world.registry.find(parameters.username ?? "");
  if (!person) throw notFound();
  return person;
}

/** `permission` knows four words only: maintain shows as write, triage as read. */
function legacy(role: Role | "none"): string {
  return role === "maintain" ? "write" : role === "triage" ? "read" : role;
}

function collaboratorJson({ world }: RepositoryCall, person: Account, role: Role | "none"): Json {
  const has = (needed: Role) => isAtLeast(role, needed);
  return {
    ...simpleUser(world, person),
    permissions: {
      admin: has("admin"),
      maintain: has("maintain"),
      push: has("write"),
      triage: has("triage"),
      pull: has("read"),
    },
    role_name: role,
  };
}

async function listCollaborators(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const people = new Set([
    ...world.access.collaboratorsOf(repository).keys(),
    ...world.access.membersOf(repository.owner).keys(),
  ]);
  return listAnswer(call, [...people], (person) =>
    collaboratorJson(call, person, world.access.roleOf(person, repository)),
  );
}

const ROLES: Readonly<Record<string, Role>> = {
  pull: "read",
  read: "read",
  triage: "triage",
  push: "write",
  write: "write",
  maintain: "maintain",
  admin: "admin",
};

/** On GitHub the person has to accept first (201 and an invitation); in the sandbox they do at once. */
async function setCollaborator(call: ActingCall): Promise<Answer> {
  const { world, repository, actor, caller } = call;
  const person = personOf(call);
  const { permission } = readBody(call.body, z.object({ permission: z.string().default("push") }));
  const role = ROLES[permission];
  if (!role) throw unprocessable(`${permission} is no permission`);
  const before = world.access.collaboratorsOf(repository).get(person);
  world.access.setCollaborator(repository, person, role);
  const cause = causeOf(actor, caller);
  const member = simpleUser(world, person);
  if (!before) {
    const changes = { permission: { to: legacy(role) }, role_name: { to: role } };
    const payload = { member, changes };
    world.webhooks.happened({ name: "member", action: "added", repository, cause, payload });
  } else if (before !== role) {
    const changes = { permission: { from: legacy(before), to: legacy(role) } };
    const payload = { member, changes };
    world.webhooks.happened({ name: "member", action: "edited", repository, cause, payload });
  }
  return NO_CONTENT;
}
