// The gate of a merge queue at work: which pull requests it finds in the group, and what it writes.

import { expect, test } from "vitest";
import { gateMergeGroup } from "../../src/operations/gate-merge-group.ts";
import { commitSha } from "../builders/a-pull-request.ts";
import { aRepository } from "../builders/a-repository.ts";

const TRIAGE = { "prompts/triage.txt": "Route." };
const GROUP = { baseRef: "main", baseSha: commitSha("base"), headSha: commitSha("group") };

function queued(merged: Readonly<Record<string, string>>) {
  const repository = aRepository().commit("c1", TRIAGE).commit("group", merged);
  repository.pull(7, "c1");
  return repository.queue(7, "group").queue(8, "another group");
}

test("judges the pull requests whose merge is in the group, and no others", async () => {
  const repository = queued(TRIAGE).approve(7, "alice", "c1");
  const { report, members } = await gateMergeGroup(repository.ports(), GROUP);
  expect(report.conclusion).toBe("success");
  expect(members.map(({ pull }) => pull.number)).toEqual([7]);
  expect(repository.log).not.toContain("pull 8");
  expect(repository.log.at(-1)).toBe("write group success");
});

test("fails where an approval is missing, or the merge has other bytes", async () => {
  expect((await gateMergeGroup(queued(TRIAGE).ports(), GROUP)).report.conclusion).toBe("failure");
  const merged = queued({ "prompts/triage.txt": "Route. And more." }).approve(7, "alice", "c1");
  expect((await gateMergeGroup(merged.ports(), GROUP)).report.conclusion).toBe("failure");
});

test("fails where the queue does not say which pull requests are in the group", async () => {
  const repository = aRepository().commit("group", TRIAGE);
  const { report } = await gateMergeGroup(repository.ports(), GROUP);
  expect(report.summary).toContain("No pull request of this merge group was found.");
});

test("governs nothing without a config", async () => {
  const repository = queued(TRIAGE).config("main", undefined);
  expect((await gateMergeGroup(repository.ports(), GROUP)).report.conclusion).toBe("success");
});

test("a broken config fails closed", async () => {
  const repository = queued(TRIAGE).config("main", "version: 9\n").approve(7, "alice", "c1");
  const { report } = await gateMergeGroup(repository.ports(), GROUP);
  expect(report.conclusion).toBe("failure");
  expect(report.summary).toContain("#7: The config on the base branch is broken.");
});

test("a judgement that fails is the check's answer, and is thrown on", async () => {
  const repository = queued(TRIAGE).failing("queued", new Error("down"));
  await expect(gateMergeGroup(repository.ports(), GROUP)).rejects.toThrow("down");
  expect(repository.lastCheck).toMatchObject({ conclusion: "failure", title: "Could not be judged" });
});

test("a group whose head cannot be read fails closed", async () => {
  const repository = aRepository();
  await expect(gateMergeGroup(repository.ports(), GROUP)).rejects.toThrow("cannot be read");
  expect(repository.lastCheck?.conclusion).toBe("failure");
});
