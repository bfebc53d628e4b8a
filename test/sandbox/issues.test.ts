import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
let repository: Repository;
let pull: PullRequest;
beforeAll(async () => {
  world = await aWorld();
  repository = await world.repository("talk");
  await world.alice.push(repository, "change", { files: { "a.md": "a" } });
  pull = await world.alice.openPullRequest(repository, { head: "change" });
});
afterAll(() => world.stop());

describe("comments", () => {
  test("are made, edited and deleted, and each is told with the pull request as an issue", async () => {
    const { carol, sandbox, receiver } = world;
    await sandbox.settled();
    receiver.forget();
    const comment = await carol.comment(pull, "/steward help");
    await carol.editComment(pull, comment, "/steward recheck");
    await carol.octokit.rest.issues.deleteComment({ ...place(repository), comment_id: comment.id });
    await sandbox.settled();
    const events = receiver.of("issue_comment").map(({ payload }) => payload);
    expect(events.map(({ action }) => action)).toEqual(["created", "edited", "deleted"]);
    expect(events[0].issue).toMatchObject({ number: pull.number, pull_request: { merged_at: null } });
    expect(events[1].changes).toEqual({ body: { from: "/steward help" } });
    expect(await pull.comments()).toEqual([]);
  });

  test("are edited by nobody else who may not write", async () => {
    const { alice, carol, bob } = world;
    const comment = await alice.comment(pull, "Mine");
    expect(await statusOf(carol.editComment(pull, comment, "Hers"))).toBe(403);
    expect(await statusOf(bob.editComment(pull, comment, "His"))).toBe(200);
  });

  test("end at 65,536 characters", async () => {
    expect(await statusOf(world.alice.comment(pull, "x".repeat(65_536)))).toBe(200);
    expect(await statusOf(world.alice.comment(pull, "x".repeat(65_537)))).toBe(422);
  });
});

describe("reactions", () => {
  test("are given once by each, counted on the comment, and taken back", async () => {
    const { alice, bot } = world;
    const { id } = await alice.comment(pull, "Look");
    const at = { ...place(repository), comment_id: id };
    const first = await bot.rest.reactions.createForIssueComment({ ...at, content: "eyes" });
    const again = await bot.rest.reactions.createForIssueComment({ ...at, content: "eyes" });
    await alice.octokit.rest.reactions.createForIssueComment({ ...at, content: "eyes" });
    expect([first.status, again.status]).toEqual([201, 200]);
    const counted = (await pull.comments()).find((comment) => comment.id === id)?.reactions;
    expect(counted).toMatchObject({ eyes: 2, total_count: 2, "+1": 0 });
    await bot.rest.reactions.deleteForIssueComment({ ...at, reaction_id: first.data.id });
    const { data } = await bot.rest.reactions.listForIssueComment(at);
    expect(data.map(({ user }) => user?.login)).toEqual(["alice"]);
  });

  test("to what is not there are refused", async () => {
    const request = { ...place(repository), comment_id: 99_999, content: "eyes" } as const;
    expect(await statusOf(world.bot.rest.reactions.createForIssueComment(request))).toBe(404);
  });
});

describe("labels", () => {
  test("are made where they are missing, shown on the pull request, and told", async () => {
    const { alice, sandbox, receiver } = world;
    await sandbox.settled();
    receiver.forget();
    await alice.label(pull, "urgent", "prompt");
    await alice.octokit.rest.issues.removeLabel({
      ...place(repository),
      issue_number: pull.number,
      name: "urgent",
    });
    const { data } = await alice.octokit.rest.pulls.get({ ...place(repository), pull_number: pull.number });
    expect(data.labels.map(({ name }) => name)).toEqual(["prompt"]);
    await sandbox.settled();
    const told = receiver.of("pull_request").map(({ payload }) => `${payload.action} ${payload.label.name}`);
    expect(told).toEqual(["labeled urgent", "labeled prompt", "unlabeled urgent"]);
  });
});

test("a list of issues holds pull requests too", async () => {
  const { alice } = world;
  const { data: issue } = await alice.octokit.rest.issues.create({ ...place(repository), title: "Question" });
  const { data } = await alice.octokit.rest.issues.listForRepo(place(repository));
  expect(data.map(({ number, pull_request }) => [number, pull_request !== undefined])).toEqual([
    [issue.number, false],
    [pull.number, true],
  ]);
  const { data: one } = await alice.octokit.rest.issues.get({
    ...place(repository),
    issue_number: pull.number,
  });
  expect(one).toMatchObject({
    title: "Change change",
    pull_request: { url: expect.stringContaining("/pulls/") },
  });
});
