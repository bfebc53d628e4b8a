// The ports on a clone tell what GitHub would tell of the same commits.

import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import type { Sha } from "../../src/core/identity.ts";
import type { Changes } from "../../src/core/pull-request.ts";
import { openClone } from "../../src/git/clone.ts";
import { clonePorts, type GitPorts } from "../../src/git/ports.ts";
import { aGitRepository, type GitRepository, onGitHub } from "../support/git-repository.ts";

const LONG = "line\n".repeat(40);

describe("changes", () => {
  test("added, modified, renamed and removed, against the merge base alone", async () => {
    const repository = aGitRepository();
    repository.commit("Add", { "prompts/a.md": "1", "prompts/b.md": LONG, "prompts/c.md": "1", "d.md": "1" });
    repository.branch("change").commit("Change", { "prompts/a.md": "2", "prompts/c.md": null, "new.md": "" });
    repository.rename("prompts/b.md", "prompts/e.md", { text: `${LONG}more` });
    repository.checkout("main").commit("Elsewhere", { "d.md": "2" });
    const { files } = await changesOf(repository, "main", "change");
    expect(files).toEqual([
      { status: "added", path: "new.md", blob: repository.blob("new.md", "change") },
      { status: "modified", path: "prompts/a.md", blob: repository.blob("prompts/a.md", "change") },
      { status: "removed", path: "prompts/c.md" },
      {
        status: "renamed",
        path: "prompts/e.md",
        previousPath: "prompts/b.md",
        blob: repository.blob("prompts/e.md", "change"),
      },
    ]);
  });

  test("merging the base does not make its changes ours, a hand-made resolution is ours", async () => {
    const repository = aGitRepository();
    repository.commit("Add", { "a.md": "1", "b.md": "1" });
    repository.branch("change").commit("Change", { "a.md": "2" });
    repository.checkout("main").commit("Elsewhere", { "a.md": "3", "b.md": "2" });
    repository.checkout("change").merge("main", { resolving: { "a.md": "4" } });
    const changes = await changesOf(repository, "main", "change");
    expect(changes.files.map(({ path }) => path)).toEqual(["a.md"]);
    expect(changes.commits.map(({ message, parents }) => [message, parents.length])).toEqual([
      ["Change", 1],
      ["Merge branch 'main'", 2],
    ]);
  });

  test("a rebase and a force push leave the change what it was", async () => {
    const repository = aGitRepository();
    repository.commit("Add", { "a.md": "1" });
    const before = repository.branch("change").commit("Change", { "a.md": "2" }, { by: onGitHub("alice") });
    const { files } = await changesOf(repository, "main", "change");
    repository.checkout("main").commit("Elsewhere", { "b.md": "1" });
    const after = repository.checkout("change").rebase("main", { committedBy: "bob" });
    expect(after).not.toBe(before);
    const rebased = await changesOf(repository, "main", "change");
    expect(rebased.files).toEqual(files);
    expect(rebased.commits).toMatchObject([
      { sha: after, authorEmail: "12345+alice@users.noreply.github.com", committerEmail: "bob@example.test" },
    ]);
    expect((await changesOf(repository, "main", before)).commits.map(({ sha }) => sha)).toEqual([before]);
  });

  test("paths of any characters", async () => {
    const paths = [
      "--all",
      "a b.md",
      "line\nend.md",
      "tab\t.md",
      'quo"te.md',
      "ünï/日本.md",
      "*.md",
      ":(top)x",
      "back\\slash",
    ];
    const repository = aGitRepository();
    repository.commit("Start");
    repository.branch("change").commit("Add", Object.fromEntries(paths.map((path) => [path, path])));
    const { files } = await changesOf(repository, "main", "change");
    expect(files.map(({ path }) => path).sort()).toEqual(paths.sort());
    const ports = await portsOf(repository);
    for (const path of paths) {
      const file = await ports.contents.read(path, repository.sha());
      expect(file.kind === "file" && Buffer.from(file.bytes).toString()).toBe(path);
    }
  });

  test("of a commit that is not there: undefined", async () => {
    const repository = aGitRepository();
    repository.commit("Add");
    const ports = await portsOf(repository);
    expect(await ports.history.changes("main", "1".repeat(40) as Sha)).toBeUndefined();
  });

  test("as many files as GitHub lists at most are taken for more", async () => {
    const repository = aGitRepository();
    repository.commit("Start");
    repository.branch("change").commit("Add", manyFiles(2999));
    expect((await changesOf(repository, "main", "change")).incomplete).toBeUndefined();
    repository.commit("Add", { "one-more.md": "" });
    expect((await changesOf(repository, "main", "change")).incomplete).toBe(
      "GitHub lists at most 3,000 changed files of a pull request, and this one reaches that.",
    );
  });

  test("in a repository of SHA-256 names", async () => {
    const repository = aGitRepository({ objectFormat: "sha256" });
    repository.commit("Start");
    repository.branch("change").commit("Add", { "a.md": "1" });
    const { files } = await changesOf(repository, "main", "change");
    expect(files).toEqual([{ status: "added", path: "a.md", blob: expect.stringMatching(/^[\da-f]{64}$/) }]);
  });
});

describe("files at a commit", () => {
  const repository = aGitRepository();
  repository.write({ "a/b.md": "Hello", "empty.md": "", "large.md": "x".repeat(1_048_577) });
  symlinkSync("a/b.md", join(repository.folder, "link.md"));
  repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},module`);
  const head = repository.commit("Add");

  test.each([
    ["a/b.md", { kind: "file", blob: repository.blob("a/b.md"), bytes: Buffer.from("Hello") }],
    ["empty.md", { kind: "file", blob: repository.blob("empty.md"), bytes: Buffer.alloc(0) }],
    ["large.md", { kind: "too-large", size: 1_048_577 }],
    ["link.md", { kind: "symlink" }],
    ["a", { kind: "directory" }],
    ["nope.md", { kind: "missing" }],
    ["../a/b.md", { kind: "missing" }],
    ["", { kind: "missing" }],
  ])("%s", async (path, expected) => {
    expect(await (await portsOf(repository)).contents.read(path, head)).toEqual(expected);
  });

  test("are listed, links and folders left out", async () => {
    expect(await (await portsOf(repository)).paths(head)).toEqual(["a/b.md", "empty.md", "large.md"]);
  });
});

describe("the config of a branch", () => {
  test("its text and blob", async () => {
    const repository = aGitRepository();
    repository.commit("Add", { [CONFIG_PATH]: "version: 1\n" });
    expect(await (await portsOf(repository)).contents.config("main")).toEqual({
      file: CONFIG_PATH,
      blob: repository.blob(CONFIG_PATH),
      text: "version: 1\n",
    });
  });

  test("none", async () => {
    const repository = aGitRepository();
    repository.commit("Add");
    expect(await (await portsOf(repository)).contents.config("main")).toBeUndefined();
  });

  test("a link in its place", async () => {
    const repository = aGitRepository();
    repository.write({ ".github/x.yml": "" });
    symlinkSync("x.yml", join(repository.folder, CONFIG_PATH));
    repository.commit("Add");
    expect(await (await portsOf(repository)).contents.config("main")).toMatchObject({
      unreadable: "a symlink",
    });
  });
});

async function portsOf(repository: GitRepository): Promise<GitPorts> {
  return clonePorts(await openClone(repository.folder));
}

async function changesOf(repository: GitRepository, base: string, head: string): Promise<Changes> {
  const changes = await (await portsOf(repository)).history.changes(base, repository.sha(head));
  if (!changes) throw new Error(`no changes of ${head}`);
  return changes;
}

function manyFiles(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`many/${at}.md`, `${at}`]));
}
