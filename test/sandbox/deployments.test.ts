import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, RELEASING, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
let repository: Repository;
beforeAll(async () => {
  world = await aWorld(RELEASING);
});
afterAll(() => world.stop());
let count = 0;
beforeEach(async () => {
  count += 1;
  repository = await world.repository(`deployed-${count}`, { files: { "a.md": "a\n" } });
  await world.sandbox.settled();
  world.receiver.forget();
});

type Wanted = Readonly<Record<string, unknown>>;
const PLAIN = { required_contexts: [], auto_merge: false };

async function deploy(wanted: Wanted = PLAIN): Promise<{ id: number; sha: string }> {
  const request = { ...place(repository), ref: "main", ...wanted };
  const { data } = await world.bot.rest.repos.createDeployment(request);
  if (!("sha" in data)) throw new Error(`merged: ${data.message}`);
  return data;
}

async function report(deployment_id: number, state: "success" | "failure" | "inactive", more: Wanted = {}) {
  const request = { ...place(repository), deployment_id, state, ...more };
  await world.bot.rest.repos.createDeploymentStatus(request);
}

async function statesOf(deployment_id: number): Promise<string[]> {
  const at = { ...place(repository), deployment_id };
  const { data } = await world.bot.rest.repos.listDeploymentStatuses(at);
  return data.map(({ state }) => state);
}

async function refusal(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return "";
  } catch (error) {
    const { status, response } = error as { status: number; response?: { data?: { message?: string } } };
    return `${status} ${response?.data?.message}`;
  }
}

describe("a deployment", () => {
  test("of a branch, a tag or a commit is kept with what it was given", async () => {
    const { bot, app } = world;
    const payload = { prompt: "triage", version: "1.1.0" };
    const { id, sha } = await deploy({ ...PLAIN, task: "prompt:triage", payload, environment: "staging" });
    expect(sha).toBe(await repository.head());
    const { data } = await bot.rest.repos.getDeployment({ ...place(repository), deployment_id: id });
    expect(data).toMatchObject({
      task: "prompt:triage",
      payload,
      environment: "staging",
      creator: { login: app.bot },
      production_environment: false,
      performed_via_github_app: { slug: app.slug },
    });
    expect(await refusal(deploy({ ...PLAIN, ref: "nowhere" }))).toBe("422 No ref found for: nowhere");
  });

  test("is found by commit, ref, task and environment, newest first", async () => {
    const { bot } = world;
    const first = await deploy({ ...PLAIN, task: "prompt:a", environment: "staging" });
    const second = await deploy({ ...PLAIN, task: "prompt:b", environment: "staging" });
    await deploy({ ...PLAIN, task: "prompt:b" });
    const found = async (filter: Wanted) => {
      const { data } = await bot.rest.repos.listDeployments({ ...place(repository), ...filter });
      return data.map(({ id }) => id);
    };
    expect(await found({ environment: "staging" })).toEqual([second.id, first.id]);
    expect(await found({ environment: "staging", task: "prompt:b" })).toEqual([second.id]);
    expect(await found({ sha: second.sha, ref: "main" })).toHaveLength(3);
    expect(await found({ ref: "other" })).toEqual([]);
    const { data } = await bot.rest.repos.getAllEnvironments(place(repository));
    expect(data.environments?.map(({ name }) => name)).toEqual(["staging", "production"]);
  });

  test("and its statuses are told", async () => {
    const { receiver, sandbox } = world;
    const { id } = await deploy();
    await report(id, "success", { description: "runs" });
    await sandbox.settled();
    expect(receiver.names().sort()).toEqual(["deployment.created", "deployment_status.created"]);
    expect(receiver.of("deployment_status")[0]?.payload).toMatchObject({
      deployment: { id },
      deployment_status: { state: "success", description: "runs", environment: "production" },
    });
  });

  test("is deleted only where it no longer runs, or is the only one", async () => {
    const { bot } = world;
    const first = await deploy();
    const second = await deploy();
    await report(first.id, "success");
    const remove = ({ id }: { id: number }) =>
      statusOf(bot.rest.repos.deleteDeployment({ ...place(repository), deployment_id: id }));
    expect(await remove(first)).toBe(422);
    await report(first.id, "inactive");
    expect(await remove(first)).toBe(204);
    expect(await remove(second)).toBe(204);
  });

  test("needs the permission for it", async () => {
    const { carol } = world;
    const request = { ...place(repository), ref: "main", ...PLAIN };
    expect(await statusOf(carol.octokit.rest.repos.createDeployment(request))).toBe(403);
    const { data } = await carol.octokit.rest.repos.listDeployments(place(repository));
    expect(data).toEqual([]);
  });
});

describe("what is not green", () => {
  async function setStatus(context: string, state: "success" | "failure" | "pending") {
    const sha = await repository.head();
    await world.alice.octokit.rest.repos.createCommitStatus({ ...place(repository), sha, context, state });
  }

  test("is not deployed unless no context is required", async () => {
    await setStatus("evaluation", "failure");
    expect(await refusal(deploy({ auto_merge: false }))).toBe(
      "409 Conflict: Commit status checks failed for main.",
    );
    await deploy();
    await setStatus("evaluation", "success");
    await deploy({ auto_merge: false });
  });

  test("counts check runs too, and waits for what is required by name", async () => {
    const { bot } = world;
    const head_sha = await repository.head();
    const run = { ...place(repository), name: "promptfoo", head_sha };
    const named = { auto_merge: false, required_contexts: ["promptfoo"] };
    expect(await refusal(deploy(named))).toMatch(/^409/);
    await bot.rest.checks.create({ ...run, status: "in_progress" });
    expect(await refusal(deploy({ auto_merge: false }))).toMatch(/^409/);
    await bot.rest.checks.create({ ...run, conclusion: "neutral" });
    await deploy(named);
    await deploy({ auto_merge: false });
  });
});

describe("what is behind the default branch", () => {
  test("is merged with it instead, unless that is switched off", async () => {
    const { alice, bot } = world;
    const { sha } = await alice.push(repository, "topic", { files: { "t.md": "t\n" } });
    await alice.push(repository, "main", { files: { "m.md": "m\n" } });
    const request = { ...place(repository), ref: "topic" };
    const merged = await bot.rest.repos.createDeployment(request);
    expect(merged).toMatchObject({
      status: 202,
      data: { message: "Auto-merged main into topic on deployment." },
    });
    expect(await repository.head("topic")).not.toBe(sha);
    expect((await deploy({ ref: "topic" })).sha).toBe(await repository.head("topic"));
  });

  test("and conflicts, or is no branch, is refused", async () => {
    const { alice } = world;
    const { sha } = await alice.push(repository, "topic", { files: { "a.md": "t\n" } });
    await alice.push(repository, "main", { files: { "a.md": "m\n" } });
    expect(await refusal(deploy({ ref: "topic" }))).toBe("409 Conflict merging main into topic.");
    expect(await refusal(deploy({ ref: sha }))).toMatch(/^409/);
    expect((await deploy({ ...PLAIN, ref: sha })).sha).toBe(sha);
  });
});

describe("a success", () => {
  test("ends earlier ones of its environment, but no transient or production ones", async () => {
    const staging = { ...PLAIN, environment: "staging" };
    const earlier = await deploy(staging);
    const failed = await deploy(staging);
    const transient = await deploy({ ...staging, transient_environment: true });
    const production = await deploy({ ...staging, production_environment: true });
    const other = await deploy({ ...PLAIN, environment: "elsewhere" });
    for (const { id } of [earlier, transient, production, other]) {
      await report(id, "success", { auto_inactive: false });
    }
    await report(failed.id, "failure");
    const { id } = await deploy(staging);
    await report(id, "success");
    expect(await statesOf(earlier.id)).toEqual(["inactive", "success"]);
    expect(await statesOf(failed.id)).toEqual(["failure"]);
    for (const one of [transient, production, other, { id }]) {
      expect(await statesOf(one.id)).toEqual(["success"]);
    }
  });

  test("ends none where that is switched off", async () => {
    const staging = { ...PLAIN, environment: "staging" };
    const earlier = await deploy(staging);
    await report(earlier.id, "success");
    await report((await deploy(staging)).id, "success", { auto_inactive: false });
    expect(await statesOf(earlier.id)).toEqual(["success"]);
  });

  test("says no more than 140 characters", async () => {
    const { id } = await deploy();
    expect(await refusal(report(id, "success", { description: "x".repeat(141) }))).toMatch(/^422/);
    await report(id, "success", { description: "x".repeat(140) });
  });
});

describe("commit statuses", () => {
  test("are combined from the newest of each context, and satisfy a required check", async () => {
    const { alice, bob, carol, receiver, sandbox } = world;
    const { sha } = await alice.push(repository, "change", { files: { "c.md": "c\n" } });
    const pull = await alice.openPullRequest(repository, { head: "change" });
    await repository.protect("main", { requiredChecks: ["ci"] });
    const set = (context: string, state: "success" | "failure") =>
      bob.octokit.rest.repos.createCommitStatus({ ...place(repository), sha, context, state });
    await set("ci", "failure");
    await set("Lint", "success");
    const combined = async () => {
      const { data } = await alice.octokit.rest.repos.getCombinedStatusForRef({
        ...place(repository),
        ref: sha,
      });
      return [data.state, data.total_count];
    };
    expect(await combined()).toEqual(["failure", 2]);
    expect(await statusOf(alice.merge(pull))).toBe(405);
    await set("ci", "success");
    expect(await combined()).toEqual(["success", 2]);
    const request = { ...place(repository), sha, state: "success" } as const;
    expect(await statusOf(carol.octokit.rest.repos.createCommitStatus(request))).toBe(403);
    await alice.merge(pull);
    await sandbox.settled();
    const states = receiver.of("status").map(({ payload }) => payload.state);
    expect(states.sort()).toEqual(["failure", "success", "success"]);
  });
});

describe("dispatches", () => {
  const workflow = "on:\n  workflow_dispatch:\n    inputs:\n      dry-run: {}\njobs: {}\n";

  test("start workflows, also where a workflow's own token asks", async () => {
    const { bot, alice, receiver, sandbox } = world;
    await alice.push(repository, "main", {
      files: { ".github/workflows/drill.yml": workflow, ".github/workflows/ci.yml": "on: push\n" },
    });
    await sandbox.settled();
    receiver.forget();
    const event = {
      ...place(repository),
      event_type: "prompt-rollback",
      client_payload: { prompt: "triage" },
    };
    await bot.rest.repos.createDispatchEvent(event);
    const run = { ...place(repository), workflow_id: "drill.yml", ref: "main" };
    await bot.rest.actions.createWorkflowDispatch({ ...run, inputs: { "dry-run": "true" } });
    await sandbox.settled();
    expect(receiver.names().sort()).toEqual(["repository_dispatch.prompt-rollback", "workflow_dispatch"]);
    expect(repository.workflowEvents().slice(-2)).toMatchObject([
      { name: "repository_dispatch", payload: { client_payload: { prompt: "triage" }, branch: "main" } },
      { name: "workflow_dispatch", payload: { inputs: { "dry-run": "true" }, ref: "refs/heads/main" } },
    ]);
    const refused: [Wanted, number][] = [
      [{ workflow_id: "none.yml" }, 404],
      [{ workflow_id: "ci.yml" }, 422],
      [{ inputs: { other: "1" } }, 422],
      [{ ref: "nowhere" }, 422],
    ];
    for (const [other, status] of refused) {
      expect(await statusOf(bot.rest.actions.createWorkflowDispatch({ ...run, ...other }))).toBe(status);
    }
  });

  test.each([
    ["more than ten keys", Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, n]))],
    ["64 KB", { text: "x".repeat(64 * 1024) }],
  ])("carry no %s", async (_, client_payload) => {
    const event = { ...place(repository), event_type: "e", client_payload };
    expect(await statusOf(world.bot.rest.repos.createDispatchEvent(event))).toBe(422);
  });
});
