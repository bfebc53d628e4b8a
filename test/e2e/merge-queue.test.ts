// The merge queue is judged for real: what merges are the bytes that were approved, or nothing does.

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aStage, CHECK, FILES, NEWSLETTER, README, refusalOf, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterEach(() => stage.sandbox.deliveries.set({ kind: "at-once" }));
afterAll(() => stage.stop());

const BEFORE = FILES[TRIAGE] ?? "";
const POLITE = BEFORE.replace("You route", "You politely route");
const CAREFUL = BEFORE.replace("choose human", "ask a human");

/** Pull requests by @erin, each approved by the owner, in a repository that merges by its queue alone. */
async function approved(
  name: string,
  changes: readonly Record<string, string>[],
): Promise<{ prompts: Repository; pulls: PullRequest[] }> {
  const { alice, carol, erin } = stage.people;
  const prompts = await stage.repository(name);
  await prompts.protect("main", { requiredChecks: [CHECK], mergeQueue: "required" });
  const pulls: PullRequest[] = [];
  for (const files of changes) {
    const pull = await stage.propose(prompts, { by: erin, files });
    await stage.sandbox.settled();
    if (TRIAGE in files) await alice.review(pull, "APPROVE");
    if (NEWSLETTER in files) await carol.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
    pulls.push(pull);
  }
  return { prompts, pulls };
}

/** All of them are in the queue before the App hears of the first. */
async function queueAtOnce(prompts: Repository, pulls: readonly PullRequest[]) {
  const { erin } = stage.people;
  const { deliveries } = stage.sandbox;
  deliveries.set({ kind: "held" });
  const groups: { repository: Repository; commit: string }[] = [];
  for (const pull of pulls) {
    groups.push({ repository: prompts, commit: (await erin.enqueue(pull)).sha });
  }
  await deliveries.release("as-happened");
  await stage.sandbox.settled();
  return groups;
}

test("approved bytes merge, several pull requests on one another", async () => {
  const { prompts, pulls } = await approved("queue-approved", [
    { [TRIAGE]: POLITE },
    { [NEWSLETTER]: "Write one sentence.\n" },
    { [README]: "# Reworded\n" },
  ]);
  const groups = await queueAtOnce(prompts, pulls);
  const shown = await Promise.all(groups.map((group) => stage.check(group)));
  expect(shown.map(({ conclusion, title }) => [conclusion, title])).toEqual([
    ["success", "What merges is what was approved"],
    ["success", "What merges is what was approved"],
    ["success", "No prompt changed"],
  ]);
  for (const pull of pulls) expect(await pull.read()).toMatchObject({ merged: true });
  expect(await prompts.read(TRIAGE)).toBe(POLITE);
});

test("two approved changes of one prompt would merge to bytes that nobody approved: the second leaves the queue", async () => {
  const { alice, erin } = stage.people;
  const { prompts, pulls } = await approved("queue-mixed", [{ [TRIAGE]: POLITE }, { [TRIAGE]: CAREFUL }]);
  const [first, second] = pulls as [PullRequest, PullRequest];
  const [, group] = await queueAtOnce(prompts, pulls);
  const refused = await stage.check(group ?? { repository: prompts, commit: "" });
  expect(refused).toMatchObject({
    conclusion: "failure",
    title: "What would merge is not what was approved",
  });
  expect(refused.summary).toContain(`${TRIAGE} would merge with bytes that nobody approved`);
  expect(await first.read()).toMatchObject({ merged: true });
  expect(await second.read()).toMatchObject({ merged: false, state: "open" });
  expect(await prompts.read(TRIAGE)).toBe(POLITE);

  await erin.mergeBaseInto(second);
  expect(await stage.check(second)).toMatchObject({ title: "Waiting for @alice" });
  await alice.review(second, "APPROVE");
  expect(await stage.check(second)).toMatchObject({ conclusion: "success" });
  await erin.enqueue(second);
  await stage.sandbox.settled();
  expect(await second.read()).toMatchObject({ merged: true });
  expect(await prompts.read(TRIAGE)).toBe(POLITE.replace("choose human", "ask a human"));
});

test("a new process judges the group by what the check runs recorded", async () => {
  const { erin } = stage.people;
  const { prompts, pulls } = await approved("queue-restarted", [{ [TRIAGE]: POLITE }]);
  const [pull] = pulls as [PullRequest];
  await stage.restartApp();
  await erin.enqueue(pull);
  await stage.sandbox.settled();
  expect(await pull.read()).toMatchObject({ merged: true });
  expect(await prompts.read(TRIAGE)).toBe(POLITE);
});

test("what is not approved cannot be queued", async () => {
  const { erin } = stage.people;
  const prompts = await stage.repository("queue-waiting");
  await prompts.protect("main", { requiredChecks: [CHECK], mergeQueue: "required" });
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: POLITE } });
  await stage.sandbox.settled();
  await expect(erin.enqueue(pull)).rejects.toThrow(/"prompt-steward" is failing/);
  expect(await refusalOf(erin.merge(pull))).toMatch(/^405/);
});
