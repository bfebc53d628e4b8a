// Holds the webhooks of a long story against GitHub's published examples: what every example of an event has, ours has.

import { expect, test } from "vitest";
import { aWorld, place, RELEASING } from "./a-world.ts";
import { missingKeys } from "./example-keys.ts";

test("every webhook has the keys that GitHub's examples of it have", async () => {
  const world = await aWorld();
  const { alice, bob, carol, dave, acme, bot, sandbox, receiver } = world;
  const repository = await world.repository("story", { files: { "a.md": "a\n" } });
  await repository.protect("main", { mergeQueue: "required", requiredChecks: ["c"] });
  await alice.push(repository, "change", { files: { "a.md": "b\n" } });
  const pull = await alice.openPullRequest(repository, { head: "change", body: "Body" });
  await alice.editBody(pull, "Other");
  await alice.convertToDraft(pull);
  await alice.markReady(pull);
  const { sha } = await alice.push(repository, "change", { files: { "c.md": "c\n" } });
  await alice.close(pull);
  await alice.reopen(pull);
  const review = await bob.review(pull, "APPROVE");
  await bob.editReview(pull, review, "Good");
  await alice.dismiss(pull, review, "No");
  await carol.comment(pull, "Hello");
  const run = { ...place(repository), name: "c", head_sha: sha, conclusion: "success" } as const;
  await bot.rest.checks.create({
    ...run,
    output: { title: "T", summary: "S" },
    actions: [{ label: "Again", identifier: "again", description: "Again" }],
  });
  const check = await pull.check("c");
  if (!check) throw new Error("no check run");
  await alice.rerun(repository, check);
  await alice.rerunAll(repository, check);
  await alice.press(repository, check, "again");
  await alice.enqueue(pull);
  const team = await acme.createTeam("Team", { members: [dave] });
  await team.remove(dave);
  await repository.setAccess(dave, "read");
  await repository.removeAccess(dave);
  await acme.removeMember(dave);
  await sandbox.settled();

  expect(missingKeys(receiver.all())).toEqual([]);
  expect(new Set(receiver.names()).size).toBeGreaterThan(20);
  await world.stop();
});

test("so has every webhook of a release", async () => {
  const world = await aWorld(RELEASING);
  const { alice, bot, sandbox, receiver } = world;
  const repository = await world.repository("released", {
    files: { ".github/workflows/w.yml": "on: workflow_dispatch\njobs: {}\n" },
  });
  const at = place(repository);
  const object = await repository.head();
  const { data: tag } = await bot.rest.git.createTag({
    ...at,
    tag: "v1",
    message: "m",
    object,
    type: "commit",
  });
  await bot.rest.git.createRef({ ...at, ref: "refs/tags/v1", sha: tag.sha });
  const { data: release } = await bot.rest.repos.createRelease({ ...at, tag_name: "v1", body: "Notes" });
  await bot.rest.repos.updateRelease({ ...at, release_id: release.id, name: "One", body: "Others" });
  await bot.rest.repos.deleteRelease({ ...at, release_id: release.id });
  const { data } = await bot.rest.repos.createDeployment({ ...at, ref: "v1", required_contexts: [] });
  if (!("sha" in data)) throw new Error("no deployment");
  await bot.rest.repos.createDeploymentStatus({ ...at, deployment_id: data.id, state: "success" });
  await bot.rest.repos.createCommitStatus({ ...at, sha: object, state: "success" });
  await bot.rest.repos.createDispatchEvent({ ...at, event_type: "e" });
  await bot.rest.actions.createWorkflowDispatch({ ...at, workflow_id: "w.yml", ref: "main" });
  const { data: issue } = await bot.rest.issues.create({
    ...at,
    title: "T",
    labels: ["l"],
    assignees: ["alice"],
  });
  const number = { ...at, issue_number: issue.number };
  await bot.rest.issues.update({ ...number, body: "B", labels: [], assignees: [] });
  await bot.rest.issues.update({ ...number, state: "closed" });
  await bot.rest.issues.update({ ...number, state: "open" });
  await bot.rest.git.deleteRef({ ...at, ref: "tags/v1" });
  await alice.push(repository, "later", { files: { "a.md": "a\n" } });
  await sandbox.settled();
  expect(missingKeys(receiver.all())).toEqual([]);
  expect(new Set(receiver.names()).size).toBeGreaterThan(18);
  await world.stop();
});
