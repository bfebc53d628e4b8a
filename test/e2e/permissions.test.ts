// The App was installed with less than app.yml asks for: what fails is said where people look, and nothing passes.

import { expect, onTestFinished, test } from "vitest";
import { readManifest } from "../../src/sandbox/demo/stage.ts";
import { aStage, CONFIG, POLICY, refusalOf, type Stage, TRIAGE } from "./a-stage.ts";

const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";

/** @param changed permissions that are less than the manifest's; undefined takes one away, with its events */
async function aStageWith(changed: Record<string, "read" | undefined>): Promise<Stage> {
  const { default_permissions, default_events } = readManifest();
  const wanted = Object.entries({ ...default_permissions, ...changed });
  const permissions = Object.fromEntries(wanted.flatMap(([name, level]) => (level ? [[name, level]] : [])));
  const lost: Readonly<Record<string, readonly string[]>> = {
    checks: ["check_run", "check_suite"],
    contents: ["push"],
    members: ["member", "membership", "organization", "team"],
  };
  const gone = Object.entries(changed).flatMap(([name, level]) => (level ? [] : (lost[name] ?? [])));
  const stage = await aStage({
    permissions,
    events: default_events.filter((event) => !gone.includes(event)),
  });
  onTestFinished(() => stage.stop());
  return stage;
}

test("without `contents` nothing can be read: the check says so, with GitHub's answer, and blocks", async () => {
  const stage = await aStageWith({ contents: undefined });
  const { erin } = stage.people;
  const prompts = await stage.repository("no-contents");
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  const failed = await stage.check(pull);
  expect(failed).toMatchObject({ conclusion: "failure", title: "Could not be judged" });
  expect(failed.summary).toContain("(GitHub answered 403)");
  expect(await refusalOf(erin.merge(pull))).toMatch(/^405/);
});

test("without `checks: write` there is no check, the merge stays blocked, and the delivery is shown as failed", async () => {
  const stage = await aStageWith({ checks: "read" });
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("no-checks");
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "missing" });
  expect(await refusalOf(erin.merge(pull))).toMatch(/^405 .*"prompt-steward" is expected/);
  const opened = stage.sandbox.deliveries.all().find(({ action }) => action === "opened");
  expect(opened).toMatchObject({ status: 403 });
});

test("without `members` nobody can tell who the admins of a team are: the check says that, and how to do without", async () => {
  const stage = await aStageWith({ members: undefined });
  const { ada, erin } = stage.people;
  const prompts = await stage.repository("no-members", {
    files: { [CONFIG]: POLICY.replace("@ada", "@acme/platform") },
  });
  const pull = await stage.propose(prompts, { by: erin, files: { [CONFIG]: POLICY } });
  await ada.review(pull, "APPROVE");
  const stuck = await stage.check(pull);
  expect(stuck).toMatchObject({ conclusion: "failure" });
  expect(stuck.summary).toContain("@acme/platform has no member that can be seen");
  expect(stuck.summary).toContain("the permission `members: read`");
});

test("with `pull_requests: read` alone nobody is asked for a review, and the check is right all the same", async () => {
  const stage = await aStageWith({ pull_requests: "read" });
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("no-asking");
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  expect((await pull.read()).requested_reviewers).toEqual([]);
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
});
