// Where the stories of what an approval survives begin: @erin changed the triage prompt, and @alice approved it.

import { expect } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { CONFIG, FILES, POLICY, type Stage, TRIAGE } from "./a-stage.ts";

export const BEFORE = FILES[TRIAGE] ?? "";
export const CHANGED = BEFORE.replace("choose human", "ask a human");
/** What base may gain meanwhile: it merges with the change above without a conflict, to bytes that nobody approved. */
export const ON_MAIN = BEFORE.replace("You route", "You always route");

export const GREEN = { conclusion: "success" };
export const WAITING = { conclusion: "action_required", title: "Waiting for @alice" };

/** The pull request's branch is `change`. @param name of the repository */
export async function anApprovedChange(
  stage: Stage,
  name: string,
  policy = POLICY,
): Promise<{ prompts: Repository; pull: PullRequest }> {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository(name, { files: { [CONFIG]: policy } });
  const pull = await stage.propose(prompts, { by: erin, branch: "change", files: { [TRIAGE]: CHANGED } });
  expect(await stage.check(pull)).toMatchObject(WAITING);
  await alice.review(pull, "APPROVE");
  expect(await stage.check(pull)).toMatchObject(GREEN);
  return { prompts, pull };
}
