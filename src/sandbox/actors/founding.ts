// Makes the accounts of a sandbox: people, organizations, Apps. All come before the first repository.

import { type AppRecord, newPrivateKey, newToken } from "../accounts/apps.ts";
import type { Account } from "../accounts/registry.ts";
import type { AppRegistration, Organization, Person, RegisteredApp, Sandbox } from "../sandbox.ts";
import { WORKFLOW_APP, type World } from "../world.ts";
import { AppHandle } from "./app.ts";
import { OrganizationHandle } from "./organization.ts";
import { PersonHandle } from "./person.ts";

/** An App may ask for an event only with a permission that shows it such things anyway. */
const PERMISSION_OF_EVENT: Readonly<Record<string, string>> = {
  check_run: "checks",
  check_suite: "checks",
  create: "contents",
  delete: "contents",
  deployment: "deployments",
  deployment_status: "deployments",
  issue_comment: "issues",
  issues: "issues",
  member: "members",
  membership: "members",
  merge_group: "merge_queues",
  organization: "members",
  pull_request: "pull_requests",
  pull_request_review: "pull_requests",
  push: "contents",
  release: "contents",
  repository_dispatch: "contents",
  status: "statuses",
  team: "members",
  workflow_dispatch: "contents",
};

export class Founding {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.#account("User", "web-flow", "GitHub", "noreply@github.com", 19_864_447);
    const bot = this.#bot("github-actions[bot]", "github-actions", 41_898_282);
    world.apps.add({
      ...this.#appRecord(WORKFLOW_APP, "github-actions", "GitHub Actions", bot),
      // Nobody ever signs in its name: workflows are given their tokens.
      privateKey: "",
      permissions: {},
      events: [],
    });
  }

  /** A login that ends in `[bot]` makes a bot that acts with a token like a person's. */
  person(login: string, details: Parameters<Sandbox["createPerson"]>[1] = {}): Person {
    const isBot = login.endsWith("[bot]");
    const name = details.name ?? (isBot ? login : login.charAt(0).toUpperCase() + login.slice(1));
    const email = details.email ?? `${login.replace("[bot]", "")}@example.com`;
    const account = isBot ? this.#bot(login, name) : this.#account("User", login, name, email);
    const token = this.#world.callers.grant(newToken("ghp"), { kind: "person", account });
    return new PersonHandle(this.#world, account, token);
  }

  organization(login: string, details: Parameters<Sandbox["createOrganization"]>[1] = {}): Organization {
    const owner = details.owner ?? this.person(`${login}-owner`);
    this.#world.emulator.addOrganization(login);
    const id = this.#world.nextId();
    const account = this.#world.registry.add({ kind: "Organization", login, id, name: login, email: "" });
    this.#world.access.setMember(account, this.#world.account(owner.login), "admin");
    for (const person of details.members ?? []) {
      this.#world.access.setMember(account, this.#world.account(person.login), "member");
    }
    for (const app of this.#world.apps.all()) if (app.id !== WORKFLOW_APP) this.#install(app, account);
    return new OrganizationHandle(this.#world, account, owner);
  }

  /** @throws Error where GitHub would not take the registration */
  app(registration: AppRegistration): RegisteredApp {
    const { name = "Prompt Steward", permissions, events, webhookUrl } = registration;
    for (const event of events) {
      const needed = PERMISSION_OF_EVENT[event];
      if (!needed) throw new Error(`The sandbox sends no event ${event}.`);
      const isShown = permissions[needed] ?? (event === "issue_comment" && permissions.pull_requests);
      if (!isShown) throw new Error(`The event ${event} needs the permission ${needed}: read, or more.`);
    }
    const slug = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "");
    const bot = this.#bot(`${slug}[bot]`, name);
    const app: AppRecord = {
      ...this.#appRecord(this.#world.nextId(), slug, name, bot),
      privateKey: newPrivateKey(),
      permissions: { metadata: "read", ...permissions },
      events,
      webhookUrl,
    };
    this.#world.apps.add(app);
    for (const organization of this.#world.registry.organizations()) this.#install(app, organization);
    return new AppHandle(this.#world, app);
  }

  #appRecord(id: number, slug: string, name: string, bot: Account) {
    return {
      id,
      slug,
      name,
      bot,
      owner: undefined,
      webhookSecret: newToken("ghs"),
      createdAt: this.#world.now(),
      webhookUrl: undefined,
    };
  }

  #install(app: AppRecord, account: Account): void {
    this.#world.apps.install({ id: this.#world.nextId(), app, account, createdAt: this.#world.now() });
  }

  #bot(login: string, name: string, id = this.#world.nextId()): Account {
    return this.#account("Bot", login, name, `${id}+${login}@users.noreply.github.com`, id);
  }

  #account(
    kind: "User" | "Bot",
    login: string,
    name: string,
    email: string,
    id = this.#world.nextId(),
  ): Account {
    this.#world.emulator.addAccount({ login, name, email });
    return this.#world.registry.add({ kind, login, id, name, email });
  }
}
