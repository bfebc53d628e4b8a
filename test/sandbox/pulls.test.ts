import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());

describe("the life of a pull request", () => {
  test("each step is told by its webhook, in GitHub's words", async () => {
    const { alice, sandbox, receiver } = world;
    const repository = await world.repository("life", { files: { "a.md": "one\n" } });
    await alice.push(repository, "change", { files: { "a.md": "two\n" } });
    await sandbox.settled();
    receiver.forget();
    const pull = await alice.openPullRequest(repository, { head: "change", title: "Old", body: "Before" });
    await alice.editBody(pull, "After");
    await alice.editTitle(pull, "New");
    await alice.convertToDraft(pull);
    await alice.markReady(pull);
    const pushed = await alice.push(repository, "change", { files: { "b.md": "b\n" } });
    await alice.close(pull);
    await alice.reopen(pull);
    await alice.merge(pull);
    await sandbox.settled();

    const actions = receiver.of("pull_request").map(({ payload }) => payload.action);
    expect(actions).toEqual([
      "opened",
      "edited",
      "edited",
      "converted_to_draft",
      "ready_for_review",
      "synchronize",
      "closed",
      "reopened",
      "closed",
    ]);
    const [body, title] = receiver.of("pull_request", "edited").map(({ payload }) => payload.changes);
    expect(body).toEqual({ body: { from: "Before" } });
    expect(title).toEqual({ title: { from: "Old" } });
    const [synchronize] = receiver.of("pull_request", "synchronize");
    expect(synchronize?.payload).toMatchObject({
      before: pushed.before,
      after: pushed.sha,
      sender: { login: "alice" },
    });
    const merged = receiver.of("pull_request", "closed").at(-1)?.payload.pull_request;
    expect(merged).toMatchObject({ merged: true, merged_by: { login: "alice" } });
  });

  test("what only GraphQL can do is refused there like anywhere", async () => {
    const { alice, carol } = world;
    const repository = await world.repository("drafts");
    await alice.push(repository, "change", { files: { "a.md": "a" } });
    const pull = await alice.openPullRequest(repository, { head: "change", draft: "draft" });
    await expect(carol.markReady(pull)).rejects.toThrow(/carol may not/);
    expect((await pull.read()).draft).toBe(true);
    expect(await statusOf(alice.merge(pull))).toBe(405);
  });

  test("GitHub's clock shows whole seconds", async () => {
    const { alice } = world;
    const repository = await world.repository("clock");
    await alice.push(repository, "change", { files: { "a.md": "a" } });
    const pull = await alice.openPullRequest(repository, { head: "change" });
    await alice.comment(pull, "Hello");
    const { data } = await alice.octokit.rest.pulls.get({ ...place(repository), pull_number: pull.number });
    const comments = await alice.octokit.rest.issues.listComments({
      ...place(repository),
      issue_number: pull.number,
    });
    expect(data.updated_at).toMatch(/T\d\d:\d\d:\d\dZ$/);
    expect(comments.data[0]?.created_at).toMatch(/T\d\d:\d\d:\d\dZ$/);
  });
});

describe("what cannot be opened", () => {
  test.each([
    ["a head that does not exist", { head: "nowhere" }, 422],
    ["a base that does not exist", { head: "change", base: "nowhere" }, 422],
    ["a head without commits of its own", { head: "same" }, 422],
    ["a second one for the same branches", { head: "twice" }, 422],
  ])("%s", async (name, request, status) => {
    const { alice } = world;
    const repository = await world.repository(name.replaceAll(/\W/g, "-"));
    await alice.push(repository, "change", { files: { "a.md": "a" } });
    await alice.push(repository, "twice", { files: { "a.md": "a" } });
    const sha = await repository.head("main");
    await alice.octokit.rest.git.createRef({ ...place(repository), ref: "refs/heads/same", sha });
    if (request.head === "twice") await alice.openPullRequest(repository, { head: "twice" });
    expect(await statusOf(alice.openPullRequest(repository, request))).toBe(status);
  });

  test("a body of more than 65,536 characters", async () => {
    const { alice } = world;
    const repository = await world.repository("long-body");
    await alice.push(repository, "change", { files: { "a.md": "a" } });
    const body = "x".repeat(65_537);
    expect(await statusOf(alice.openPullRequest(repository, { head: "change", body }))).toBe(422);
  });
});

describe("from a fork", () => {
  test("its commits are known in the repository, and pushes to the fork show", async () => {
    const { dave, carol, sandbox, receiver, bot } = world;
    const repository = await world.repository("upstream", { files: { "a.md": "one\n" } });
    const fork = await dave.fork(repository);
    await dave.push(fork, "idea", { files: { "b.md": "b\n" } });
    const pull = await dave.openPullRequest(repository, { head: "dave:idea" });
    const pushed = await dave.push(fork, "idea", { files: { "b.md": "bb\n" } });
    await sandbox.settled();
    const { data } = await bot.rest.pulls.get({ ...place(repository), pull_number: pull.number });
    expect(data.head).toMatchObject({ sha: pushed.sha, ref: "idea", repo: { full_name: "dave/upstream" } });
    expect(data.head.repo?.id).not.toBe(data.base.repo.id);
    expect(receiver.of("pull_request", "synchronize").at(-1)?.payload.after).toBe(pushed.sha);
    const basehead = `main...${pushed.sha}`;
    const compared = await bot.rest.repos.compareCommitsWithBasehead({ ...place(repository), basehead });
    expect(compared.data.files?.map(({ filename }) => filename)).toEqual(["b.md"]);
    const named = await bot.rest.repos.compareCommitsWithBasehead({
      ...place(repository),
      basehead: "main...dave:idea",
    });
    expect(named.data.commits.at(-1)?.sha).toBe(pushed.sha);
    expect(await statusOf(carol.merge(pull))).toBe(403);
  });

  test("it outlives the fork, whose name is free again", async () => {
    const { alice, dave, carol, bot } = world;
    const repository = await world.repository("outlived", { files: { "a.md": "one\n" } });
    const fork = await dave.fork(repository);
    await dave.push(fork, "idea", { files: { "b.md": "b\n" } });
    const pull = await dave.openPullRequest(repository, { head: "dave:idea" });
    expect(await statusOf(carol.octokit.rest.repos.delete(place(fork)))).toBe(403);
    await dave.octokit.rest.repos.delete(place(fork));
    expect(await statusOf(bot.rest.repos.get(place(fork)))).toBe(404);
    const { data } = await bot.rest.pulls.get({ ...place(repository), pull_number: pull.number });
    expect(data).toMatchObject({ state: "open", changed_files: 1, head: { ref: "idea", repo: null } });
    await alice.merge(pull);
    expect(await repository.read("b.md")).toBe("b\n");
    expect((await dave.fork(repository)).fullName).toBe("dave/outlived");
  });
});

describe("a fork behind base", () => {
  test.each(["rebase", "mergeBaseInto"] as const)("catches up by %s", async (how) => {
    const { dave, acme } = world;
    const repository = await world.repository(`behind-${how.toLowerCase()}`, { files: { "a.md": "a\n" } });
    const fork = await dave.fork(repository);
    await dave.push(fork, "idea", { files: { "b.md": "b\n" } });
    const pull = await dave.openPullRequest(repository, { head: "dave:idea" });
    await acme.owner.push(repository, "main", { files: { "a.md": "changed\n" } });
    const { sha } = await dave[how](pull);
    expect((await pull.read()).head.sha).toBe(sha);
    expect(await repository.read("a.md", sha)).toBe("changed\n");
    expect((await pull.files()).map(({ filename }) => filename)).toEqual(["b.md"]);
  });
});

describe("the list", () => {
  test("is filtered by state, base and head", async () => {
    const { alice } = world;
    const repository = await world.repository("listed");
    await alice.push(repository, "release", { files: { "r.md": "r" } });
    for (const head of ["one", "two", "three"])
      await alice.push(repository, head, { files: { [head]: "x" } });
    await alice.openPullRequest(repository, { head: "one" });
    const two = await alice.openPullRequest(repository, { head: "two", base: "release" });
    await alice.close(await alice.openPullRequest(repository, { head: "three" }));
    const numbers = async (filter: Record<string, string>) => {
      const list = alice.octokit.rest.pulls.list({ ...place(repository), ...filter });
      return (await list).data.map(({ number }) => number);
    };
    expect(await numbers({})).toEqual([2, 1]);
    expect(await numbers({ state: "all" })).toEqual([3, 2, 1]);
    expect(await numbers({ base: "release" })).toEqual([2]);
    expect(await numbers({ head: "acme:one" })).toEqual([1]);
    expect(await numbers({ direction: "asc" })).toEqual([1, 2]);
    await alice.changeBase(two, "main");
    expect(await numbers({ base: "main" })).toEqual([2, 1]);
  });
});
