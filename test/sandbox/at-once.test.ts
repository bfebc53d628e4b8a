import { afterAll, beforeAll, expect, test } from "vitest";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());

test("of two who create one ref at the same moment only one succeeds", async () => {
  const { alice, bob } = world;
  const repository = await world.repository("refs");
  const ref = { ...place(repository), ref: "refs/tags/v1", sha: await repository.head() };
  const statuses = await Promise.all(
    [alice, bob, alice].map(({ octokit }) => statusOf(octokit.rest.git.createRef(ref))),
  );
  expect(statuses.sort()).toEqual([201, 422, 422]);
});

test("of two who push onto one commit at the same moment the later is refused, and nothing is lost", async () => {
  const { alice, bob } = world;
  const repository = await world.repository("pushes");
  const { git } = alice.octokit.rest;
  const parent = await repository.head();
  const tree = (await git.getCommit({ ...place(repository), commit_sha: parent })).data.tree.sha;
  const shas: string[] = [];
  for (const message of ["one", "two"]) {
    const commit = { ...place(repository), message, tree, parents: [parent] };
    shas.push((await git.createCommit(commit)).data.sha);
  }
  const moves = [alice, bob].map(({ octokit }, index) =>
    statusOf(octokit.rest.git.updateRef({ ...place(repository), ref: "heads/main", sha: shas[index] ?? "" })),
  );
  expect((await Promise.all(moves)).sort()).toEqual([200, 422]);
});

test("of two who merge one pull request at the same moment only one merges it", async () => {
  const { alice, bob } = world;
  const repository = await world.repository("merges");
  await alice.push(repository, "change", { files: { "a.md": "a" } });
  const pull = await alice.openPullRequest(repository, { head: "change" });
  const statuses = await Promise.all([statusOf(alice.merge(pull)), statusOf(bob.merge(pull, "squash"))]);
  expect(statuses.sort()).toEqual([200, 405]);
});
