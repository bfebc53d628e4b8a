// GitHub limits, fails, cuts and dawdles: the right check is there in the end, or one that says it could not be judged.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fault, PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aStage, CHECK, README, type Stage, TRIAGE } from "./a-stage.ts";

const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";
const COMPARE = "GET /repos/{owner}/{repo}/compare/{basehead}";
const WRITE = "POST /repos/{owner}/{repo}/check-runs";
const REVIEWS = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";

let stage: Stage;
let outage: { prompts: Repository; pull: PullRequest };
beforeAll(async () => {
  stage = await aStage();
  // Begins now and is looked at later: the App tries for a quarter of a minute before it gives up.
  outage = await anOutage();
});
afterAll(() => stage.stop());

/** @alice approves, and from then on GitHub fails whenever it is asked for reviews. */
async function anOutage(): Promise<{ prompts: Repository; pull: PullRequest }> {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("outage");
  const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: QUEUES } });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  stage.sandbox.faults.inject({ kind: "server-error", status: 502 }, { route: REVIEWS, times: 1000 });
  await alice.review(pull, "APPROVE");
  return { prompts, pull };
}

/** Looks until it is there, without waiting for the webhooks of other pull requests. */
function eventually(pull: PullRequest) {
  return expect.poll(() => pull.check(CHECK), { timeout: 25_000, interval: 100 });
}

describe("in the end the check is right when GitHub", () => {
  test.each<[string, Fault, string]>([
    ["asks to slow down", { kind: "secondary-limit", status: 403, retryAfterSeconds: 1 }, WRITE],
    ["asks to slow down by 429", { kind: "secondary-limit", status: 429, retryAfterSeconds: 1 }, COMPARE],
    ["says that the hour's requests are used up", { kind: "primary-limit", resetInSeconds: 1 }, COMPARE],
    ["fails while it is asked", { kind: "server-error", status: 502 }, COMPARE],
    ["fails while the check is written", { kind: "server-error", status: 503 }, WRITE],
    ["cuts the connection", { kind: "cut" }, COMPARE],
    ["dawdles", { kind: "slow", milliseconds: 1500 }, COMPARE],
  ])("%s", async (what, fault, route) => {
    const { erin } = stage.people;
    const prompts = await stage.repository(`fault-${what.replaceAll(/\W+/g, "-")}`);
    stage.sandbox.faults.inject(fault, { route });
    const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
    await eventually(pull).toMatchObject({ conclusion: "action_required", title: "Waiting for @alice" });
  });
});

test("an outage longer than the App's patience is said on the check; a recheck afterwards sets it right", async () => {
  const { erin } = stage.people;
  const { prompts, pull } = outage;
  await eventually(pull).toMatchObject({
    conclusion: "failure",
    title: "Could not be judged",
    summary: expect.stringMatching(/`\/steward recheck`.*GitHub answered 502/s),
  });

  stage.sandbox.faults.clear();
  await erin.comment(pull, "/steward recheck");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await erin.push(prompts, "change", { files: { [README]: "# Unrelated\n" } });
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
});

test("an answer that comes late is not believed over a push that came meanwhile", async () => {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("slow-and-pushed");
  const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: QUEUES } });
  await stage.sandbox.settled();
  stage.sandbox.faults.inject({ kind: "slow", milliseconds: 1000 }, { route: REVIEWS });
  await alice.review(pull, "APPROVE");
  await erin.push(prompts, "change", { files: { [TRIAGE]: `${QUEUES}Refunds first.\n` } });
  expect(await stage.check(pull)).toMatchObject({
    conclusion: "action_required",
    title: "Waiting for @alice",
  });
});
