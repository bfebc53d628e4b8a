// An approval is worth the bytes it saw, whatever is pushed, rebased or merged around them.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aStage, POLICY, README, type Stage, TONE, TRIAGE } from "./a-stage.ts";
import { anApprovedChange, BEFORE, CHANGED, GREEN, ON_MAIN, WAITING } from "./an-approved-change.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.stop());

describe("after the approval, the prompt is renamed", () => {
  test("under the same owner: it stands; with an edit: it is void", async () => {
    const { erin } = stage.people;
    const { prompts, pull } = await anApprovedChange(stage, "renamed");
    const routing = "prompts/support/routing.md";
    await erin.push(prompts, "change", { files: { [TRIAGE]: null, [routing]: CHANGED } });
    expect(await stage.check(pull)).toMatchObject({ ...GREEN, title: "Approved: support/routing" });
    await erin.push(prompts, "change", { files: { [routing]: `${CHANGED}Please.\n` } });
    expect(await stage.check(pull)).toMatchObject(WAITING);
  });

  test("into another owner's folder: both owners have to approve", async () => {
    const { alice, carol, erin } = stage.people;
    const { prompts, pull } = await anApprovedChange(stage, "moved");
    const moved = { [TRIAGE]: null, "prompts/marketing/triage.md": CHANGED };
    await erin.push(prompts, "change", { files: moved });
    expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @carol, @alice" });
    await alice.review(pull, "APPROVE");
    await carol.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject(GREEN);
  });
});

describe("after the approval, base is merged into the pull request", () => {
  test("by the owner, with the button, without touching the prompt: it stands", async () => {
    const { ada, alice } = stage.people;
    const { prompts, pull } = await anApprovedChange(stage, "update-button");
    await ada.push(prompts, "main", { files: { [TONE]: "Be brief.\n", [README]: "# Moved on\n" } });
    await alice.octokit.rest.pulls.updateBranch({
      owner: prompts.owner,
      repo: prompts.name,
      pull_number: pull.number,
    });
    expect(await stage.check(pull)).toMatchObject({ ...GREEN, title: "Approved: support/triage" });
  });

  test("and git itself merges the prompt to other bytes: it is void", async () => {
    const { ada, alice, erin } = stage.people;
    const { prompts, pull } = await anApprovedChange(stage, "merged-by-git");
    await ada.push(prompts, "main", {
      files: { [TRIAGE]: ON_MAIN },
    });
    await erin.mergeBaseInto(pull);
    expect(await stage.check(pull)).toMatchObject(WAITING);
    await alice.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject(GREEN);
  });

  test("with a conflict resolved by hand elsewhere it stands, in the prompt it is void", async () => {
    const { ada, erin } = stage.people;
    const { prompts, pull } = await anApprovedChange(stage, "by-hand");
    await erin.push(prompts, "change", { files: { [README]: "# Theirs\n" } });
    await ada.push(prompts, "main", { files: { [README]: "# Ours\n" } });
    await erin.mergeBaseInto(pull, { [README]: "# Both\n" });
    expect(await stage.check(pull)).toMatchObject(GREEN);

    const onMain = BEFORE.replace("choose human", "choose billing");
    await ada.push(prompts, "main", { files: { [TRIAGE]: onMain } });
    await erin.mergeBaseInto(pull, { [TRIAGE]: BEFORE.replace("choose human", "ask billing") });
    expect(await stage.check(pull)).toMatchObject(WAITING);
  });
});

test("an edit voids it, and the approved bytes put back by force bring it back", async () => {
  const { alice, erin } = stage.people;
  const { prompts, pull } = await anApprovedChange(stage, "there-and-back");
  await erin.push(prompts, "change", { files: { [TRIAGE]: CHANGED.replaceAll("\n", "\r\n") } });
  expect(await stage.check(pull)).toMatchObject(WAITING);
  await erin.push(prompts, "change", {
    from: "main",
    force: "force",
    files: { [TRIAGE]: CHANGED, [README]: "# In one commit\n" },
  });
  expect(await stage.check(pull)).toMatchObject(GREEN);
  await erin.push(prompts, "change", { files: { [TRIAGE]: null } });
  expect(await stage.check(pull)).toMatchObject(WAITING);
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject(GREEN);
});

test("a second prompt of the same owner, added after the approval, was not approved with the first", async () => {
  const { alice, erin } = stage.people;
  const { prompts, pull } = await anApprovedChange(stage, "second-prompt");
  await erin.push(prompts, "change", { files: { [TONE]: "Be kind.\n" } });
  const waiting = await stage.check(pull);
  expect(waiting).toMatchObject(WAITING);
  expect(waiting.summary).toMatch(/review.* and approve `support\/tone`\n/);
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject({ title: "Approved: support/tone, support/triage" });
});

test.each([
  ["commit", WAITING],
  ["never", GREEN],
] as const)("a repository chooses otherwise: stale: %s", async (stale, afterwards) => {
  const { erin } = stage.people;
  const { prompts, pull } = await anApprovedChange(
    stage,
    `stale-${stale}`,
    `${POLICY}review:\n  stale: ${stale}\n`,
  );
  const edited = stale === "never" ? { [TRIAGE]: `${CHANGED}Please.\n` } : { [README]: "# Unrelated\n" };
  await erin.push(prompts, "change", { files: edited });
  expect(await stage.check(pull)).toMatchObject(afterwards);
});
