// A registered App as tests and the demo hold it.

import { type AppRecord, signedJwt } from "../accounts/apps.ts";
import type { Organization, RegisteredApp } from "../sandbox.ts";
import type { World } from "../world.ts";
import { octokitFor } from "./octokit.ts";

export class AppHandle implements RegisteredApp {
  readonly #world: World;
  readonly #record: AppRecord;

  constructor(world: World, record: AppRecord) {
    this.#world = world;
    this.#record = record;
  }

  get appId(): number {
    return this.#record.id;
  }

  get slug(): string {
    return this.#record.slug;
  }

  get bot(): string {
    return this.#record.bot.login;
  }

  get privateKey(): string {
    return this.#record.privateKey;
  }

  get webhookSecret(): string {
    return this.#record.webhookSecret;
  }

  deliverTo(webhookUrl: string): void {
    this.#record.webhookUrl = webhookUrl;
  }

  installationOn({ login }: Organization): number {
    const installations = this.#world.apps.installationsOn(this.#world.account(login));
    const found = installations.find(({ app }) => app === this.#record);
    if (!found) throw new Error(`${this.slug} is not installed on ${login}`);
    return found.id;
  }

  jwt(): string {
    return signedJwt(this.#record);
  }

  async installationToken(organization: Organization): Promise<string> {
    const { apps } = octokitFor(this.#world.url, this.jwt()).rest;
    const installation_id = this.installationOn(organization);
    return (await apps.createInstallationAccessToken({ installation_id })).data.token;
  }
}
