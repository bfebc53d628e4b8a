import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, RELEASING, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
let repository: Repository;
beforeAll(async () => {
  world = await aWorld(RELEASING);
});
afterAll(() => world.stop());
let count = 0;
beforeEach(async () => {
  count += 1;
  repository = await world.repository(`issues-${count}`);
  await world.sandbox.settled();
  world.receiver.forget();
});

type Wanted = Readonly<Record<string, unknown>>;

async function open(title: string, wanted: Wanted = {}, octokit = world.bot) {
  return (await octokit.rest.issues.create({ ...place(repository), title, ...wanted })).data;
}

async function edit(issue_number: number, wanted: Wanted, octokit = world.bot) {
  return (await octokit.rest.issues.update({ ...place(repository), issue_number, ...wanted })).data;
}

/** Webhooks come in any order. */
async function told(): Promise<string[]> {
  await world.sandbox.settled();
  return world.receiver
    .of("issues")
    .map(({ payload }) => {
      const about = payload.label?.name ?? payload.assignee?.login ?? "";
      return `${payload.action} ${about}`.trim();
    })
    .sort();
}

describe("an issue", () => {
  test("is opened with labels and assignees, and each is told", async () => {
    const issue = await open("Unreviewed", { body: "Look", labels: ["prompts"], assignees: ["alice"] });
    expect(issue).toMatchObject({
      title: "Unreviewed",
      state: "open",
      user: { login: world.app.bot },
      labels: [{ name: "prompts" }],
      assignees: [{ login: "alice" }],
    });
    expect(await told()).toEqual(["assigned alice", "labeled prompts", "opened"]);
  });

  test("is edited, closed with a reason and reopened", async () => {
    const { receiver } = world;
    const { number } = await open("One", { body: "Before" });
    await edit(number, { title: "Two", body: "After" });
    const closed = await edit(number, { state: "closed", state_reason: "not_planned" });
    expect(closed).toMatchObject({ title: "Two", state: "closed", state_reason: "not_planned" });
    expect(await edit(number, { state: "open" })).toMatchObject({ state: "open", closed_at: null });
    expect(await told()).toEqual(["closed", "edited", "opened", "reopened"]);
    expect(receiver.of("issues", "edited")[0]?.payload.changes).toEqual({
      title: { from: "One" },
      body: { from: "Before" },
    });
  });

  test("is given labels and people, and loses them", async () => {
    const { bot } = world;
    const { number } = await open("Sorted");
    const at = { ...place(repository), issue_number: number };
    await bot.rest.issues.addAssignees({ ...at, assignees: ["alice", "bob", "nobody"] });
    await bot.rest.issues.removeAssignees({ ...at, assignees: ["alice"] });
    await bot.rest.issues.addLabels({ ...at, labels: ["a", "b"] });
    await bot.rest.issues.removeLabel({ ...at, name: "a" });
    const { data } = await bot.rest.issues.get(at);
    expect(data).toMatchObject({ assignees: [{ login: "bob" }], labels: [{ name: "b" }] });
    expect(await told()).toEqual([
      "assigned alice",
      "assigned bob",
      "labeled a",
      "labeled b",
      "opened",
      "unassigned alice",
      "unlabeled a",
    ]);
  });

  test("is sorted by nobody who only reads, and edited by its author alone", async () => {
    const { carol, alice } = world;
    const issue = await open("Hers", { labels: ["urgent"], assignees: ["alice"] }, carol.octokit);
    expect(issue).toMatchObject({ labels: [], assignees: [] });
    expect(await edit(issue.number, { title: "Still hers" }, carol.octokit)).toMatchObject({
      title: "Still hers",
    });
    const other = await open("His", {}, alice.octokit);
    expect(await statusOf(edit(other.number, { title: "Hers" }, carol.octokit))).toBe(403);
  });

  const refused: [name: string, wanted: Wanted][] = [
    ["a body over 65,536 characters", { body: "x".repeat(65_537) }],
    ["somebody who has nothing to do with it", { assignees: ["dave"] }],
    ["what the sandbox does not have", { milestone: 1 }],
  ];
  test.each(refused)("with %s is refused", async (_, wanted) => {
    expect(await statusOf(open("Refused", wanted))).toBe(422);
  });

  test("is commented, and the comment is told with it", async () => {
    const { bot, receiver, sandbox } = world;
    const { number } = await open("Talk");
    const at = { ...place(repository), issue_number: number };
    const { data } = await bot.rest.issues.createComment({ ...at, body: "One" });
    const comment = { ...place(repository), comment_id: data.id };
    await bot.rest.issues.updateComment({ ...comment, body: "Two" });
    await bot.rest.issues.deleteComment(comment);
    await sandbox.settled();
    const events = receiver.of("issue_comment").map(({ payload }) => payload);
    expect(events.map(({ action }) => action).sort()).toEqual(["created", "deleted", "edited"]);
    expect(events[0].issue).toMatchObject({ number });
    expect(events[0].issue.pull_request).toBeUndefined();
  });
});

describe("a list of issues", () => {
  test("is narrowed by label, state, assignee and creator, and ordered", async () => {
    const { bot, alice } = world;
    const one = await open("One", { labels: ["prompt", "drill"], assignees: ["alice"] });
    const two = await open("Two", { labels: ["prompt"] });
    const three = await open("Three", { labels: ["Prompt"] }, alice.octokit);
    await edit(two.number, { state: "closed" });
    await alice.push(repository, "change", { files: { "a.md": "a\n" } });
    const pull = await alice.openPullRequest(repository, { head: "change" });
    await alice.label(pull, "prompt");
    const found = async (filter: Wanted) => {
      const { data } = await bot.rest.issues.listForRepo({ ...place(repository), ...filter });
      return data.map(({ number }) => number);
    };
    expect(await found({ labels: "prompt" })).toEqual([pull.number, three.number, one.number]);
    expect(await found({ labels: "prompt,drill" })).toEqual([one.number]);
    expect(await found({ labels: "prompt", state: "closed" })).toEqual([two.number]);
    expect(await found({ labels: "prompt", state: "all", direction: "asc" })).toEqual([
      one.number,
      two.number,
      three.number,
      pull.number,
    ]);
    expect(await found({ assignee: "alice" })).toEqual([one.number]);
    expect(await found({ assignee: "none", creator: "alice" })).toEqual([pull.number, three.number]);
    expect(await found({ labels: "none" })).toEqual([]);
    expect(await found({ per_page: 1, page: 2 })).toEqual([three.number]);
  });
});
