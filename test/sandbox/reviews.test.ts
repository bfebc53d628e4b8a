import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());

async function aPull(name: string) {
  const repository = await world.repository(name, { files: { "a.md": "one\ntwo\nthree\n" } });
  await world.alice.push(repository, "change", { files: { "a.md": "one\n2\nthree\n" } });
  return { repository, pull: await world.alice.openPullRequest(repository, { head: "change" }) };
}

describe("a review", () => {
  test("is submitted, edited and dismissed, and each is told", async () => {
    const { alice, bob, sandbox, receiver } = world;
    const { pull } = await aPull("told");
    const review = await bob.review(pull, "APPROVE", "Fine");
    await bob.editReview(pull, review, "Fine indeed");
    await alice.dismiss(pull, review, "Not yet");
    await sandbox.settled();
    const events = receiver.of("pull_request_review").map(({ payload }) => payload);
    expect(events.map(({ action }) => action)).toEqual(["submitted", "edited", "dismissed"]);
    expect(events.map((one) => one.review.state)).toEqual(["approved", "approved", "dismissed"]);
    expect(events[1]).toMatchObject({ changes: { body: { from: "Fine" } }, review: { body: "Fine indeed" } });
    const [shown] = await pull.reviews();
    expect(shown).toMatchObject({ state: "DISMISSED", user: { login: "bob" }, body: "Fine indeed" });
  });

  test.each([
    ["an approval of one's own change", "alice", "APPROVE", "", 422],
    ["a change request on one's own change", "alice", "REQUEST_CHANGES", "No", 422],
    ["a comment on one's own change", "alice", "COMMENT", "Why?", 200],
    ["a change request without words", "bob", "REQUEST_CHANGES", "", 422],
    ["an approval by who may only read", "carol", "APPROVE", "", 200],
  ] as const)("%s", async (name, who, event, body, status) => {
    const { pull, repository } = await aPull(name.replaceAll(/\W/g, "-"));
    const request = { ...place(repository), pull_number: pull.number, event, body };
    expect(await statusOf(world[who].octokit.rest.pulls.createReview(request))).toBe(status);
  });

  test("a pending one is seen by its author alone until it is submitted", async () => {
    const { alice, bob, receiver, sandbox } = world;
    const { pull, repository } = await aPull("pending");
    receiver.forget();
    const { pulls } = bob.octokit.rest;
    const at = { ...place(repository), pull_number: pull.number };
    const { data } = await pulls.createReview({ ...at, body: "Draft" });
    expect((await alice.octokit.rest.pulls.listReviews(at)).data).toEqual([]);
    expect((await pulls.listReviews(at)).data).toHaveLength(1);
    await pulls.submitReview({ ...at, review_id: data.id, event: "APPROVE" });
    expect((await alice.octokit.rest.pulls.listReviews(at)).data).toMatchObject([{ state: "APPROVED" }]);
    await sandbox.settled();
    expect(receiver.of("pull_request_review", "submitted")).toHaveLength(1);
  });

  test("who may not write may not dismiss", async () => {
    const { bob, carol } = world;
    const { pull } = await aPull("dismissal");
    const review = await bob.review(pull, "APPROVE");
    expect(await statusOf(carol.dismiss(pull, review, "No"))).toBe(403);
  });
});

describe("the commit of a review", () => {
  test("is re-bound by a force push that changes no patch, as GitHub was seen to do", async () => {
    const { alice, bob, acme } = world;
    const { pull, repository } = await aPull("rebound");
    await bob.review(pull, "APPROVE");
    await acme.owner.push(repository, "main", { files: { "other.md": "x\n" } });
    const { sha } = await alice.rebase(pull);
    expect(await pull.reviews()).toMatchObject([{ commit_id: sha, state: "APPROVED" }]);
  });

  test("stays where the force push changes the patch", async () => {
    const { alice, bob } = world;
    const { pull, repository } = await aPull("kept");
    const { commit_id } = await bob.review(pull, "APPROVE");
    await alice.push(repository, "change", { from: "main", force: "force", files: { "a.md": "one\nII\n" } });
    expect(await pull.reviews()).toMatchObject([{ commit_id }]);
  });

  test("stays after an ordinary push, and where re-binding is switched off", async () => {
    const { alice, bob, acme, sandbox } = world;
    const { pull, repository } = await aPull("switched-off");
    const { commit_id } = await bob.review(pull, "APPROVE");
    await alice.push(repository, "change", { files: { "b.md": "b" } });
    expect(await pull.reviews()).toMatchObject([{ commit_id }]);
    sandbox.behaviour.rebindReviews = "never";
    await acme.owner.push(repository, "main", { files: { "other.md": "x\n" } });
    await alice.rebase(pull);
    sandbox.behaviour.rebindReviews = "patch-identical-force-push";
    expect(await pull.reviews()).toMatchObject([{ commit_id }]);
  });
});

describe("requests for reviews", () => {
  test("are taken for collaborators and members, and end when they have answered", async () => {
    const { alice, bob, bot, carol, receiver, sandbox } = world;
    const { pull, repository } = await aPull("asked");
    receiver.forget();
    const at = { ...place(repository), pull_number: pull.number };
    await bot.rest.pulls.requestReviewers({ ...at, reviewers: ["bob", "carol"] });
    await bot.rest.pulls.requestReviewers({ ...at, reviewers: ["bob"] });
    expect((await pull.read()).requested_reviewers.map(({ login }) => login)).toEqual(["bob", "carol"]);
    await bob.review(pull, "COMMENT", "Hm");
    expect((await pull.read()).requested_reviewers.map(({ login }) => login)).toEqual(["carol"]);
    await alice.octokit.rest.pulls.removeRequestedReviewers({ ...at, reviewers: [carol.login] });
    const { data } = await bot.rest.pulls.listRequestedReviewers(at);
    expect(data.users).toEqual([]);
    await sandbox.settled();
    expect(receiver.of("pull_request", "review_requested")).toHaveLength(2);
  });

  test.each([
    ["the author", ["alice"]],
    ["somebody without access", ["dave"]],
    ["nobody", ["nobody-there"]],
    ["somebody without access among others", ["bob", "dave"]],
  ])("are refused for %s", async (name, reviewers) => {
    const { bot } = world;
    const { pull, repository } = await aPull(`refused-${name.replaceAll(/\W/g, "-")}`);
    const request = { ...place(repository), pull_number: pull.number, reviewers };
    expect(await statusOf(bot.rest.pulls.requestReviewers(request))).toBe(422);
    expect((await pull.read()).requested_reviewers).toEqual([]);
  });
});
