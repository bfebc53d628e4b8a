// An approval is worth the bytes it saw, whatever is pushed, rebased or merged around them.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aStage, CONFIG, FILES, POLICY, README, type Stage, TONE, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.stop());

const BEFORE = FILES[TRIAGE] ?? "";
const CHANGED = BEFORE.replace("choose human", "ask a human");
const GREEN = { conclusion: "success" };
const WAITING = { conclusion: "action_required", title: "Waiting for @alice" };

/** @erin's change of the triage prompt, approved by @alice. */
async function approved(name: string, config = POLICY): Promise<{ prompts: Repository; pull: PullRequest }> {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository(name, { files: { [CONFIG]: config } });
  const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: CHANGED } });
  expect(await stage.check(pull)).toMatchObject(WAITING);
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject(GREEN);
  return { prompts, pull };
}

describe("after the approval, the prompt is renamed", () => {
  test("under the same owner: it stands; with an edit: it is void", async () => {
    const { erin } = stage.people;
    const { prompts, pull } = await approved("renamed");
    const routing = "prompts/support/routing.md";
    await erin.push(prompts, "change", { files: { [TRIAGE]: null, [routing]: CHANGED } });
    expect(await stage.check(pull)).toMatchObject({ ...GREEN, title: "Approved: support/routing" });
    await erin.push(prompts, "change", { files: { [routing]: `${CHANGED}Please.\n` } });
    expect(await stage.check(pull)).toMatchObject(WAITING);
  });

  test("into another owner's folder: both owners have to approve", async () => {
    const { alice, carol, erin } = stage.people;
    const { prompts, pull } = await approved("moved");
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
    const { prompts, pull } = await approved("update-button");
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
    const { prompts, pull } = await approved("merged-by-git");
    await ada.push(prompts, "main", {
      files: { [TRIAGE]: BEFORE.replace("You route", "You always route") },
    });
    await erin.mergeBaseInto(pull);
    expect(await stage.check(pull)).toMatchObject(WAITING);
    await alice.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject(GREEN);
  });

  test("with a conflict resolved by hand elsewhere it stands, in the prompt it is void", async () => {
    const { ada, erin } = stage.people;
    const { prompts, pull } = await approved("by-hand");
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

describe.each(["never", "patch-identical-force-push"] as const)(
  "after the approval, the branch is rebased, and GitHub re-binds the review: %s",
  (rebinds) => {
    beforeAll(() => {
      stage.sandbox.behaviour.rebindReviews = rebinds;
    });
    afterAll(() => {
      stage.sandbox.behaviour.rebindReviews = "patch-identical-force-push";
    });

    /** What GitHub says of the review later. */
    async function isBoundToHead(pull: PullRequest): Promise<boolean> {
      const [review] = await pull.reviews();
      return review?.commit_id === (await pull.read()).head.sha;
    }

    test("onto a base with the same prompt: it stands", async () => {
      const { ada, erin } = stage.people;
      const { prompts, pull } = await approved(`rebased-${rebinds}`);
      await ada.push(prompts, "main", { files: { [README]: "# Moved on\n" } });
      await erin.rebase(pull);
      expect(await isBoundToHead(pull)).toBe(rebinds !== "never");
      expect(await stage.check(pull)).toMatchObject(GREEN);
    });

    test("onto a base that changed the prompt, with the same patch: the bytes are others, so it is void", async () => {
      const { ada, alice, erin } = stage.people;
      const { prompts, pull } = await approved(`rebased-onto-change-${rebinds}`);
      await ada.push(prompts, "main", {
        files: { [TRIAGE]: BEFORE.replace("You route", "You always route") },
      });
      await erin.rebase(pull);
      expect(await isBoundToHead(pull)).toBe(rebinds !== "never");
      const voided = await stage.check(pull);
      expect(voided).toMatchObject(WAITING);
      expect(voided.summary).toContain("is void: support/triage changed since");
      // A new process, which only reads what GitHub shows now, comes to the same.
      await stage.restartApp();
      await erin.comment(pull, "/steward recheck");
      expect(await stage.check(pull)).toMatchObject(WAITING);
      await alice.review(pull, "APPROVE");
      expect(await stage.check(pull)).toMatchObject(GREEN);
    });
  },
);

test("an edit voids it, and the approved bytes put back by force bring it back", async () => {
  const { alice, erin } = stage.people;
  const { prompts, pull } = await approved("there-and-back");
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
  const { prompts, pull } = await approved("second-prompt");
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
  const { prompts, pull } = await approved(`stale-${stale}`, `${POLICY}review:\n  stale: ${stale}\n`);
  const edited = stale === "never" ? { [TRIAGE]: `${CHANGED}Please.\n` } : { [README]: "# Unrelated\n" };
  await erin.push(prompts, "change", { files: edited });
  expect(await stage.check(pull)).toMatchObject(afterwards);
});

describe("the App is restarted, with nothing but GitHub to remember by", () => {
  test("between the approval and a push: the approval is read from the check run", async () => {
    const { erin } = stage.people;
    const { prompts, pull } = await approved("restarted");
    await stage.restartApp();
    await erin.push(prompts, "change", { files: { [README]: "# Unrelated\n" } });
    expect(await stage.check(pull)).toMatchObject(GREEN);
    await stage.restartApp();
    await erin.push(prompts, "change", { files: { [TRIAGE]: `${CHANGED}Please.\n` } });
    expect(await stage.check(pull)).toMatchObject(WAITING);
  });

  test("having missed a push: whoever asks for a recheck gets the newest state", async () => {
    const { erin } = stage.people;
    const { prompts, pull } = await approved("missed");
    await stage.restartApp(async () => {
      await erin.push(prompts, "change", { files: { [README]: "# Unrelated\n" } });
    });
    expect(await stage.check(pull)).toMatchObject({ conclusion: "missing" });
    await erin.comment(pull, "/steward recheck");
    expect(await stage.check(pull)).toMatchObject(GREEN);
  });

  test("having missed a rebase that changed the bytes while GitHub re-bound the review: it waits", async () => {
    const { ada, erin } = stage.people;
    const { prompts, pull } = await approved("missed-rebase");
    // GitHub's clock shows whole seconds: let the rebase be later than the review.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await stage.restartApp(async () => {
      await ada.push(prompts, "main", {
        files: { [TRIAGE]: BEFORE.replace("You route", "You always route") },
      });
      await erin.rebase(pull);
    });
    await erin.comment(pull, "/steward recheck");
    expect(await stage.check(pull)).toMatchObject(WAITING);
  });
});
