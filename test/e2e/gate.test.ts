// The main story: no prompt changes without a reason and its owner's approval of exactly these bytes.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RATIONALE } from "../../src/sandbox/demo/prompts.ts";
import { aStage, CONFIG, POLICY, README, refusalOf, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.stop());

const WITH_REASONS = POLICY.replace("[]", "[Why, Expected effect, Evaluation, Rollback plan]");
const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";

test("from a pull request without reasons to a merge of exactly what the owner approved", async () => {
  const { alice, erin, dave } = stage.people;
  const prompts = await stage.repository("main-story", { files: { [CONFIG]: WITH_REASONS } });

  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES }, branch: "refunds" });
  const opened = await stage.check(pull);
  expect(opened).toMatchObject({
    conclusion: "failure",
    title: "4 things to mend, then waiting for @alice",
  });
  for (const section of ["Why", "Expected effect", "Evaluation", "Rollback plan"]) {
    expect(opened.summary).toContain(`no section "${section}"`);
  }
  expect((await pull.read()).requested_reviewers).toMatchObject([{ login: "alice" }]);

  await erin.editBody(pull, RATIONALE);
  expect(await stage.check(pull)).toMatchObject({
    conclusion: "action_required",
    title: "Waiting for @alice",
  });

  expect(await refusalOf(erin.review(pull, "APPROVE"))).toMatch(/^422 .*approve your own/);
  await dave.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  expect(await refusalOf(erin.merge(pull))).toMatch(/^405 .*prompt-steward/);

  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({
    conclusion: "success",
    title: "Approved: support/triage",
  });

  await erin.push(prompts, "refunds", { files: { [README]: "# Prompts and queues of Acme\n" } });
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });

  const edited = `${QUEUES}Refunds first.\n`;
  await erin.push(prompts, "refunds", { files: { [TRIAGE]: edited } });
  const voided = await stage.check(pull);
  expect(voided).toMatchObject({ conclusion: "action_required", title: "Waiting for @alice" });
  expect(voided.summary).toMatch(/approval of @alice at [\da-f]{7} is void.*\[What changed since\]\(http/);
  expect(await refusalOf(erin.merge(pull))).toMatch(/^405/);

  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await erin.merge(pull);
  expect(await prompts.read(TRIAGE)).toBe(edited);
});

test("a pull request that touches no prompt is green at once, and nobody is asked", async () => {
  const { erin } = stage.people;
  const prompts = await stage.repository("no-prompt");
  const pull = await stage.propose(prompts, { by: erin, files: { [README]: "# Reworded\n" } });
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success", title: "No prompt changed" });
  expect((await pull.read()).requested_reviewers).toEqual([]);
  await erin.merge(pull);
});

test("a draft is neutral and asks nobody; what was approved before it became one again still counts", async () => {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("drafts");
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES }, draft: "draft" });
  expect(await stage.check(pull)).toMatchObject({
    conclusion: "neutral",
    title: "Draft: judged when it is ready for review",
  });
  expect((await pull.read()).requested_reviewers).toEqual([]);

  await erin.markReady(pull);
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  expect((await pull.read()).requested_reviewers).toMatchObject([{ login: "alice" }]);
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });

  await erin.convertToDraft(pull);
  expect(await stage.check(pull)).toMatchObject({ conclusion: "neutral" });
  await erin.markReady(pull);
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
});

test("a change request blocks until it is dismissed, or its author approves", async () => {
  const { ada, alice, bob, erin } = stage.people;
  const prompts = await stage.repository("change-requests");
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });

  const refused = await alice.review(pull, "REQUEST_CHANGES", "Where do chargebacks go?");
  expect(await stage.check(pull)).toMatchObject({
    conclusion: "failure",
    title: "@alice asked for changes to support/triage",
  });
  await bob.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "failure" });
  await ada.dismiss(pull, refused, "Settled by phone");
  const dismissed = await stage.check(pull);
  expect(dismissed).toMatchObject({ conclusion: "action_required", title: "Waiting for @alice" });
  expect(dismissed.summary).toContain(
    "The approval of @bob does not count while @alice can approve: a backup only stands in.",
  );
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });

  await bob.review(pull, "REQUEST_CHANGES", "One more thing");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "failure" });
  await bob.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
});

test("an approval that is dismissed is gone", async () => {
  const { ada, alice, erin } = stage.people;
  const prompts = await stage.repository("dismissed");
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  const approval = await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  await ada.dismiss(pull, approval, "Approved the wrong one");
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
});

describe("nobody approves their own work", () => {
  test("an owner's own change waits for the backup", async () => {
    const { alice, bob } = stage.people;
    const prompts = await stage.repository("own-change");
    const pull = await stage.propose(prompts, { by: alice, files: { [TRIAGE]: QUEUES } });
    const waiting = await stage.check(pull);
    expect(waiting).toMatchObject({ title: "Waiting for @bob" });
    expect(waiting.summary).toContain("@bob, who stands in because @alice is the author");
    await bob.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  });

  test("an owner who is named as co-author, while the backup committed: an admin decides", async () => {
    const { ada, alice, bob, erin } = stage.people;
    const prompts = await stage.repository("co-authors");
    // GitHub tells whose an e-mail address is by the commits there are.
    await ada.push(prompts, "main", { files: { [README]: "# By Alice\n" }, author: alice });
    const pull = await stage.propose(prompts, {
      by: erin,
      branch: "together",
      files: { [TRIAGE]: QUEUES },
      coAuthors: [alice],
    });
    expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @bob" });
    await bob.push(prompts, "together", { files: { [README]: "# Bob was here\n" } });
    const waiting = await stage.check(pull);
    expect(waiting).toMatchObject({ title: "Waiting for @ada" });
    expect(waiting.summary).toContain("because @alice is a co-author and @bob committed to it");
    await alice.review(pull, "APPROVE");
    await bob.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject({ conclusion: "action_required" });
    await ada.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  });
});

test("every broken file is named at its line, also where there are more than GitHub takes at once", async () => {
  const { erin } = stage.people;
  const prompts = await stage.repository("broken-files", {
    files: { [CONFIG]: POLICY.replace("support/*.md", "support/**") },
  });
  const names = Array.from({ length: 60 }, (_, at) => `prompts/support/queue-${at}.prompt.yml`);
  const broken = "name: Queue\nmessages:\n  - role: system\n  content: [unclosed\n";
  const pull = await stage.propose(prompts, {
    by: erin,
    files: Object.fromEntries(names.map((name, at) => [name, `# ${at}\n${broken}`])),
  });
  const { annotations, conclusion, summary } = await stage.check(pull);
  expect(conclusion).toBe("failure");
  expect(annotations.length).toBeGreaterThan(50);
  expect(new Set(annotations.map(({ path }) => path))).toEqual(new Set(names));
  expect(annotations.every(({ start_line }) => start_line > 1)).toBe(true);
  expect(summary).toContain("more of the like");
});
