// Which commit a name means, and which branch changes are merged into.

import { describe, expect, test } from "vitest";
import { openClone } from "../../src/git/clone.ts";
import { defaultBranch, mergeBase, resolveRevision } from "../../src/git/revision.ts";
import { aGitRepository, type GitRepository } from "../support/git-repository.ts";

describe("names of commits", () => {
  const repository = aGitRepository();
  repository.commit("Add", { "a.md": "Hello" });
  const head = repository.commit("Change", { "a.md": "Hello!" });
  repository.git("tag", "--annotate", "v1", "-m", "One");

  test.each(["HEAD", "main", "v1", head, head.slice(0, 8), "@", "main@{0}"])("%s", async (name) => {
    const clone = await openClone(repository.folder);
    expect(await resolveRevision(clone, name)).toEqual({ name, commit: head });
  });

  test.each([
    "",
    "nope",
    "--help",
    "-1",
    "--output=/tmp/x",
    "^main",
    "main..HEAD",
    "main...HEAD",
    "HEAD:a.md",
    "HEAD~9",
    "@{upstream}",
    "main@{99}",
    "a b",
    "x\ny",
    "x\0y",
    "$(touch x)",
    "🤖",
    "0".repeat(40),
  ])("%j is refused", async (name) => {
    const clone = await openClone(repository.folder);
    await expect(resolveRevision(clone, name)).rejects.toThrow(
      `${JSON.stringify(name)} names no commit here. Correct the name, or fetch it first: \`git fetch origin\`.`,
    );
  });
});

describe("the default branch", () => {
  const remote = (branch: string) => {
    const repository = aGitRepository();
    repository.commit("Add", { "a.md": "Hello" });
    repository.git("branch", "--move", branch);
    return repository;
  };
  const table: readonly [string, () => GitRepository, string][] = [
    ["as the remote told when it was cloned", () => remote("trunk").clone(), "origin/trunk"],
    [
      "the remote's main, where it told none",
      () => {
        const clone = remote("main").clone();
        clone.git("remote", "set-head", "origin", "--delete");
        return clone.branch("change");
      },
      "origin/main",
    ],
    [
      "of another remote, where there is no origin",
      () => {
        const clone = remote("master").clone();
        clone.git("remote", "rename", "origin", "acme");
        clone.git("branch", "--move", "mine");
        return clone;
      },
      "acme/master",
    ],
    ["the local main without a remote", () => remote("main").branch("change"), "main"],
    ["the local master", () => remote("master"), "master"],
    ["in a bare clone", () => remote("main").clone("--bare"), "main"],
  ];
  test.each(table)("%s", async (_, prepare, expected) => {
    const clone = await openClone(prepare().folder);
    expect(await defaultBranch(clone)).toMatchObject({ name: expected });
  });

  test.each([
    ["none", () => remote("trunk"), "Tell git with `git remote set-head origin --auto`, or name the branch."],
    [
      "no commits",
      () => aGitRepository(),
      "Tell git with `git remote set-head origin --auto`, or name the branch.",
    ],
  ])("is unknown: %s", async (_, prepare, mend) => {
    const clone = await openClone(prepare().folder);
    await expect(defaultBranch(clone)).rejects.toThrow(
      `No default branch is known here: the remote has told none, and there is no main or master. ${mend}`,
    );
  });
});

describe("no merge base", () => {
  test("in unrelated histories", async () => {
    const repository = aGitRepository();
    repository.commit("Add", { "a.md": "Hello" });
    repository.git("checkout", "--quiet", "--orphan", "other");
    repository.commit("Start anew");
    await expect(mergeBaseOf(repository, "main", "other")).rejects.toThrow(
      "main and other have no commit in common here. Name another branch with --base.",
    );
  });

  test("in a shallow clone", async () => {
    const remote = aGitRepository();
    remote.commit("Add", { "a.md": "1" });
    remote.branch("change").commit("Change", { "a.md": "2" });
    remote.checkout("main").commit("Go on", { "b.md": "1" });
    const shallow = remote.clone("--depth=1", "--no-single-branch");
    await expect(mergeBaseOf(shallow, "origin/main", "origin/change")).rejects.toThrow(
      "The clone is shallow: fetch the rest with `git fetch --unshallow`",
    );
  });
});

async function mergeBaseOf(repository: GitRepository, base: string, head: string): Promise<string> {
  const clone = await openClone(repository.folder);
  return mergeBase(clone, await resolveRevision(clone, base), await resolveRevision(clone, head));
}
