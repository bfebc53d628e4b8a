// GitHub limits, fails, cuts and dawdles: the right check is there in the end, or one that says it could not be judged.

import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../src/sandbox/sandbox.ts";
import { aStage, README, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterEach(() => stage.sandbox.faults.clear());
afterAll(() => stage.stop());

const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";
const COMPARE = "GET /repos/{owner}/{repo}/compare/{basehead}";
const WRITE = "POST /repos/{owner}/{repo}/check-runs";
const REVIEWS = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";

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
    expect(await stage.check(pull)).toMatchObject({
      conclusion: "action_required",
      title: "Waiting for @alice",
    });
  });
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

test("an outage longer than the App's patience is said on the check; a recheck afterwards sets it right", async () => {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("outage");
  const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: QUEUES } });
  await stage.sandbox.settled();
  stage.sandbox.faults.inject({ kind: "server-error", status: 502 }, { route: REVIEWS, times: 100 });
  await alice.review(pull, "APPROVE");
  const failed = await vi.waitFor(
    async () => {
      const check = await stage.check(pull);
      expect(check.conclusion).toBe("failure");
      return check;
    },
    { timeout: 25_000, interval: 500 },
  );
  expect(failed).toMatchObject({ title: "Could not be judged" });
  expect(failed.summary).toContain("(GitHub answered 502)");
  expect(failed.summary).toContain("`/steward recheck`");

  stage.sandbox.faults.clear();
  await erin.comment(pull, "/steward recheck");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await erin.push(prompts, "change", { files: { [README]: "# Unrelated\n" } });
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
});
