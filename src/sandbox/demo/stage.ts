// Sets the stage: the embedded GitHub, the App on it, a made-up company with its people, and a repository of prompts.

import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import {
  type Organization,
  type Person,
  type PullRequest,
  type Repository,
  type Sandbox,
  startSandbox,
} from "../sandbox.ts";
import { type ServedApp, serveApp } from "../served-app.ts";
import { FILES } from "./prompts.ts";

export const CHECK = "prompt-steward";

export interface Stage {
  readonly sandbox: Sandbox;
  readonly app: ServedApp;
  readonly acme: Organization;
  readonly repository: Repository;
  readonly people: People;
  stop(): Promise<void>;
}

/** Admin, owners and backups, and somebody who only contributes. */
export type People = Readonly<Record<"ada" | "alice" | "bob" | "carol" | "dave" | "erin", Person>>;

const Manifest = z.object({
  name: z.string(),
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

/** Exactly what a user registers: the permissions and events of app.yml. */
export function readManifest(): z.infer<typeof Manifest> {
  return Manifest.parse(parse(readFileSync(new URL("../../../app.yml", import.meta.url), "utf8")));
}

export async function setStage(): Promise<Stage> {
  const sandbox = await startSandbox();
  try {
    return await furnish(sandbox);
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

async function furnish(sandbox: Sandbox): Promise<Stage> {
  const people: People = {
    ada: await sandbox.createPerson("ada"),
    alice: await sandbox.createPerson("alice"),
    bob: await sandbox.createPerson("bob"),
    carol: await sandbox.createPerson("carol"),
    dave: await sandbox.createPerson("dave"),
    erin: await sandbox.createPerson("erin"),
  };
  const { ada: owner, ...others } = people;
  const acme = await sandbox.createOrganization("acme", { owner, members: Object.values(others) });
  const { name, default_permissions: permissions, default_events: events } = readManifest();
  const registered = await sandbox.registerApp({ name, permissions, events });
  const app = await serveApp(sandbox, registered);
  await acme.createTeam("chat-web", { members: [people.dave] });
  const repository = await acme.createRepository("prompts", {
    files: FILES,
    people: { ada: "admin", alice: "write", bob: "write", carol: "write", dave: "write", erin: "write" },
  });
  await repository.protect("main", { requiredChecks: [CHECK] });
  await sandbox.settled();
  const stop = async () => {
    await app.stop();
    await sandbox.stop();
  };
  return { sandbox, app, acme, repository, people, stop };
}

export interface SeenCheck {
  readonly conclusion: string;
  readonly title: string;
  readonly summary: string;
}

/** What the pull request's page shows of the required check, once all webhooks are answered. */
export async function seeCheck({ sandbox }: Stage, pull: PullRequest): Promise<SeenCheck> {
  await sandbox.settled();
  const check = await pull.check(CHECK);
  return {
    conclusion: check?.conclusion ?? "missing",
    title: check?.title ?? "",
    summary: check?.summary ?? "",
  };
}
