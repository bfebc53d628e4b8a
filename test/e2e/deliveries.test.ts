// GitHub orders nothing, delivers twice, late or never: the newest state ends on the check all the same.

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { RATIONALE } from "../../src/sandbox/demo/prompts.ts";
import { aStage, CONFIG, POLICY, README, refusalOf, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterEach(() => stage.sandbox.deliveries.set({ kind: "at-once" }));
afterAll(() => stage.stop());

const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";
const ORDERS = ["as-happened", "reversed"] as const;

describe.each(ORDERS)("an approval races a push, and their webhooks arrive %s", (order) => {
  test("the push edits the prompt: the new head waits", async () => {
    const { alice, erin } = stage.people;
    const { deliveries } = stage.sandbox;
    const prompts = await stage.repository(`race-edit-${order}`);
    const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: QUEUES } });
    await stage.sandbox.settled();
    deliveries.set({ kind: "held" });
    await alice.review(pull, "APPROVE");
    await erin.push(prompts, "change", { files: { [TRIAGE]: `${QUEUES}Refunds first.\n` } });
    await deliveries.release(order);
    expect(await stage.check(pull)).toMatchObject({
      conclusion: "action_required",
      title: "Waiting for @alice",
    });
  });

  test("the push leaves the prompt alone: the new head is approved, and stays so for a new process", async () => {
    const { alice, erin } = stage.people;
    const { deliveries } = stage.sandbox;
    const prompts = await stage.repository(`race-unrelated-${order}`);
    const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: QUEUES } });
    await stage.sandbox.settled();
    deliveries.set({ kind: "held" });
    await alice.review(pull, "APPROVE");
    await erin.push(prompts, "change", { files: { [README]: "# Reworded\n" } });
    await deliveries.release(order);
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
    await stage.restartApp();
    await erin.push(prompts, "change", { files: { [README]: "# Reworded again\n" } });
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  });

  test("the description loses its reasons and gets them again: they are there", async () => {
    const { erin } = stage.people;
    const { deliveries } = stage.sandbox;
    const prompts = await stage.repository(`race-body-${order}`, {
      files: { [CONFIG]: POLICY.replace("[]", "[Why]") },
    });
    const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES }, body: RATIONALE });
    expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
    deliveries.set({ kind: "held" });
    await erin.editBody(pull, "Later.");
    await erin.editBody(pull, RATIONALE);
    await deliveries.release(order);
    expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  });
});

test("every webhook comes twice: the same check, and the owner is asked once", async () => {
  const { alice, erin } = stage.people;
  const { deliveries, requests } = stage.sandbox;
  const prompts = await stage.repository("twice");
  const mark = requests.mark();
  deliveries.set({ kind: "twice" });
  const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: QUEUES } });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await erin.comment(pull, "/steward help");
  await stage.sandbox.settled();
  deliveries.set({ kind: "at-once" });
  const asked = requests
    .since(mark)
    .filter(
      ({ route, token }) => token === "installation" && route.startsWith("POST /repos/{owner}/{repo}/pulls"),
    );
  expect(asked).toHaveLength(1);
});

test("a webhook comes late, after what happened later: it does not take the check back", async () => {
  const { alice, erin } = stage.people;
  const { deliveries } = stage.sandbox;
  const prompts = await stage.repository("late");
  const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: QUEUES } });
  await stage.sandbox.settled();
  deliveries.set({ kind: "late", milliseconds: 1500 });
  await erin.convertToDraft(pull);
  await erin.push(prompts, "change", { files: { [README]: "# Late news\n" } });
  deliveries.set({ kind: "at-once" });
  await erin.markReady(pull);
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
});

test("somebody redelivers the first webhook of all: what came since still counts", async () => {
  const { alice, erin } = stage.people;
  const { deliveries } = stage.sandbox;
  const prompts = await stage.repository("redelivered");
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  await stage.sandbox.settled();
  const opened = deliveries
    .all()
    .findLast(({ event, action }) => event === "pull_request" && action === "opened");
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await deliveries.redeliver(opened?.id ?? 0);
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await stage.restartApp();
  await deliveries.redeliver(opened?.id ?? 0);
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
});

test("webhooks are lost: a comment brings the check up to date", async () => {
  const { alice, erin } = stage.people;
  const { deliveries } = stage.sandbox;
  const prompts = await stage.repository("lost");
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  await stage.sandbox.settled();
  deliveries.set({ kind: "lost" });
  await alice.review(pull, "APPROVE");
  deliveries.set({ kind: "at-once" });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  await alice.comment(pull, "/steward recheck");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
});

describe("two pull requests have one head, and so one check", () => {
  test("a draft, or one into a branch without rules, does not let the other pass", async () => {
    const { ada, alice, erin } = stage.people;
    const prompts = await stage.repository("one-head");
    await ada.push(prompts, "next", { files: { [README]: "# Next\n" } });
    const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: QUEUES } });
    expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
    const draft = await erin.openPullRequest(prompts, { head: "change", base: "next", draft: "draft" });
    expect(await stage.check(draft)).toMatchObject({
      conclusion: "action_required",
      title: `Held back by #${pull.number}, which has the same head`,
    });
    expect(await refusalOf(erin.merge(pull))).toMatch(/^405/);

    await alice.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
    await erin.markReady(draft);
    expect(await stage.check(draft)).toMatchObject({ title: "Waiting for @alice" });
    await alice.review(draft, "APPROVE");
    expect(await stage.check(draft)).toMatchObject({ conclusion: "success" });
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  });
});
