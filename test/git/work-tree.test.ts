// What lies in the work tree, committed or not.

import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import { openClone } from "../../src/git/clone.ts";
import { listUncommitted, listWorkTree, readConfigOnDisk } from "../../src/git/work-tree.ts";
import { aGitRepository } from "../support/git-repository.ts";

test("every file but ignored and deleted ones", async () => {
  const repository = aGitRepository();
  repository.commit("Add", { ".gitignore": "*.log\n", "a.md": "1", "gone.md": "1", "x\ny.md": "1" });
  repository.write({ "new/b.md": "1", "c.log": "1", "a.md": "2" });
  rmSync(join(repository.folder, "gone.md"));
  const clone = await openClone(join(repository.folder, "new"));
  expect((await listWorkTree(clone)).sort()).toEqual([".gitignore", "a.md", "new/b.md", "x\ny.md"]);
  expect((await listUncommitted(clone)).sort()).toEqual(["a.md", "gone.md", "new/b.md"]);
});

test("a conflicted file once", async () => {
  const repository = aGitRepository();
  repository.commit("Add", { "a.md": "1" });
  repository.branch("change").commit("Change", { "a.md": "2" });
  repository.checkout("main").commit("Differ", { "a.md": "3" });
  expect(() => repository.merge("change")).toThrow();
  expect(await listWorkTree(await openClone(repository.folder))).toEqual(["a.md"]);
});

test("nothing in a bare repository", async () => {
  const repository = aGitRepository();
  repository.commit("Add", { "a.md": "1", [CONFIG_PATH]: "version: 1" });
  const clone = await openClone(repository.clone("--bare").folder);
  expect(await listWorkTree(clone)).toEqual([]);
  expect(await listUncommitted(clone)).toEqual([]);
  expect(await readConfigOnDisk(clone)).toEqual({ kind: "none" });
});

describe("the config", () => {
  test("as it is on disk", async () => {
    const repository = aGitRepository();
    repository.commit("Add", { [CONFIG_PATH]: "version: 1" });
    repository.write({ [CONFIG_PATH]: "version: 2" });
    expect(await readConfigOnDisk(await openClone(repository.folder))).toEqual({
      kind: "text",
      text: "version: 2",
    });
  });

  test("a link, a folder, a file in the folder's place, nothing", async () => {
    const repository = aGitRepository();
    const clone = await openClone(repository.folder);
    expect(await readConfigOnDisk(clone)).toEqual({ kind: "none" });
    repository.write({ ".github": "" });
    expect(await readConfigOnDisk(clone)).toEqual({ kind: "none" });
    rmSync(join(repository.folder, ".github"));
    mkdirSync(join(repository.folder, CONFIG_PATH), { recursive: true });
    expect(await readConfigOnDisk(clone)).toEqual({ kind: "unreadable", what: "a folder" });
    rmSync(join(repository.folder, CONFIG_PATH), { recursive: true });
    symlinkSync("nowhere", join(repository.folder, CONFIG_PATH));
    expect(await readConfigOnDisk(clone)).toEqual({ kind: "unreadable", what: "a symbolic link" });
  });
});
