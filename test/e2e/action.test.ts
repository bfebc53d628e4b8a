// The Action `check` where no App is installed: the bundle, run as a runner runs it, with a workflow's token.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { type ActionResult, type BuiltAction, buildAction } from "../action/run-action.ts";
import { aStage, CHECK, NEWSLETTER, README, refusalOf, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
let action: BuiltAction;
beforeAll(async () => {
  [stage, action] = await Promise.all([aStage({ permissions: {}, events: [] }), buildAction("check")]);
});
afterAll(async () => {
  action.remove();
  await stage.stop();
});

const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";

/** As prompt-check.yml grants them. */
const PERMISSIONS = { checks: "write", contents: "read", pull_requests: "write" } as const;

/** The newest event that starts the workflow, and a token for it; read-only for a pull request `of` a fork. */
async function runOn(name: string, prompts: Repository, of?: PullRequest): Promise<ActionResult> {
  const event = prompts.workflowEvents().findLast((one) => one.name === name);
  if (!event) throw new Error(`no event ${name} started a workflow`);
  const token = await prompts.workflowToken({ permissions: PERMISSIONS, ...(of ? { for: of } : {}) });
  return action.run({
    event: name,
    payload: event.payload,
    inputs: { "github-token": token },
    env: {
      GITHUB_API_URL: stage.sandbox.apiUrl,
      GITHUB_SERVER_URL: stage.sandbox.webUrl,
      GITHUB_REPOSITORY: prompts.fullName,
    },
  });
}

test("from opening to merging: each run writes the same check that the App writes", async () => {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("story");
  const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: QUEUES } });
  const opened = await runOn("pull_request", prompts);
  expect(opened).toMatchObject({
    exitCode: 1,
    outputs: {
      conclusion: "action_required",
      prompts: '["support/triage"]',
      "waiting-for": '["@alice"]',
    },
  });
  expect(opened.summary).toContain("## Prompt Steward: Waiting for @alice");
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice", actions: [] });
  expect((await pull.read()).requested_reviewers).toMatchObject([{ login: "alice" }]);
  // What the workflow's token does starts no workflow again.
  expect(prompts.workflowEvents().map(({ action }) => action)).not.toContain("review_requested");
  expect(await refusalOf(erin.merge(pull))).toMatch(/^405/);

  await alice.review(pull, "APPROVE");
  expect(await runOn("pull_request_review", prompts)).toMatchObject({
    exitCode: 0,
    outputs: { conclusion: "success", "waiting-for": "[]" },
  });

  await erin.push(prompts, "change", { files: { [README]: "# Unrelated\n" } });
  expect(await stage.check(pull)).toMatchObject({ conclusion: "missing" });
  expect(await runOn("pull_request", prompts)).toMatchObject({ exitCode: 0 });
  await erin.push(prompts, "change", { files: { [TRIAGE]: `${QUEUES}Refunds first.\n` } });
  expect(await runOn("pull_request", prompts)).toMatchObject({ exitCode: 1 });
  await alice.review(pull, "APPROVE");
  expect(await runOn("pull_request_review", prompts)).toMatchObject({ exitCode: 0 });
  await erin.merge(pull);
  expect(await prompts.read(TRIAGE)).toBe(`${QUEUES}Refunds first.\n`);
});

test("on merge_group it judges the group", async () => {
  const { carol, erin } = stage.people;
  const prompts = await stage.repository("queue");
  await prompts.protect("main", { requiredChecks: [CHECK], mergeQueue: "required" });
  const pull = await stage.propose(prompts, { by: erin, files: { [NEWSLETTER]: "One sentence.\n" } });
  await carol.review(pull, "APPROVE");
  expect(await runOn("pull_request_review", prompts)).toMatchObject({ exitCode: 0 });
  await erin.enqueue(pull);
  expect(await runOn("merge_group", prompts)).toMatchObject({
    exitCode: 0,
    outputs: { conclusion: "success", prompts: '["marketing/newsletter"]' },
  });
  expect(await pull.read()).toMatchObject({ merged: true });
});

test("of a fork, whose token can only read, the job itself is the check", async () => {
  const { alice, frank } = stage.people;
  const prompts = await stage.repository("forked");
  const fork = await frank.fork(prompts);
  await frank.push(fork, "queues", { files: { [TRIAGE]: QUEUES } });
  const pull = await frank.openPullRequest(prompts, { head: "frank:queues" });
  const opened = await runOn("pull_request", prompts, pull);
  expect(opened).toMatchObject({ exitCode: 1, outputs: { conclusion: "action_required" } });
  expect(opened.log).toContain("The token may not write check runs, so this job is the check.");
  expect(opened.log).toContain("GitHub did not let us ask @alice for a review");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "missing" });
  await alice.review(pull, "APPROVE");
  expect(await runOn("pull_request_review", prompts, pull)).toMatchObject({
    exitCode: 0,
    outputs: { conclusion: "success" },
  });
});
