// What git cannot do is said in words that its user can act on; our own mistakes keep git's words.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { UserError } from "../../src/core/user-error.ts";
import { openClone } from "../../src/git/clone.ts";
import { GitFailure } from "../../src/git/failure.ts";
import { Git } from "../../src/git/git.ts";
import { clonePorts } from "../../src/git/ports.ts";
import { resolveRevision } from "../../src/git/revision.ts";
import { aFolder, aGitRepository } from "../support/git-repository.ts";

const { PATH } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
});

describe("is the user's to mend", () => {
  test("a folder outside of any repository", async () => {
    await expect(openClone(aFolder())).rejects.toThrow(
      new UserError("This folder is not in a git repository.", "Go into a clone, or name one with -C DIR."),
    );
  });

  test("a folder that is not there", async () => {
    await expect(openClone("/nowhere/at all")).rejects.toThrow(
      new UserError('There is no folder "/nowhere/at all".', "Name an existing one with -C DIR."),
    );
  });

  test("a machine without git", async () => {
    process.env.PATH = aFolder();
    await expect(openClone(process.cwd())).rejects.toThrow(
      new UserError("git was not found.", "Install git 2.30 or newer and see that it is on the PATH."),
    );
  });

  test.each(["HEAD^{tree}", "HEAD:a.md"])("a clone that lost %s", async (lost) => {
    const repository = aGitRepository();
    const head = repository.commit("Add", { "a.md": "Hello" });
    const object = repository.git("rev-parse", lost);
    rmSync(join(repository.folder, ".git/objects", object.slice(0, 2), object.slice(2)));
    const clone = await openClone(repository.folder);
    await expect(clonePorts(clone).contents.read("a.md", head)).rejects.toThrow(
      "The clone is damaged: git cannot read some of its objects. Run `git fsck`",
    );
  });

  test("a repository without commits", async () => {
    const clone = await openClone(aGitRepository().folder);
    await expect(resolveRevision(clone, "HEAD")).rejects.toThrow(
      "There is no commit here yet. Commit something first.",
    );
  });
});

test("a command that git does not understand is our mistake", async () => {
  const repository = aGitRepository();
  repository.commit("Add");
  const git = new Git(repository.folder);
  const failure = await git.text("log", "--no-such-option").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GitFailure);
  expect(String(failure)).toContain("git log --no-such-option ended with 128: fatal: unrecognized argument");
});

test("settings that change what git prints are not followed", async () => {
  const repository = aGitRepository();
  repository.commit("Add", { "ä b.md": "Hello" });
  repository.commit("Change", { "ä b.md": "Hello!" });
  for (const [name, value] of [
    ["color.ui", "always"],
    ["core.quotePath", "true"],
    ["log.showSignature", "true"],
    ["log.date", "relative"],
    ["diff.renames", "false"],
    ["diff.noprefix", "true"],
    ["log.showRoot", "false"],
    ["i18n.logOutputEncoding", "ISO-8859-1"],
    ["format.pretty", "oneline"],
  ] as const) {
    repository.git("config", name, value);
  }
  mkdirSync(join(repository.folder, "sub"));
  writeFileSync(join(repository.folder, "sub/new.md"), "");
  const clone = await openClone(join(repository.folder, "sub"));
  const changes = await clonePorts(clone).history.changes(repository.sha("HEAD~1"), repository.sha());
  expect(changes?.files.map(({ path }) => path)).toEqual(["ä b.md"]);
  expect(changes?.commits.map(({ message }) => message)).toEqual(["Change"]);
  expect(clone.prefix).toBe("sub");
});
