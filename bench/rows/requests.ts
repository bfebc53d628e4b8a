// What an evaluation costs of GitHub's rate limit, counted where the requests arrive: at the embedded GitHub, from the
// App as it runs. A 304 is free there as it is on GitHub.

import { setTimeout as pause, setTimeout } from "node:timers/promises";
import { FILES, NEWSLETTER, RATIONALE, TRIAGE, triage } from "../../src/sandbox/demo/prompts.ts";
import { readManifest } from "../../src/sandbox/demo/stage.ts";
import { type Person, type PullRequest, type Repository, startSandbox } from "../../src/sandbox/sandbox.ts";
import { serveApp } from "../../src/sandbox/served-app.ts";
import { judge, type Result, type Row } from "./row.ts";

const CHECK = "prompt-steward";

/**
 * Not measured: policy-bot's own calls to GitHub for the like, counted in its source, are 6 to 8. The lower number is
 * compared with.
 */
const PEER = { name: "policy-bot, by its source", value: 6 };

export const requests: Row = {
  name: "requests",
  about: "GitHub requests that an evaluation costs: a review, an opened pull request, one without prompts.",
  async measure() {
    const world = await furnish();
    try {
      // The App has seen the repository, but none of these pull requests. GitHub's times are whole seconds, so of what
      // happens within a second of its start the App cannot tell whether it has missed something, and asks.
      await world.open("before", { [NEWSLETTER]: "Write about {{topic}}.\n" }, "Waiting for @carol");
      await setTimeout(1500);
      return [
        ...(await measureAll(world, { when: "", restarts: "never" })),
        ...(await measureAll(world, { when: ", App just started", restarts: "before each" })),
      ];
    } finally {
      await world.stop();
    }
  },
};

interface Circumstance {
  /** Added to the result's name. */
  readonly when: string;
  readonly restarts: "never" | "before each";
}

async function measureAll(world: BenchWorld, { when, restarts }: Circumstance): Promise<Result[]> {
  const results: Result[] = [];
  const measure = async <T>(name: string, atMost: number, act: () => Promise<T>): Promise<T> => {
    if (restarts === "before each") await world.restartApp();
    const mark = world.mark();
    const done = await act();
    results.push(
      judge({
        name: `requests, ${name}${when}`,
        value: world.countedSince(mark),
        unit: "requests",
        peer: PEER,
        ...(restarts === "never" ? { target: { of: "value", atMost } } : {}),
      }),
    );
    return done;
  };
  const prompt = triage(`billing, refunds, human${when}`);
  const pull = await measure("opened", 5, () =>
    world.open(`prompt${restarts}`, { [TRIAGE]: prompt }, "Waiting for @alice"),
  );
  await measure("review on a known head", 3, () => world.approve(pull, "Approved: support/triage"));
  await measure("opened without prompts", 3, () =>
    world.open(`readme${restarts}`, { "README.md": `# Prompts${when}\n` }, "No prompt changed"),
  );
  return results;
}

interface BenchWorld {
  mark(): number;
  countedSince(mark: number): number;
  /** @throws when the check then says something else than `title`: cheap and wrong would be no use */
  open(branch: string, files: Readonly<Record<string, string>>, title: string): Promise<PullRequest>;
  approve(pull: PullRequest, title: string): Promise<void>;
  restartApp(): Promise<void>;
  stop(): Promise<void>;
}

async function furnish(): Promise<BenchWorld> {
  const sandbox = await startSandbox();
  const alice = await sandbox.createPerson("alice");
  const erin = await sandbox.createPerson("erin");
  const others = await Promise.all(
    ["ada", "bob", "carol", "dave"].map((login) => sandbox.createPerson(login)),
  );
  const members = [alice, erin, ...others];
  const acme = await sandbox.createOrganization("acme", { members });
  const { name, default_permissions: permissions, default_events: events } = readManifest();
  const registered = await sandbox.registerApp({ name, permissions, events });
  let app = await serveApp(sandbox, registered);
  const repository = await acme.createRepository("prompts", { files: FILES, people: writers(members) });
  await sandbox.settled();
  const expectTitle = async (pull: PullRequest, title: string) => {
    await sandbox.settled();
    const check = await pull.check(CHECK);
    if (check?.title !== title) throw new Error(`the check says "${check?.title}" and not "${title}"`);
  };
  return {
    mark: () => sandbox.requests.mark(),
    countedSince: (mark) => sandbox.requests.countedSince(mark),
    async open(branch, files, title) {
      const pull = await proposed(erin, repository, branch.replaceAll(" ", "-"), files);
      await expectTitle(pull, title);
      return pull;
    },
    async approve(pull, title) {
      await alice.review(pull, "APPROVE");
      await expectTitle(pull, title);
    },
    async restartApp() {
      await app.stop();
      app = await serveApp(sandbox, registered);
      // GitHub's times are whole seconds: an event of the very second would count as older than the App, and be read anew.
      await pause(1000);
    },
    async stop() {
      await app.stop();
      await sandbox.stop();
    },
  };
}

function writers(people: readonly Person[]): Readonly<Record<string, "write">> {
  return Object.fromEntries(people.map(({ login }) => [login, "write"]));
}

async function proposed(
  by: Person,
  repository: Repository,
  branch: string,
  files: Readonly<Record<string, string>>,
): Promise<PullRequest> {
  await by.push(repository, branch, { files, from: "main" });
  return by.openPullRequest(repository, { head: branch, body: RATIONALE });
}
