// Teams: their members, their place below other teams, and the repositories they may work in.

import { z } from "zod";
import type { TeamRecord } from "../accounts/access.ts";
import type { Account } from "../accounts/registry.ts";
import { type Answer, ApiError, created, NO_CONTENT, notFound, ok, readBody } from "../http/answer.ts";
import { listAnswer } from "../http/pages.ts";
import type { OrganizationCall, Route } from "../http/route.ts";
import type { Json, Role } from "../sandbox.ts";
import { fullTeam, listedTeam, simpleUser } from "../shapes/accounts.ts";
import { repositoryJson } from "../shapes/repository.ts";
import { happened, organizationHappened, personOf, route } from "./organizations.ts";

const NewTeam = z.object({
  name: z.string().min(1),
  description: z.string().optional(),
  privacy: z.enum(["secret", "closed"]).optional(),
  parent_team_id: z.int().optional(),
  maintainers: z.array(z.string()).optional(),
  repo_names: z.array(z.string()).optional(),
  permission: z.enum(["pull", "push"]).optional(),
  notification_setting: z.string().optional(),
});
const ChangedTeam = z.object({
  name: z.string().min(1).optional(),
  description: z.string().optional(),
  privacy: z.enum(["secret", "closed"]).optional(),
  parent_team_id: z.int().nullish(),
});

const ORG = "/orgs/{org}";
const TEAM = `${ORG}/teams/{team_slug}` as const;
const MEMBERS = "members:read";

export const teamRoutes: readonly Route[] = [
  route(`GET ${ORG}/teams`, "member", MEMBERS, async (call) =>
    listAnswer(call, call.world.access.teamsOf(call.organization), (team) => listedTeam(call.world, team)),
  ),
  route(`POST ${ORG}/teams`, "member", "members:write", createTeam),
  route(`GET ${TEAM}`, "member", MEMBERS, async (call) => ok(fullTeam(call.world, teamOf(call)))),
  route(`PATCH ${TEAM}`, "admin", "members:write", changeTeam),
  route(`DELETE ${TEAM}`, "admin", "members:write", async (call) => {
    const team = teamOf(call);
    call.world.access.removeTeam(team);
    teamHappened(call, "deleted", team);
    return NO_CONTENT;
  }),
  route(`GET ${TEAM}/teams`, "member", MEMBERS, async (call) =>
    listAnswer(call, call.world.access.childrenOf(teamOf(call)), (team) => listedTeam(call.world, team)),
  ),
  route(`GET ${TEAM}/members`, "member", MEMBERS, async (call) => {
    const members = call.world.access.allMembersOf(teamOf(call));
    return listAnswer(call, members, (login) => simpleUser(call.world, call.world.account(login)));
  }),
  route(`GET ${TEAM}/memberships/{username}`, "member", MEMBERS, async (call) => {
    const team = teamOf(call);
    const { login } = personOf(call);
    if (!call.world.access.allMembersOf(team).includes(login)) throw notFound();
    return ok(teamMembershipJson(call, team, login));
  }),
  route(`PUT ${TEAM}/memberships/{username}`, "admin", "members:write", addToTeam),
  route(`DELETE ${TEAM}/memberships/{username}`, "admin", "members:write", removeFromTeam),
  route(`GET ${TEAM}/repos`, "member", MEMBERS, async (call) =>
    listAnswer(call, [...teamOf(call).repositories.keys()], (one) => repositoryJson(call.world, one)),
  ),
  route(`PUT ${TEAM}/repos/{owner}/{repo}`, "admin", "administration:write", grantRepository),
  route(`DELETE ${TEAM}/repos/{owner}/{repo}`, "admin", "administration:write", async (call) => {
    const team = teamOf(call);
    const repository = repositoryOf(call);
    if (team.repositories.delete(repository)) {
      teamHappened(call, "removed_from_repository", team, {
        repository: repositoryJson(call.world, repository),
      });
    }
    return NO_CONTENT;
  }),
];

function teamOf({ world, organization, parameters }: OrganizationCall): TeamRecord {
  const team = world.access.team(organization, parameters.team_slug ?? "");
  if (!team) throw notFound();
  return team;
}

function repositoryOf({ world, parameters }: OrganizationCall) {
  const repository = world.repositories.find(parameters.owner ?? "", parameters.repo ?? "");
  if (!repository) throw notFound();
  return repository;
}

async function createTeam(call: OrganizationCall): Promise<Answer> {
  const { world, organization } = call;
  const wanted = readBody(call.body, NewTeam);
  const slug = wanted.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  if (world.access.team(organization, slug)) {
    throw new ApiError(422, "Validation Failed", [
      { resource: "Team", code: "already_exists", field: "name" },
    ]);
  }
  const parent = world.access.teamsOf(organization).find(({ id }) => id === wanted.parent_team_id);
  if (wanted.parent_team_id && !parent) throw notFound();
  const team: TeamRecord = {
    id: world.nextId(),
    organization,
    slug,
    createdAt: world.now(),
    name: wanted.name,
    description: wanted.description ?? null,
    privacy: wanted.privacy ?? (parent ? "closed" : "secret"),
    parent,
    members: new Map(),
    repositories: new Map(),
  };
  world.access.addTeam(team);
  teamHappened(call, "created", team);
  return created(fullTeam(world, team));
}

async function changeTeam(call: OrganizationCall): Promise<Answer> {
  const { world, organization } = call;
  const team = teamOf(call);
  const wanted = readBody(call.body, ChangedTeam);
  const before = { name: team.name, description: team.description };
  team.name = wanted.name ?? team.name;
  team.description = wanted.description ?? team.description;
  if (wanted.parent_team_id !== undefined) {
    team.parent = world.access.teamsOf(organization).find(({ id }) => id === wanted.parent_team_id);
  }
  const changes = {
    ...(before.name === team.name ? {} : { name: { from: before.name } }),
    ...(before.description === team.description ? {} : { description: { from: before.description ?? "" } }),
  };
  teamHappened(call, "edited", team, { changes });
  return ok(fullTeam(world, team));
}

async function addToTeam(call: OrganizationCall): Promise<Answer> {
  const { world, organization } = call;
  const team = teamOf(call);
  const person = personOf(call);
  const wanted = readBody(call.body, z.object({ role: z.enum(["member", "maintainer"]).default("member") }));
  if (!world.access.organizationRole(organization, person)) {
    world.access.setMember(organization, person, "member");
    organizationHappened(call, "member_added", person, "member");
  }
  const isNew = !team.members.has(person.login);
  team.members.set(person.login, wanted.role);
  if (isNew) membershipHappened(call, "added", team, person);
  return ok(teamMembershipJson(call, team, person.login));
}

async function removeFromTeam(call: OrganizationCall): Promise<Answer> {
  const team = teamOf(call);
  const person = personOf(call);
  if (!team.members.delete(person.login)) throw notFound();
  membershipHappened(call, "removed", team, person);
  return NO_CONTENT;
}

const TEAM_ROLES: Readonly<Record<string, Role>> = {
  pull: "read",
  triage: "triage",
  push: "write",
  maintain: "maintain",
  admin: "admin",
};

async function grantRepository(call: OrganizationCall): Promise<Answer> {
  const team = teamOf(call);
  const repository = repositoryOf(call);
  const { permission } = readBody(call.body, z.object({ permission: z.string().default("push") }));
  const role = TEAM_ROLES[permission];
  if (!role) throw new ApiError(422, `${permission} is no permission the sandbox knows`);
  team.repositories.set(repository, role);
  teamHappened(call, "added_to_repository", team, { repository: repositoryJson(call.world, repository) });
  return NO_CONTENT;
}

function teamMembershipJson({ world }: OrganizationCall, team: TeamRecord, login: string): Json {
  const url = `${world.url}/organizations/${team.organization.id}/team/${team.id}/memberships/${login}`;
  return { url, role: team.members.get(login) ?? "member", state: "active" };
}

function membershipHappened(
  call: OrganizationCall,
  action: "added" | "removed",
  team: TeamRecord,
  person: Account,
): void {
  const { world } = call;
  happened(call, "membership", action, {
    scope: "team",
    member: simpleUser(world, person),
    team: listedTeam(world, team),
  });
}

function teamHappened(call: OrganizationCall, action: string, team: TeamRecord, more: Json = {}): void {
  happened(call, "team", action, { team: listedTeam(call.world, team), ...more });
}
