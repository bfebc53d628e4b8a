// The emulator (`emulate`) that stores what the sandbox shows: accounts, repositories, git objects, issues, comments and
// reviews. It starts at the first request, since it takes accounts only at its start. Who may do what is decided above
// it: below, every account may do everything, so that it only stores.

import { createEmulator, type Emulator as Emulate } from "emulate";

export interface SeedAccount {
  readonly login: string;
  readonly name: string;
  readonly email: string;
}

export interface EmulatorAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly link: string | undefined;
}

export interface EmulatorRequest {
  readonly method: string;
  /** With query. */
  readonly path: string;
  /** The account that acts. */
  readonly as: string;
  readonly body?: unknown;
}

/** Stands in for whoever owns a repository when the sandbox itself has something to store. */
export const ROOT = "sandbox-root";

/** The emulator refuses a token after 5,000 requests an hour, so each account gets several and uses them in turn. */
const REQUESTS_A_TOKEN = 4_500;
const TOKENS_AN_ACCOUNT = 60;

export class Emulator {
  readonly #baseUrl: string;
  readonly #accounts: SeedAccount[] = [{ login: ROOT, name: "Sandbox", email: "root@sandbox.invalid" }];
  readonly #organizations: string[] = [];
  readonly #requests = new Map<string, number>();
  #emulate: Promise<Emulate> | undefined;

  /** @param baseUrl what the addresses in its answers begin with */
  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** @throws when the emulator runs already */
  addAccount(account: SeedAccount): void {
    this.#refuseOnceStarted(account.login);
    this.#accounts.push(account);
  }

  /** @throws when the emulator runs already */
  addOrganization(login: string): void {
    this.#refuseOnceStarted(login);
    this.#organizations.push(login);
  }

  async request({ method, path, as, body }: EmulatorRequest): Promise<EmulatorAnswer> {
    this.#emulate ??= this.#start();
    const { url } = await this.#emulate;
    const response = await fetch(`http://127.0.0.1:${new URL(url).port}${path}`, {
      method,
      headers: {
        authorization: `token ${this.#tokenOf(as)}`,
        accept: "application/json",
        ...(method === "GET" ? {} : { "content-type": "application/json" }),
      },
      ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const text = (await response.text()).replaceAll(url, this.#baseUrl);
    return {
      status: response.status,
      body: text === "" ? undefined : JSON.parse(text),
      link: response.headers.get("link")?.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, this.#baseUrl),
    };
  }

  /** A request of the sandbox itself, which must succeed. @throws Error with the emulator's answer */
  async expect(request: EmulatorRequest): Promise<unknown> {
    const { status, body } = await this.request(request);
    if (status < 300) return body;
    throw new Error(`emulate: ${request.method} ${request.path} -> ${status} ${JSON.stringify(body)}`);
  }

  async stop(): Promise<void> {
    await (await this.#emulate)?.close();
  }

  #refuseOnceStarted(login: string): void {
    if (!this.#emulate) return;
    throw new Error(
      `${login} comes too late: people, organizations and Apps are created before the first repository, ` +
        "because the emulator takes accounts only when it starts.",
    );
  }

  #start(): Promise<Emulate> {
    const tokens = this.#accounts.flatMap(({ login }) =>
      Array.from({ length: TOKENS_AN_ACCOUNT }, (_, index) => [tokenName(login, index), { login }] as const),
    );
    return createEmulator({
      service: "github",
      port: 0,
      hostname: "127.0.0.1",
      seed: {
        tokens: Object.fromEntries(tokens),
        github: {
          users: this.#accounts,
          orgs: this.#organizations.map((login) => ({
            login,
            name: login,
            members: this.#accounts.map((account) => ({ login: account.login, role: "admin" })),
          })),
        },
      },
    });
  }

  #tokenOf(login: string): string {
    const count = this.#requests.get(login) ?? 0;
    this.#requests.set(login, count + 1);
    return tokenName(login, Math.floor(count / REQUESTS_A_TOKEN) % TOKENS_AN_ACCOUNT);
  }
}

function tokenName(login: string, index: number): string {
  return `emulate-${login}-${index}`;
}
