// Who may approve follows from who may write and who is in which team, at the moment that changes.

import { afterAll, beforeAll, expect, test } from "vitest";
import { aStage, CONFIG, NEWSLETTER, POLICY, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.stop());

const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";

test("an owner loses write access: the backup is asked instead, and what the owner approved counts no more", async () => {
  const { alice, bob, erin } = stage.people;
  const prompts = await stage.repository("access-lost", {
    teams: {},
    people: { alice: "write", bob: "write", erin: "write" },
  });
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });

  await prompts.removeAccess(alice);
  const waiting = await stage.check(pull);
  expect(waiting).toMatchObject({ conclusion: "action_required", title: "Waiting for @bob" });
  expect(waiting.summary).toContain("@bob, who stands in because @alice has no write access");
  expect((await pull.read()).requested_reviewers).toContainEqual(expect.objectContaining({ login: "bob" }));

  await bob.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ title: "Approved: support/triage" });
  await prompts.setAccess(bob, "read");
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @ada" });
  await prompts.setAccess(alice, "write");
  expect(await stage.check(pull)).toMatchObject({ title: "Approved: support/triage" });
});

test("an owner leaves the team that may write: the backup is asked; comes back: the owner is", async () => {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("team-left");
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  await stage.writers.remove(alice);
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @bob" });
  await stage.writers.add(alice);
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
});

test("admins are whoever is in their team now", async () => {
  const { dave, erin } = stage.people;
  const prompts = await stage.repository("admins-team", {
    files: { [CONFIG]: POLICY.replace("@ada", "@acme/platform") },
  });
  const pull = await stage.propose(prompts, { by: erin, files: { [CONFIG]: POLICY } });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @acme/platform" });
  await dave.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @acme/platform" });
  await stage.platform.add(dave);
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await stage.platform.remove(dave);
  expect(await stage.check(pull)).toMatchObject({ conclusion: "action_required" });
});

test("an owner leaves the organisation: the backup is asked", async () => {
  const { carol, erin } = stage.people;
  const prompts = await stage.repository("organisation-left");
  const pull = await stage.propose(prompts, { by: erin, files: { [NEWSLETTER]: "One sentence.\n" } });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @carol" });
  await stage.acme.removeMember(carol);
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @dave" });
});
