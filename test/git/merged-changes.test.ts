// What a default branch received, whichever way it was merged, in as few processes for a long history as for a short.

import { describe, expect, test } from "vitest";
import { openClone } from "../../src/git/clone.ts";
import { type MergedChanges, readMergedChanges } from "../../src/git/merged-changes.ts";
import { resolveRevision } from "../../src/git/revision.ts";
import { aGitRepository, type GitRepository, onGitHub, WEB_FLOW } from "../support/git-repository.ts";

test("direct commits, squashed pull requests and merges with what they brought", async () => {
  const repository = aGitRepository();
  repository.commit("Direct", { "a.md": "1" }, { by: "alice" });
  repository.branch("first").commit("One", { "b.md": "1" }, { by: "bob" });
  repository.commit("Two", { "b.md": "2" }, { by: "carol" });
  repository.checkout("main").branch("second").commit("Three", { "c.md": "1" });
  repository.checkout("main").merge("first", { by: "dan" });
  repository.squash("second", "Squashed (#2)", { by: onGitHub("erin") });
  expect(await summary(repository)).toEqual([
    "Squashed (#2): added c.md; Squashed (#2) by 12345+erin@users.noreply.github.com",
    "Merge branch 'first': added b.md; One by bob@example.test, Two by carol@example.test",
    "Direct: added a.md; Direct by alice@example.test",
  ]);
});

test("a merge brings no commit that an earlier one brought, nor those of the branch itself", async () => {
  const repository = aGitRepository();
  repository.commit("Start", { "a.md": "1" });
  repository.branch("change").commit("One", { "b.md": "1" });
  repository.checkout("main").merge("change");
  repository.commit("Direct", { "a.md": "2" });
  repository.checkout("change").merge("main", { message: "Catch up" });
  repository.commit("Two", { "b.md": "2" });
  repository.checkout("main").merge("change", { message: "Merge again" });
  expect(await summary(repository)).toEqual([
    "Merge again: modified b.md; Catch up by erin@example.test, Two by erin@example.test",
    "Direct: modified a.md; Direct by erin@example.test",
    "Merge branch 'change': added b.md; One by erin@example.test",
    "Start: added a.md; Start by erin@example.test",
  ]);
});

test("octopus merges and merges that bring nothing", async () => {
  const repository = aGitRepository();
  repository.commit("Start");
  repository.branch("x").commit("X", { "x.md": "1" });
  repository.checkout("main").branch("y").commit("Y", { "y.md": "1" });
  repository.checkout("main").git("merge", "--quiet", "--no-ff", "-m", "Both", "x", "y");
  expect(await summary(repository)).toEqual([
    "Both: added x.md, added y.md; X by erin@example.test, Y by erin@example.test",
    "Start: ; Start by erin@example.test",
  ]);
});

describe("since", () => {
  const repository = aGitRepository();
  repository.commit("Old", { "a.md": "1" }, { at: "2026-01-01T00:00:00Z" });
  repository.branch("change").commit("Begun before", { "b.md": "1" }, { at: "2026-01-10T00:00:00Z" });
  repository.checkout("main").commit("Middle", { "a.md": "2" }, { at: "2026-02-01T00:00:00Z" });
  repository.merge("change", { message: "Merged after", at: "2026-03-01T00:00:00Z" });

  test.each([
    ["2025-01-01", ["Merged after", "Middle", "Old"]],
    ["2026-01-15", ["Merged after", "Middle"]],
    ["2026-02-15", ["Merged after"]],
    ["2026-04-01", []],
  ])("%s", async (since, expected) => {
    const history = await read(repository, new Date(since));
    const messages = [];
    for await (const { commit } of history.changes) messages.push(commit.message);
    expect(messages).toEqual(expected);
    expect(history.total).toBe(expected.length);
  });

  test("a merge keeps what was begun before", async () => {
    const [merged] = await summary(repository, new Date("2026-02-15"));
    expect(merged).toBe("Merged after: added b.md; Begun before by erin@example.test");
  });
});

test("where a shallow clone ends, nothing is judged by what was not cloned", async () => {
  const repository = aGitRepository();
  repository.commit("One", { "a.md": "1" });
  repository.commit("Two", { "b.md": "1" });
  repository.commit("Three", { "c.md": "1" });
  expect(await summary(repository.clone("--depth=2"))).toEqual([
    "Three: added c.md; Three by erin@example.test",
  ]);
});

test("links and submodules are told apart from files", async () => {
  const repository = aGitRepository();
  repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},module`);
  const target = repository.git("hash-object", "-w", "--stdin");
  repository.git("update-index", "--add", "--cacheinfo", `120000,${target},link.md`);
  repository.git("commit", "--quiet", "-m", "Add");
  for await (const { notFiles } of (await read(repository)).changes) {
    expect([...notFiles]).toEqual([
      ["link.md", "symlink"],
      ["module", "submodule"],
    ]);
  }
});

test("leaving early ends git", async () => {
  const repository = aGitRepository();
  for (let at = 0; at < 5; at++) repository.commit(`${at}`, { "a.md": `${at}` });
  const history = await read(repository);
  for await (const { commit } of history.changes) {
    expect(commit.message).toBe("4");
    break;
  }
});

test("the number of processes does not grow with the history", async () => {
  const short = await countProcesses(historyOf(3));
  const long = await countProcesses(historyOf(25));
  expect(long).toEqual(short);
  expect(short).toEqual(["rev-parse", "rev-parse", "log", "ls-tree", "log", "cat-file"]);
});

function historyOf(changes: number): GitRepository {
  const repository = aGitRepository();
  repository.commit("Start");
  for (let at = 0; at < changes; at++) {
    repository.branch(`change-${at}`).commit("Change", { [`prompts/${at % 7}.md`]: `${at}` });
    repository.checkout("main").merge(`change-${at}`, { by: "bob", committedBy: WEB_FLOW });
  }
  return repository;
}

async function countProcesses(repository: GitRepository): Promise<(string | undefined)[]> {
  const started: (string | undefined)[] = [];
  const clone = await openClone(repository.folder, { onStart: ([command]) => started.push(command) });
  const history = await readMergedChanges(clone, await resolveRevision(clone, "main"));
  await history.paths();
  let blobs = 0;
  for await (const { files } of history.changes) {
    for (const file of files) {
      if (file.status === "removed") continue;
      await history.read(file.blob);
      blobs += 1;
    }
  }
  await clone.close();
  expect(blobs).toBe(history.total - 1);
  return started;
}

async function read(repository: GitRepository, since?: Date): Promise<MergedChanges> {
  const clone = await openClone(repository.folder);
  return readMergedChanges(clone, await resolveRevision(clone, "HEAD"), since);
}

/** One line a change: message: files; the commits it brought. */
async function summary(repository: GitRepository, since?: Date): Promise<string[]> {
  const lines: string[] = [];
  for await (const { commit, files, brought } of (await read(repository, since)).changes) {
    const changed = files.map(({ status, path }) => `${status} ${path}`).join(", ");
    const commits = brought.map(({ message, authorEmail }) => `${message} by ${authorEmail}`).join(", ");
    lines.push(`${commit.message}: ${changed}; ${commits}`);
  }
  return lines;
}
