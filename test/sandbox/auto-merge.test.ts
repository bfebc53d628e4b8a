import { afterAll, beforeAll, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, RELEASING, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await aWorld(RELEASING);
});
afterAll(() => world.stop());

const ENABLE = `mutation ($input: EnablePullRequestAutoMergeInput!) {
  enablePullRequestAutoMerge(input: $input) { actor { login } pullRequest { autoMergeRequest { mergeMethod enabledBy { login } } } }
}`;
const DISABLE = `mutation ($input: DisablePullRequestAutoMergeInput!) {
  disablePullRequestAutoMerge(input: $input) { pullRequest { autoMergeRequest { mergeMethod } } }
}`;

async function waiting(name: string): Promise<{ repository: Repository; pull: PullRequest; sha: string }> {
  const { alice } = world;
  const repository = await world.repository(name);
  await repository.allowMerging(["merge", "squash", "auto"]);
  const { sha } = await alice.push(repository, "change", { files: { "a.md": "a\n" } });
  const pull = await alice.openPullRequest(repository, { head: "change" });
  await repository.protect("main", { requiredChecks: ["ci"], requiredApprovals: 1 });
  return { repository, pull, sha };
}

async function enable(pull: PullRequest, more: Record<string, unknown> = {}): Promise<unknown> {
  const { data } = await world.bot.rest.pulls.get({ ...place(pull.repository), pull_number: pull.number });
  return world.bot.graphql(ENABLE, { input: { pullRequestId: data.node_id, ...more } });
}

async function pass(repository: Repository, head_sha: string): Promise<void> {
  await world.bot.rest.checks.create({ ...place(repository), name: "ci", head_sha, conclusion: "success" });
}

test("merges when the last requirement is met, on behalf of who asked", async () => {
  const { bob, bot, receiver, sandbox } = world;
  const { repository, pull, sha } = await waiting("waits");
  expect(await enable(pull, { mergeMethod: "SQUASH" })).toMatchObject({
    enablePullRequestAutoMerge: {
      actor: { login: "prompt-steward" },
      pullRequest: { autoMergeRequest: { mergeMethod: "SQUASH", enabledBy: { login: "prompt-steward" } } },
    },
  });
  const shown = await bot.rest.pulls.get({ ...place(repository), pull_number: pull.number });
  expect(shown.data.auto_merge).toMatchObject({
    merge_method: "squash",
    enabled_by: { login: world.app.bot },
  });
  await pass(repository, sha);
  expect((await pull.read()).merged).toBe(false);
  await bob.review(pull, "APPROVE");
  expect((await pull.read()).merged).toBe(true);
  await sandbox.settled();
  expect(receiver.of("pull_request", "auto_merge_enabled")).toHaveLength(1);
  expect(receiver.of("pull_request", "closed")[0]?.payload).toMatchObject({
    sender: { login: world.app.bot },
    pull_request: { merged: true },
  });
});

test("does nothing once it is switched off", async () => {
  const { bob, bot } = world;
  const { repository, pull, sha } = await waiting("off");
  await enable(pull);
  const { data } = await bot.rest.pulls.get({ ...place(repository), pull_number: pull.number });
  const request = () => bot.graphql(DISABLE, { input: { pullRequestId: data.node_id } });
  await request();
  await pass(repository, sha);
  await bob.review(pull, "APPROVE");
  expect((await pull.read()).merged).toBe(false);
  await expect(request()).rejects.toThrow(/Can't disable auto-merge/);
});

test("is refused where the repository does not allow it", async () => {
  const { repository, pull } = await waiting("forbidden");
  await repository.allowMerging(["merge"]);
  await expect(enable(pull)).rejects.toThrow("Auto merge is not allowed for this repository");
});

test("is refused by a way to merge that the repository does not allow", async () => {
  const { alice } = world;
  const { repository, pull } = await waiting("method");
  await expect(enable(pull, { mergeMethod: "REBASE" })).rejects.toThrow(/rebase merges are not allowed/);
  await repository.allowMerging(["squash"]);
  expect(await statusOf(alice.merge(pull, "merge"))).toBe(405);
});

test("is refused where there is nothing to wait for, and for a head that is not there any more", async () => {
  const { alice, bob } = world;
  const { repository, pull, sha } = await waiting("ready");
  await expect(enable(pull, { expectedHeadOid: "f".repeat(40) })).rejects.toThrow(/Head branch was modified/);
  await pass(repository, sha);
  await bob.review(pull, "APPROVE");
  await expect(enable(pull)).rejects.toThrow("Pull request Pull request is in clean status");
  await alice.close(pull);
  await expect(enable(pull)).rejects.toThrow("Pull request Pull request is closed");
});

test("waits for what an administrator could do without", async () => {
  const { acme } = world;
  const { repository, pull } = await waiting("admin");
  await repository.protect("main", { requiredChecks: ["ci"], admins: "may-bypass" });
  const { octokit } = acme.owner;
  const { data } = await octokit.rest.pulls.get({ ...place(repository), pull_number: pull.number });
  await octokit.graphql(ENABLE, { input: { pullRequestId: data.node_id } });
  await world.alice.comment(pull, "Waiting");
  expect((await pull.read()).merged).toBe(false);
});
