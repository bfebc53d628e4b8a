// A small world to test the sandbox in: acme with @alice and @bob who write, @carol who reads, @dave from outside, an App,
// and a receiver that keeps the webhooks it gets.

import { createServer } from "node:http";
import type { Octokit } from "@octokit/rest";
import { octokitFor } from "../../src/sandbox/actors/octokit.ts";
import type {
  AppRegistration,
  Organization,
  Person,
  RegisteredApp,
  Repository,
} from "../../src/sandbox/sandbox.ts";
import { startValidSandbox, type ValidSandbox } from "../support/valid-sandbox.ts";

export interface ReceivedWebhook {
  readonly event: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look anywhere into payloads
  readonly payload: any;
}

export interface Receiver {
  readonly url: string;
  /** `pull_request.opened` in the order they came. */
  names(): string[];
  of(event: string, action?: string): ReceivedWebhook[];
  all(): ReceivedWebhook[];
  forget(): void;
  /** What it answers from now on; default 200. */
  answerWith(status: number): void;
  stop(): Promise<void>;
}

export interface SmallWorld {
  readonly sandbox: ValidSandbox;
  readonly acme: Organization;
  readonly alice: Person;
  readonly bob: Person;
  readonly carol: Person;
  readonly dave: Person;
  readonly app: RegisteredApp;
  /** As the App, with everything it was granted. */
  readonly bot: Octokit;
  /** With the App's own JWT. */
  asApp(): Octokit;
  readonly receiver: Receiver;
  /** A repository where @alice and @bob write and @carol reads. */
  repository(name: string, files?: Parameters<Organization["createRepository"]>[1]): Promise<Repository>;
  stop(): Promise<void>;
}

const PERMISSIONS = {
  checks: "write",
  contents: "read",
  issues: "write",
  members: "read",
  merge_queues: "read",
  pull_requests: "write",
} as const;

const EVENTS = [
  "check_run",
  "check_suite",
  "issue_comment",
  "member",
  "membership",
  "merge_group",
  "organization",
  "pull_request",
  "pull_request_review",
  "push",
  "team",
] as const;

/** What an App needs that releases: more than the review gate asks for. */
export const RELEASING = {
  permissions: {
    ...PERMISSIONS,
    actions: "write",
    administration: "read",
    contents: "write",
    deployments: "write",
    statuses: "write",
  },
  events: [
    ...EVENTS,
    "create",
    "delete",
    "deployment",
    "deployment_status",
    "issues",
    "release",
    "repository_dispatch",
    "status",
    "workflow_dispatch",
  ],
} as const;

export async function aWorld(
  { permissions, events }: Pick<AppRegistration, "permissions" | "events"> = {
    permissions: PERMISSIONS,
    events: EVENTS,
  },
): Promise<SmallWorld> {
  const sandbox = await startValidSandbox();
  const receiver = await startReceiver();
  const alice = await sandbox.createPerson("alice");
  const bob = await sandbox.createPerson("bob");
  const carol = await sandbox.createPerson("carol");
  const dave = await sandbox.createPerson("dave");
  const acme = await sandbox.createOrganization("acme", { members: [alice, bob] });
  const app = await sandbox.registerApp({
    permissions,
    events,
    webhookUrl: receiver.url,
  });
  return {
    sandbox,
    acme,
    alice,
    bob,
    carol,
    dave,
    app,
    receiver,
    asApp: () => octokitFor(sandbox.apiUrl, app.jwt()),
    bot: octokitFor(sandbox.apiUrl, await app.installationToken(acme)),
    repository: (name, contents = {}) =>
      acme.createRepository(name, {
        people: { alice: "write", bob: "write", carol: "read" },
        ...contents,
      }),
    async stop() {
      await sandbox.settled();
      await receiver.stop();
      await sandbox.stopValid();
    },
  };
}

export function place(repository: Repository): { owner: string; repo: string } {
  return { owner: repository.owner, repo: repository.name };
}

/** The status of a request that fails; the answer's where it does not. */
export async function statusOf(request: Promise<unknown>): Promise<number> {
  try {
    const answer = await request;
    return (answer as { status?: number } | undefined)?.status ?? 200;
  } catch (error) {
    if (error instanceof Error && "status" in error) return Number(error.status);
    throw error;
  }
}

async function startReceiver(): Promise<Receiver> {
  let received: ReceivedWebhook[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const event = String(request.headers["x-github-event"]);
      received.push({ event, headers: request.headers, body, payload: JSON.parse(body) });
      response.statusCode = status;
      response.end("received");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    all: () => received,
    names: () => received.map(({ event, payload }) => [event, payload.action].filter(Boolean).join(".")),
    of: (event, action) =>
      received.filter((one) => one.event === event && (!action || one.payload.action === action)),
    forget() {
      received = [];
    },
    answerWith(next) {
      status = next;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
