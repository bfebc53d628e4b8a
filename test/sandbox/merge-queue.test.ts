import { afterAll, beforeAll, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());

async function queued(name: string): Promise<{ repository: Repository; pulls: PullRequest[] }> {
  const { alice, bob } = world;
  const repository = await world.repository(name, { files: { "a.md": "a\n" } });
  const pulls: PullRequest[] = [];
  for (const [person, head] of [
    [alice, "first"],
    [bob, "second"],
  ] as const) {
    await person.push(repository, head, { files: { [`${head}.md`]: `${head}\n` } });
    pulls.push(await person.openPullRequest(repository, { head }));
  }
  await repository.protect("main", { requiredChecks: ["prompt-steward"], mergeQueue: "required" });
  return { repository, pulls };
}

async function check(
  repository: Repository,
  head_sha: string,
  conclusion: "success" | "failure",
): Promise<void> {
  await world.bot.rest.checks.create({ ...place(repository), name: "prompt-steward", head_sha, conclusion });
}

test("a group holds base, what is queued before it and the pull request, and base moves there when it is green", async () => {
  const { alice, bob, sandbox, receiver, bot } = world;
  const { repository, pulls } = await queued("groups");
  const [first, second] = pulls as [PullRequest, PullRequest];
  expect(await statusOf(alice.merge(first))).toBe(405);
  await expect(alice.enqueue(first)).rejects.toThrow(/"prompt-steward" is expected/);
  for (const pull of pulls) await check(repository, (await pull.read()).head.sha, "success");

  const base = await repository.head();
  const one = await alice.enqueue(first);
  const two = await bob.enqueue(second);
  expect(one.ref).toBe(`refs/heads/gh-readonly-queue/main/pr-${first.number}-${base}`);
  expect(two.ref).toBe(`refs/heads/gh-readonly-queue/main/pr-${second.number}-${one.sha}`);
  expect(await repository.read("first.md", two.sha)).toBe("first\n");
  expect(await repository.read("second.md", two.sha)).toBe("second\n");
  expect(await repository.read("second.md", one.sha)).toBeUndefined();
  const refs = await bot.rest.git.listMatchingRefs({
    ...place(repository),
    ref: "heads/gh-readonly-queue/main/",
  });
  expect(refs.data.map(({ object }) => object.sha).sort()).toEqual([one.sha, two.sha].sort());

  await check(repository, two.sha, "success");
  expect(await repository.head()).toBe(base);
  await check(repository, one.sha, "success");
  expect(await repository.head()).toBe(two.sha);
  expect(await first.read()).toMatchObject({ merged: true });
  expect(await second.read()).toMatchObject({ merged: true });
  await sandbox.settled();
  const groups = receiver.of("merge_group").map(({ payload }) => payload);
  expect(groups.map(({ action, reason }) => reason ?? action)).toEqual([
    "checks_requested",
    "checks_requested",
    "merged",
    "merged",
  ]);
  expect(groups[0].merge_group).toMatchObject({
    head_sha: one.sha,
    base_sha: base,
    base_ref: "refs/heads/main",
  });
});

test("a red group leaves the queue, and what was built on it is built anew", async () => {
  const { alice, bob, sandbox, receiver } = world;
  const { repository, pulls } = await queued("red");
  const [first, second] = pulls as [PullRequest, PullRequest];
  for (const pull of pulls) await check(repository, (await pull.read()).head.sha, "success");
  const base = await repository.head();
  const one = await alice.enqueue(first);
  await bob.enqueue(second);
  await sandbox.settled();
  receiver.forget();
  await check(repository, one.sha, "failure");
  await sandbox.settled();
  const groups = receiver.of("merge_group").map(({ payload }) => payload);
  expect(groups.map(({ action, reason }) => reason ?? action)).toEqual([
    "dequeued",
    "invalidated",
    "checks_requested",
  ]);
  const anew = groups.at(-1).merge_group;
  expect(anew.head_ref).toBe(`refs/heads/gh-readonly-queue/main/pr-${second.number}-${base}`);
  expect(await repository.read("first.md", anew.head_sha)).toBeUndefined();
  expect(await first.read()).toMatchObject({ state: "open" });
});

test("what conflicts with the queue before it is not queued", async () => {
  const { alice, bob } = world;
  const repository = await world.repository("conflicting", { files: { "a.md": "a\n" } });
  await alice.push(repository, "first", { files: { "a.md": "b\n" } });
  await bob.push(repository, "second", { files: { "a.md": "c\n" } });
  const first = await alice.openPullRequest(repository, { head: "first" });
  const second = await bob.openPullRequest(repository, { head: "second" });
  await repository.protect("main", { mergeQueue: "required" });
  await alice.enqueue(first);
  await expect(bob.enqueue(second)).rejects.toThrow(/merge conflicts/);
});
