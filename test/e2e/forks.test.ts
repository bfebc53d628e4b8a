// Pull requests of forks: judged as all others, by base's policy.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aStage, CONFIG, POLICY, README, refusalOf, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.stop());

const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";

/** @frank, who may not write, forks the repository and proposes a change of the triage prompt. */
async function proposed(name: string): Promise<{ prompts: Repository; fork: Repository; pull: PullRequest }> {
  const { frank } = stage.people;
  const prompts = await stage.repository(name);
  const fork = await frank.fork(prompts);
  await frank.push(fork, "queues", { files: { [TRIAGE]: QUEUES } });
  const pull = await frank.openPullRequest(prompts, { head: "frank:queues" });
  return { prompts, fork, pull };
}

test("from the fork to the merge: the owner is asked, approves, and only an edit of the prompt voids it", async () => {
  const { alice, erin, frank } = stage.people;
  const { prompts, fork, pull } = await proposed("story");
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  expect((await pull.read()).requested_reviewers).toMatchObject([{ login: "alice" }]);
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await frank.push(fork, "queues", { files: { [README]: "# By Frank\n" } });
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await frank.push(fork, "queues", { files: { [TRIAGE]: `${QUEUES}Refunds first.\n` } });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  expect(await refusalOf(erin.merge(pull))).toMatch(/^405/);
  await alice.review(pull, "APPROVE");
  await stage.sandbox.settled();
  await erin.merge(pull);
  expect(await prompts.read(TRIAGE)).toBe(`${QUEUES}Refunds first.\n`);
});

test("the fork's own config rules nothing", async () => {
  const { frank } = stage.people;
  const { fork, pull } = await proposed("own-config");
  await frank.push(fork, "queues", { files: { [CONFIG]: POLICY.replaceAll(/@(ada|alice)/g, "@frank") } });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @ada, @alice" });
});

test("an approval of whoever may not write does not count", async () => {
  const { erin, frank } = stage.people;
  const prompts = await stage.repository("reader", {
    files: { [CONFIG]: POLICY.replaceAll("@alice", "@frank") },
  });
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  await frank.review(pull, "APPROVE");
  const waiting = await stage.check(pull);
  expect(waiting).toMatchObject({ title: "Waiting for @bob" });
  expect(waiting.summary).toContain("because @frank has no write access");
});

test('"Re-run" on its check, of which GitHub names no pull request, finds it', async () => {
  const { alice, erin } = stage.people;
  const { prompts, pull } = await proposed("re-run");
  const stale = await stage.check(pull);
  stage.sandbox.deliveries.set({ kind: "lost" });
  await alice.review(pull, "APPROVE");
  stage.sandbox.deliveries.set({ kind: "at-once" });
  await erin.rerun(prompts, stale.run());
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
});

test("the fork is deleted: what it proposed is judged on, and can be merged", async () => {
  const { alice, erin, frank } = stage.people;
  const { prompts, fork, pull } = await proposed("deleted");
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  await frank.octokit.rest.repos.delete({ owner: fork.owner, repo: fork.name });
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await stage.restartApp();
  await erin.comment(pull, "/steward recheck");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await erin.merge(pull);
  expect(await prompts.read(TRIAGE)).toBe(QUEUES);
});
