// Who may do what: organization membership, teams and their children, collaborators, and the role that follows.

import type { Role } from "../sandbox.ts";
import type { Account } from "./registry.ts";
import type { RepositoryRecord } from "./repositories.ts";

export type OrganizationRole = "member" | "admin";

export interface TeamRecord {
  readonly id: number;
  readonly organization: Account;
  readonly slug: string;
  readonly createdAt: string;
  name: string;
  description: string | null;
  privacy: "closed" | "secret";
  parent: TeamRecord | undefined;
  /** By login, as written in the account. */
  readonly members: Map<string, "member" | "maintainer">;
  readonly repositories: Map<RepositoryRecord, Role>;
}

const ROLES: readonly Role[] = ["read", "triage", "write", "maintain", "admin"];

export function isAtLeast(role: Role | "none", needed: Role): boolean {
  return role !== "none" && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

export class Access {
  readonly #members = new Map<Account, Map<Account, OrganizationRole>>();
  readonly #teams: TeamRecord[] = [];
  readonly #collaborators = new Map<RepositoryRecord, Map<Account, Role>>();

  // Organizations

  organizationRole(organization: Account, person: Account): OrganizationRole | undefined {
    return this.#members.get(organization)?.get(person);
  }

  membersOf(organization: Account): ReadonlyMap<Account, OrganizationRole> {
    return this.#members.get(organization) ?? new Map();
  }

  setMember(organization: Account, person: Account, role: OrganizationRole): void {
    const members = this.#members.get(organization) ?? new Map();
    this.#members.set(organization, members.set(person, role));
  }

  /** Who leaves an organization leaves its teams and repositories. */
  removeMember(organization: Account, person: Account): void {
    this.#members.get(organization)?.delete(person);
    for (const team of this.teamsOf(organization)) team.members.delete(person.login);
    for (const [repository, people] of this.#collaborators) {
      if (repository.owner === organization) people.delete(person);
    }
  }

  // Teams

  addTeam(team: TeamRecord): void {
    this.#teams.push(team);
  }

  removeTeam(team: TeamRecord): void {
    this.#teams.splice(this.#teams.indexOf(team), 1);
    for (const child of this.#teams) if (child.parent === team) child.parent = team.parent;
  }

  teamsOf(organization: Account): TeamRecord[] {
    return this.#teams.filter((team) => team.organization === organization);
  }

  team(organization: Account, slug: string): TeamRecord | undefined {
    return this.teamsOf(organization).find((team) => team.slug === slug.toLowerCase());
  }

  childrenOf(team: TeamRecord): TeamRecord[] {
    return this.#teams.filter((one) => one.parent === team);
  }

  /** Members of the team and of all its child teams: as GitHub lists them. */
  allMembersOf(team: TeamRecord): string[] {
    const nested = this.childrenOf(team).flatMap((child) => this.allMembersOf(child));
    return [...new Set([...team.members.keys(), ...nested])];
  }

  // Repositories

  collaboratorsOf(repository: RepositoryRecord): ReadonlyMap<Account, Role> {
    return this.#collaborators.get(repository) ?? new Map();
  }

  setCollaborator(repository: RepositoryRecord, person: Account, role: Role): void {
    const people = this.#collaborators.get(repository) ?? new Map();
    this.#collaborators.set(repository, people.set(person, role));
  }

  removeCollaborator(repository: RepositoryRecord, person: Account): boolean {
    return this.#collaborators.get(repository)?.delete(person) ?? false;
  }

  /** The highest role that ownership, membership, teams or an invitation give. */
  roleOf(person: Account, repository: RepositoryRecord): Role | "none" {
    const { owner } = repository;
    if (owner === person) return "admin";
    const roles: (Role | undefined)[] = [this.collaboratorsOf(repository).get(person)];
    const membership = this.organizationRole(owner, person);
    // Organizations give their members read access to all repositories unless told otherwise.
    if (membership) roles.push(membership === "admin" ? "admin" : "read");
    for (const team of this.teamsOf(owner)) {
      if (this.allMembersOf(team).includes(person.login)) roles.push(this.teamRole(team, repository));
    }
    if (!repository.isPrivate) roles.push("read");
    return ROLES.findLast((role) => roles.includes(role)) ?? "none";
  }

  /** A child team has its parent's access. */
  teamRole(team: TeamRecord, repository: RepositoryRecord): Role | undefined {
    const inherited = team.parent && this.teamRole(team.parent, repository);
    const own = team.repositories.get(repository);
    return ROLES.findLast((role) => role === own || role === inherited);
  }

  association(person: Account, repository: RepositoryRecord): string {
    if (repository.owner === person) return "OWNER";
    if (this.organizationRole(repository.owner, person)) return "MEMBER";
    if (this.collaboratorsOf(repository).has(person)) return "COLLABORATOR";
    return "NONE";
  }
}
