// Organizations and their teams as tests and the demo hold them.

import type { Account } from "../accounts/registry.ts";
import type { Organization, Person, Repository, RepositoryContents, Role, Team } from "../sandbox.ts";
import type { World } from "../world.ts";
import { PERMISSIONS, RepositoryHandle } from "./repository.ts";

export class OrganizationHandle implements Organization {
  readonly #world: World;
  readonly #account: Account;
  readonly owner: Person;

  constructor(world: World, account: Account, owner: Person) {
    this.#world = world;
    this.#account = account;
    this.owner = owner;
  }

  get login(): string {
    return this.#account.login;
  }

  async createRepository(name: string, contents: RepositoryContents = {}): Promise<Repository> {
    const { files, people = {}, teams = {}, visibility = "public", description } = contents;
    await this.owner.octokit.rest.repos.createInOrg({
      org: this.login,
      name,
      private: visibility === "private",
      auto_init: true,
      ...(description === undefined ? {} : { description }),
    });
    const record = this.#world.repositories.find(this.login, name);
    if (!record) throw new Error(`${this.login}/${name} was not made`);
    const repository = new RepositoryHandle(this.#world, record, this.owner);
    if (files) await this.owner.push(repository, "main", { files, message: "Start" });
    for (const [username, role] of Object.entries(people)) {
      const permission = PERMISSIONS[role];
      await this.owner.octokit.rest.repos.addCollaborator({ ...repository.place, username, permission });
    }
    for (const [slug, role] of Object.entries(teams)) await this.#grant(slug, repository, role);
    return repository;
  }

  async createTeam(name: string, details: Parameters<Organization["createTeam"]>[1] = {}): Promise<Team> {
    const { members = [], parent } = details;
    const { teams } = this.owner.octokit.rest;
    const parentId = parent && (await teams.getByName({ org: this.login, team_slug: parent.slug })).data.id;
    const { data } = await teams.create({
      org: this.login,
      name,
      privacy: "closed",
      ...(parentId === undefined ? {} : { parent_team_id: parentId }),
    });
    const team: Team = {
      slug: data.slug,
      fullName: `${this.login}/${data.slug}`,
      add: (person) => this.#setMembership(data.slug, person),
      remove: (person) => this.#endMembership(data.slug, person),
      grant: (repository, role) => this.#grant(data.slug, repository, role),
    };
    for (const person of members) await team.add(person);
    return team;
  }

  async addMember({ login: username }: Person, role: "member" | "admin" = "member"): Promise<void> {
    await this.owner.octokit.rest.orgs.setMembershipForUser({ org: this.login, username, role });
  }

  async removeMember({ login: username }: Person): Promise<void> {
    await this.owner.octokit.rest.orgs.removeMember({ org: this.login, username });
  }

  async #setMembership(team_slug: string, { login: username }: Person): Promise<void> {
    const membership = { org: this.login, team_slug, username, role: "member" } as const;
    await this.owner.octokit.rest.teams.addOrUpdateMembershipForUserInOrg(membership);
  }

  async #endMembership(team_slug: string, { login: username }: Person): Promise<void> {
    await this.owner.octokit.rest.teams.removeMembershipForUserInOrg({
      org: this.login,
      team_slug,
      username,
    });
  }

  async #grant(team_slug: string, { owner, name: repo }: Repository, role: Role): Promise<void> {
    const permission = PERMISSIONS[role];
    const grant = { org: this.login, team_slug, owner, repo, permission };
    await this.owner.octokit.rest.teams.addOrUpdateRepoPermissionsInOrg(grant);
  }
}
