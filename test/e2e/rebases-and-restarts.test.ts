// What an approval saw is known from GitHub alone: over rebases of which GitHub says something else later, and over
// restarts of the App.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PullRequest } from "../../src/sandbox/sandbox.ts";
import { aStage, README, type Stage, TRIAGE } from "./a-stage.ts";
import { anApprovedChange, CHANGED, GREEN, ON_MAIN, WAITING } from "./an-approved-change.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.stop());

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
      const { prompts, pull } = await anApprovedChange(stage, `rebased-${rebinds}`);
      await ada.push(prompts, "main", { files: { [README]: "# Moved on\n" } });
      await erin.rebase(pull);
      expect(await isBoundToHead(pull)).toBe(rebinds !== "never");
      expect(await stage.check(pull)).toMatchObject(GREEN);
    });

    test("onto a base that changed the prompt, with the same patch: the bytes are others, so it is void", async () => {
      const { ada, alice, erin } = stage.people;
      const { prompts, pull } = await anApprovedChange(stage, `rebased-onto-change-${rebinds}`);
      await ada.push(prompts, "main", {
        files: { [TRIAGE]: ON_MAIN },
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

describe("the App is restarted, with nothing but GitHub to remember by", () => {
  test("between the approval and a push: the approval is read from the check run", async () => {
    const { erin } = stage.people;
    const { prompts, pull } = await anApprovedChange(stage, "restarted");
    await stage.restartApp();
    await erin.push(prompts, "change", { files: { [README]: "# Unrelated\n" } });
    expect(await stage.check(pull)).toMatchObject(GREEN);
    await stage.restartApp();
    await erin.push(prompts, "change", { files: { [TRIAGE]: `${CHANGED}Please.\n` } });
    expect(await stage.check(pull)).toMatchObject(WAITING);
  });

  test("having missed a push: whoever asks for a recheck gets the newest state", async () => {
    const { erin } = stage.people;
    const { prompts, pull } = await anApprovedChange(stage, "missed");
    await stage.restartApp(async () => {
      await erin.push(prompts, "change", { files: { [README]: "# Unrelated\n" } });
    });
    expect(await stage.check(pull)).toMatchObject({ conclusion: "missing" });
    await erin.comment(pull, "/steward recheck");
    expect(await stage.check(pull)).toMatchObject(GREEN);
  });

  test("having missed a rebase that changed the bytes while GitHub re-bound the review: it waits", async () => {
    const { ada, erin } = stage.people;
    const { prompts, pull } = await anApprovedChange(stage, "missed-rebase");
    // GitHub's clock shows whole seconds: let the rebase be later than the review.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await stage.restartApp(async () => {
      await ada.push(prompts, "main", {
        files: { [TRIAGE]: ON_MAIN },
      });
      await erin.rebase(pull);
    });
    await erin.comment(pull, "/steward recheck");
    expect(await stage.check(pull)).toMatchObject(WAITING);
  });
});
