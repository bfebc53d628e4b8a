// A registered App as tests and the demo hold it.

import { createAppAuth } from "@octokit/auth-app";
import { request } from "@octokit/request";
import type { AppRecord } from "../accounts/apps.ts";
import type { Organization, RegisteredApp } from "../sandbox.ts";
import type { World } from "../world.ts";

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

  async installationToken(organization: Organization): Promise<string> {
    const auth = createAppAuth({
      appId: this.appId,
      privateKey: this.privateKey,
      request: request.defaults({ baseUrl: this.#world.url }),
    });
    const installationId = this.installationOn(organization);
    return (await auth({ type: "installation", installationId })).token;
  }
}
