// The stage of every story: GitHub, the App on it as a user registers it, and acme with its people. Each story has
// repositories and pull requests of its own on it.

import { setTimeout as pause } from "node:timers/promises";
import { CHECK, type People as DemoPeople, readManifest } from "../../src/sandbox/demo/stage.ts";
import type {
  AppRegistration,
  CheckRun,
  Files,
  Organization,
  Person,
  PullRequest,
  RegisteredApp,
  Repository,
  RepositoryContents,
  Team,
} from "../../src/sandbox/sandbox.ts";
import { type ServedApp, serveApp } from "../../src/sandbox/served-app.ts";
import { startValidSandbox, type ValidSandbox } from "../support/valid-sandbox.ts";

export { CHECK } from "../../src/sandbox/demo/stage.ts";

export const CONFIG = ".github/prompt-steward.yml";
export const TRIAGE = "prompts/support/triage.md";
export const TONE = "prompts/support/tone.md";
export const NEWSLETTER = "prompts/marketing/newsletter.md";
export const README = "README.md";

/** @ada administrates; @alice and @bob own what supports customers, @carol and @dave what sells. */
export const POLICY = `version: 1
admins: ["@ada"]
prompts:
  - path: prompts/support/*.md
    owner: "@alice"
    backup: "@bob"
  - path: prompts/marketing/*.md
    owner: "@carol"
    backup: "@dave"
rationale:
  sections: []
`;

export const FILES: Readonly<Record<string, string>> = {
  [CONFIG]: POLICY,
  [README]: "# Prompts of Acme\n",
  [TRIAGE]:
    "You route support tickets.\n\nAnswer with one queue: billing, technical, human.\n\nWhen in doubt, choose human.\n",
  [TONE]: "Be kind and brief.\n",
  [NEWSLETTER]: "Write the opening paragraph of our newsletter.\n",
};

/** Who administrates, who own and stand in, @erin who contributes, and @frank from outside. */
export type People = DemoPeople & Readonly<Record<"frank", Person>>;

export interface Stage {
  readonly sandbox: ValidSandbox;
  readonly acme: Organization;
  readonly people: People;
  readonly registered: RegisteredApp;
  /** By which everybody of acme may write to the repositories, unless a story says otherwise. */
  readonly writers: Team;
  /** A team that the policy of a story may name as admins; @ada is in it. */
  readonly platform: Team;
  /**
   * With the files and the policy above (null leaves one out), everybody of acme as writer, and the check required on
   * main.
   */
  repository(name: string, contents?: RepositoryContents): Promise<Repository>;
  /** Pushes a branch and opens a pull request of it. */
  propose(repository: Repository, proposal: Proposal): Promise<PullRequest>;
  /** What the pull request's page, or that of a commit, shows of the check once every webhook is answered. */
  check(subject: PullRequest | { repository: Repository; commit: string }): Promise<SeenCheck>;
  /** A new process with an empty memory takes over. @param meanwhile what happens while no App is there to hear it */
  restartApp(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export interface Proposal {
  readonly by: Person;
  readonly files: RepositoryContents["files"];
  /** Default: made up. */
  readonly branch?: string;
  readonly base?: string;
  readonly body?: string;
  readonly draft?: "draft";
  readonly coAuthors?: readonly Person[];
}

/** A check run with `conclusion: "missing"` where there is none. */
export interface SeenCheck extends Pick<CheckRun, "annotations" | "actions"> {
  readonly conclusion: string;
  readonly title: string;
  readonly summary: string;
  /** To re-run it, or to press its button. @throws where there is none */
  run(): CheckRun;
}

/** @param asked what the App is registered with; default: the permissions and events of app.yml */
export async function aStage(asked: Partial<AppRegistration> = {}): Promise<Stage> {
  const sandbox = await startValidSandbox();
  // One organisation lives here through more in a minute than in other weeks; test/e2e/faults.test.ts is about limits.
  sandbox.behaviour.secondaryLimits = "none";
  const person = (login: string) => sandbox.createPerson(login);
  const people: People = {
    ada: await person("ada"),
    alice: await person("alice"),
    bob: await person("bob"),
    carol: await person("carol"),
    dave: await person("dave"),
    erin: await person("erin"),
    frank: await person("frank"),
  };
  const { ada, frank: _outside, ...members } = people;
  const acme = await sandbox.createOrganization("acme", { owner: ada, members: Object.values(members) });
  const { name, default_permissions: permissions, default_events: events } = readManifest();
  const registered = await sandbox.registerApp({ name, permissions, events, ...asked });
  let app = await serve(sandbox, registered);
  const writers = await acme.createTeam("writers", { members: Object.values(members) });
  const platform = await acme.createTeam("platform", { members: [ada] });
  let branches = 0;
  return {
    sandbox,
    acme,
    people,
    registered,
    writers,
    platform,

    async repository(name, { files, ...contents } = {}) {
      const teams = { [writers.slug]: "write" } as const;
      const repository = await acme.createRepository(name, {
        files: withoutNull({ ...FILES, ...files }),
        teams,
        ...contents,
      });
      // @ada moves main where a story needs it moved.
      await repository.protect("main", { requiredChecks: [CHECK], admins: "may-bypass" });
      return repository;
    },

    async propose(repository, { by, files, branch, base = "main", coAuthors = [], ...details }) {
      branches += 1;
      const head = branch ?? `change-${branches}`;
      await by.push(repository, head, { ...(files ? { files } : {}), coAuthors, from: base });
      return by.openPullRequest(repository, { head, base, ...details });
    },

    async check(subject) {
      await sandbox.settled();
      const run =
        "commit" in subject
          ? await subject.repository.check(subject.commit, CHECK)
          : await subject.check(CHECK);
      return seen(run);
    },

    async restartApp(meanwhile = async () => undefined) {
      await sandbox.settled();
      await app.stop();
      await meanwhile();
      await sandbox.settled();
      app = await serve(sandbox, registered);
    },

    async stop() {
      await sandbox.settled();
      await app.stop();
      await sandbox.stopValid();
    },
  };
}

function withoutNull(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([, content]) => content !== null));
}

const LOG_LEVEL = process.env.STEWARD_E2E_LOG === "1" ? "info" : "fatal";

/** What fails here is seen on the check; the log would only repeat it. Where the App waits seconds, here it waits milliseconds. */
function serve(sandbox: ValidSandbox, registered: RegisteredApp): Promise<ServedApp> {
  return serveApp(sandbox, registered, { logLevel: LOG_LEVEL, pause: (duration) => pause(duration / 1000) });
}

function seen(run: CheckRun | undefined): SeenCheck {
  return {
    conclusion: run?.conclusion ?? "missing",
    title: run?.title ?? "",
    summary: run?.summary ?? "",
    annotations: run?.annotations ?? [],
    actions: run?.actions ?? [],
    run() {
      if (!run) throw new Error("there is no check run");
      return run;
    },
  };
}

/** GitHub's refusal; "" where it does not refuse. */
export async function refusalOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return "";
  } catch (error) {
    if (error instanceof Error && "status" in error) return `${error.status} ${error.message}`;
    throw error;
  }
}
