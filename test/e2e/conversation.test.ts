// What people say to the App: comments, "Re-run", and the button on the check run.

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Person, PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aStage, type SeenCheck, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
let robot: Person;
let prompts: Repository;
beforeAll(async () => {
  stage = await aStage();
  robot = await stage.sandbox.createPerson("robot[bot]");
  prompts = await stage.repository("prompts");
});
afterEach(() => stage.sandbox.deliveries.set({ kind: "at-once" }));
afterAll(() => stage.stop());

const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";

let proposals = 0;

async function waiting(): Promise<PullRequest> {
  const { erin } = stage.people;
  proposals += 1;
  // Equal changes of the same second would be one commit.
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: `${QUEUES}${proposals}\n` } });
  expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @alice" });
  return pull;
}

/** @alice approves, and the App does not hear of it. */
async function approvedUnheard(): Promise<{ pull: PullRequest; stale: SeenCheck }> {
  const pull = await waiting();
  stage.sandbox.deliveries.set({ kind: "lost" });
  await stage.people.alice.review(pull, "APPROVE");
  stage.sandbox.deliveries.set({ kind: "at-once" });
  return { pull, stale: await stage.check(pull) };
}

describe("a comment", () => {
  test("`/steward recheck`, of whoever can read: read anew, with a reaction as receipt", async () => {
    const { pull } = await approvedUnheard();
    await stage.people.frank.comment(pull, "Alice did approve it:\n\n/steward recheck");
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
    const comments = await pull.comments();
    expect(comments).toHaveLength(1);
    expect(comments[0]?.reactions).toMatchObject({ eyes: 1, "+1": 1 });
  });

  test("`/steward help` is answered with the commands there are", async () => {
    const pull = await waiting();
    await stage.people.erin.comment(pull, "/steward help");
    await stage.sandbox.settled();
    const [, answer] = await pull.comments();
    expect(answer).toMatchObject({ user: { login: stage.registered.bot } });
    expect(answer?.body).toContain("| `/steward recheck` | reads everything anew");
  });

  test("on an issue, `/steward recheck` says where it belongs", async () => {
    const place = { owner: prompts.owner, repo: prompts.name };
    const { issues } = stage.people.erin.octokit.rest;
    const { data: issue } = await issues.create({ ...place, title: "Triage is off" });
    await issues.createComment({ ...place, issue_number: issue.number, body: "/steward recheck" });
    await stage.sandbox.settled();
    const { data: comments } = await issues.listComments({ ...place, issue_number: issue.number });
    expect(comments.at(-1)?.body).toContain("belongs on a pull request");
  });

  test("that quotes, shows as code, edits in, or comes from a bot commands nothing, and costs nothing", async () => {
    const pull = await waiting();
    const { erin } = stage.people;
    const mark = stage.sandbox.requests.mark();
    await erin.comment(pull, "> /steward recheck\n\nNo need.");
    await erin.comment(pull, "Write this:\n\n```\n/steward recheck\n```\n\nor `/steward help`");
    await robot.comment(pull, "/steward recheck");
    const comment = await erin.comment(pull, "Shall I?");
    await erin.editComment(pull, comment, "/steward recheck");
    await stage.sandbox.settled();
    expect(stage.sandbox.requests.countedSince(mark)).toBe(0);
    expect(await pull.comments()).toHaveLength(4);
  });
});

describe("asked to check again", () => {
  test.each([
    ["by Re-run", (stale: SeenCheck) => stage.people.erin.rerun(prompts, stale.run())],
    ["by Re-run all checks", (stale: SeenCheck) => stage.people.erin.rerunAll(prompts, stale.run())],
    [
      "by the button on the check run",
      (stale: SeenCheck) => {
        const [button] = stale.actions;
        expect(button).toMatchObject({ label: "Check again" });
        return stage.people.erin.press(prompts, stale.run(), button?.identifier ?? "");
      },
    ],
  ])("%s, it reads everything anew", async (_, ask) => {
    const { pull, stale } = await approvedUnheard();
    expect(stale).toMatchObject({ title: "Waiting for @alice" });
    await ask(stale);
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  });
});
