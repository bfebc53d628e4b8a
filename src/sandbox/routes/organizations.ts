// Organizations: members, teams and what teams may do, with the webhooks that tell of changes.

import { z } from "zod";
import type { OrganizationRole } from "../accounts/access.ts";
import { actorOf } from "../accounts/callers.ts";
import type { Account } from "../accounts/registry.ts";
import { type Answer, ApiError, created, NO_CONTENT, notFound, ok, readBody } from "../http/answer.ts";
import { listAnswer } from "../http/pages.ts";
import type { OrganizationCall, Permission, Route } from "../http/route.ts";
import type { Json } from "../sandbox.ts";
import { fullOrganization, simpleOrganization, simpleUser } from "../shapes/accounts.ts";
import { fullRepository, repositoryJson } from "../shapes/repository.ts";
import { causeOf } from "../world.ts";
import { createRepository } from "./repositories.ts";

const ORG = "/orgs/{org}";
const MEMBERS = "members:read";

export function route(
  name: Route["name"],
  role: "anyone" | "member" | "admin",
  permission: Permission,
  answer: (call: OrganizationCall) => Promise<Answer>,
): Route {
  return { name, by: "organization", role, permission, answer };
}

export const organizationRoutes: readonly Route[] = [
  route(`GET ${ORG}`, "anyone", "metadata:read", async ({ world, organization }) =>
    ok(fullOrganization(world, organization)),
  ),
  route(`POST ${ORG}/repos`, "admin", "administration:write", async (call) => {
    const repository = await createRepository(call, call.organization, actor(call));
    return created(fullRepository(call.world, repository, call.caller));
  }),
  route(`GET ${ORG}/repos`, "member", "metadata:read", async (call) =>
    listAnswer(call, call.world.repositories.of(call.organization), (one) => repositoryJson(call.world, one)),
  ),
  route(`GET ${ORG}/members`, "member", MEMBERS, async (call) => {
    const role = call.query.get("role") ?? "all";
    const members = [...call.world.access.membersOf(call.organization)];
    const found = members.filter(([, one]) => role === "all" || one === role);
    return listAnswer(call, found, ([person]) => simpleUser(call.world, person));
  }),
  route(`GET ${ORG}/members/{username}`, "member", MEMBERS, async (call) => {
    const isMember = call.world.access.organizationRole(call.organization, personOf(call)) !== undefined;
    if (!isMember) throw notFound();
    return NO_CONTENT;
  }),
  route(`DELETE ${ORG}/members/{username}`, "admin", "members:write", removeMember),
  route(`GET ${ORG}/memberships/{username}`, "member", MEMBERS, async (call) => {
    const role = call.world.access.organizationRole(call.organization, personOf(call));
    if (!role) throw notFound();
    return ok(membershipJson(call, personOf(call), role));
  }),
  route(`PUT ${ORG}/memberships/{username}`, "admin", "members:write", setMember),
  route(`DELETE ${ORG}/memberships/{username}`, "admin", "members:write", removeMember),
];

function actor({ caller }: OrganizationCall): Account {
  const account = actorOf(caller);
  if (!account) throw new ApiError(401, "Requires authentication");
  return account;
}

export function personOf({ world, parameters }: OrganizationCall): Account {
  const person = world.registry.find(parameters.username ?? "");
  if (!person) throw notFound();
  return person;
}

async function setMember(call: OrganizationCall): Promise<Answer> {
  const { world, organization } = call;
  const person = personOf(call);
  const { role } = readBody(call.body, z.object({ role: z.enum(["admin", "member"]).default("member") }));
  const isNew = !world.access.organizationRole(organization, person);
  world.access.setMember(organization, person, role);
  // On GitHub the person has to accept first; in the sandbox they do at once.
  if (isNew) organizationHappened(call, "member_added", person, role);
  return ok(membershipJson(call, person, role));
}

async function removeMember(call: OrganizationCall): Promise<Answer> {
  const { world, organization } = call;
  const person = personOf(call);
  const role = world.access.organizationRole(organization, person);
  if (!role) throw notFound();
  world.access.removeMember(organization, person);
  organizationHappened(call, "member_removed", person, role);
  return NO_CONTENT;
}

function membershipJson(
  { world, organization }: OrganizationCall,
  person: Account,
  role: OrganizationRole,
): Json {
  return {
    url: `${world.url}/orgs/${organization.login}/memberships/${person.login}`,
    state: "active",
    role,
    organization_url: `${world.url}/orgs/${organization.login}`,
    organization: simpleOrganization(world, organization),
    user: simpleUser(world, person),
  };
}

export function organizationHappened(
  call: OrganizationCall,
  action: "member_added" | "member_removed",
  person: Account,
  role: OrganizationRole,
): void {
  const { organization: _, ...membership } = membershipJson(call, person, role);
  happened(call, "organization", action, { membership });
}

export function happened(call: OrganizationCall, name: string, action: string, payload: Json): void {
  const { world, organization, caller } = call;
  const cause = causeOf(actor(call), caller);
  world.webhooks.happened({ name, action, organization, cause, payload });
}
