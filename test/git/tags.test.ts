// The tags of a clone, held against real git: whatever stands there is listed, and what is made is made at once or not.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { NewTag } from "../../src/core/ports.ts";
import { Git } from "../../src/git/git.ts";
import { listTags } from "../../src/git/tag-list.ts";
import { cloneTags } from "../../src/git/tags.ts";
import { aGitRepository, GIT_ENVIRONMENT, type GitRepository } from "../support/git-repository.ts";

const AT = "2026-03-04T10:00:00.000Z";

function aRepository(options: Parameters<typeof aGitRepository>[0] = {}) {
  const repository = aGitRepository(options);
  repository.commit("Start", { "prompts/faq.md": "Answer.\n" });
  return repository;
}

/** Git as somebody has it who told it a name, or not. */
function gitOf({ folder }: GitRepository, person: NodeJS.ProcessEnv = ALICE) {
  for (const [name, value] of Object.entries({ ...NOBODY, ...person })) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const processes: string[] = [];
  const git = new Git(folder, { onStart: ([command = ""]) => processes.push(command) });
  return { git, tags: cloneTags(git), processes };
}

const NOBODY = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  EMAIL: undefined,
  GIT_COMMITTER_NAME: undefined,
  GIT_COMMITTER_EMAIL: undefined,
};
const ALICE = { GIT_COMMITTER_NAME: "Alice", GIT_COMMITTER_EMAIL: "alice@example.test" };

function aTag(repository: GitRepository, name: string, message = "Title\n\nformat: 1\n"): NewTag {
  return { name, commit: repository.sha(), message, taggedAt: AT };
}

describe("listing", () => {
  test.each(["sha1", "sha256"] as const)(
    "what was made comes back, in a repository with %s",
    async (objectFormat) => {
      const repository = aRepository({ objectFormat });
      const { tags } = gitOf(repository);
      await tags.create([aTag(repository, "prompts/faq/v1.0.0", "faq 1.0.0: first\n\nformat: 1\nwhy: ü\n")]);
      expect(await tags.list("prompts/")).toEqual([
        {
          name: "prompts/faq/v1.0.0",
          kind: "annotated",
          object: repository.git("rev-parse", "refs/tags/prompts/faq/v1.0.0"),
          commit: repository.sha(),
          message: "faq 1.0.0: first\n\nformat: 1\nwhy: ü\n",
          taggedAt: AT,
        },
      ]);
      expect(repository.git("fsck", "--strict")).toBe("");
    },
  );

  test("loose or packed, deep or not, only what starts with the prefix", async () => {
    const repository = aRepository();
    const names = [
      "v1.0.0",
      "prompts/a/v1.0.0",
      "prompts/a/b/v1.0.0",
      "prompts/ab/v1.0.0",
      "prompts/日本/v1.0.0",
    ];
    for (const name of names) repository.git("tag", "-a", name, "-m", name);
    repository.git("pack-refs", "--all");
    repository.git("tag", "-a", "prompts/a/env/production/1", "-m", "loose");
    const { tags } = gitOf(repository);
    const listed = async (prefix: string) => (await tags.list(prefix)).map(({ name }) => name).sort();
    expect(await listed("prompts/a/")).toEqual([
      "prompts/a/b/v1.0.0",
      "prompts/a/env/production/1",
      "prompts/a/v1.0.0",
    ]);
    expect(await listed("prompts/a")).toContain("prompts/ab/v1.0.0");
    expect(await listed("prompts/日")).toEqual(["prompts/日本/v1.0.0"]);
    expect(await listed("prompts/[a")).toEqual([]);
    expect(await listed("prompts/none/")).toEqual([]);
    expect(await listed("")).toHaveLength(6);
  });

  test("tags that people made by hand are told as they are", async () => {
    const repository = aRepository();
    const { git, tags } = gitOf(repository);
    const commit = repository.sha();
    repository.git("tag", "prompts/a/v1.0.0");
    repository.git("tag", "-a", "prompts/a/v1.1.0", "-m", "by hand");
    repository.git("tag", "-a", "prompts/a/v1.2.0", "-m", "of a tag", "prompts/a/v1.1.0");
    repository.git("tag", "-a", "prompts/a/v1.3.0", "-m", "of a tree", "HEAD^{tree}");
    repository.git("tag", "prompts/a/v1.4.0", "HEAD:prompts/faq.md");
    repository.git("tag", "-a", "prompts/a/v1.5.0", "-m", "");
    const noTagger = makeTag(repository, `object ${commit}\ntype commit\ntag x\n\nno tagger\n`);
    repository.git("update-ref", "refs/tags/prompts/a/v1.6.0", noTagger);
    const farFuture = `object ${commit}\ntype commit\ntag x\ntagger A <a@b.c> 99999999999999 +0000\n\nlater\n`;
    repository.git("update-ref", "refs/tags/prompts/a/v1.7.0", makeTag(repository, farFuture));
    const listed = (await tags.list("prompts/a/")).map(({ name, object: _, taggedAt, ...rest }) => [
      name.slice("prompts/a/".length),
      { ...rest, dated: taggedAt !== undefined },
    ]);
    expect(Object.fromEntries(listed)).toEqual({
      "v1.0.0": { kind: "lightweight", commit: undefined, message: undefined, dated: false },
      "v1.1.0": { kind: "annotated", commit, message: "by hand\n", dated: true },
      "v1.2.0": { kind: "annotated", commit: undefined, message: "of a tag\n", dated: true },
      "v1.3.0": { kind: "annotated", commit: undefined, message: "of a tree\n", dated: true },
      "v1.4.0": { kind: "lightweight", commit: undefined, message: undefined, dated: false },
      "v1.5.0": { kind: "annotated", commit, message: "", dated: true },
      "v1.6.0": { kind: "annotated", commit, message: "no tagger\n", dated: false },
      "v1.7.0": { kind: "annotated", commit, message: "later\n", dated: false },
    });
    expect(git.folder).toBe(repository.folder);
  });

  test("two megabytes are read, twenty are left for too long", async () => {
    const repository = aRepository();
    const { tags } = gitOf(repository);
    await tags.create([
      aTag(repository, "prompts/a/v1.0.0", "x".repeat(2_000_000)),
      aTag(repository, "prompts/a/v1.1.0", "y".repeat(20_000_000)),
      aTag(repository, "prompts/a/v1.2.0", "after them"),
    ]);
    const listed = await tags.list("prompts/a/");
    expect(listed.map(({ message }) => [message?.[0], message?.length])).toEqual([
      ["x", 2_000_001],
      [".", 2_000_001],
      ["a", 11],
    ]);
  });

  test("names come without messages, in one process", async () => {
    const repository = aRepository();
    repository.git("tag", "-a", "prompts/a/v1.0.0", "-m", "x");
    const { git, processes } = gitOf(repository);
    const names: unknown[] = [];
    for await (const listed of listTags(git, "prompts/"))
      names.push(...listed.map(({ name, message }) => [name, message]));
    expect({ names, processes }).toEqual({
      names: [["prompts/a/v1.0.0", undefined]],
      processes: ["show-ref"],
    });
  });

  test("the number of processes does not grow with the tags", async () => {
    const repository = aRepository();
    const { tags, processes } = gitOf(repository);
    const many = Array.from({ length: 200 }, (_, at) => aTag(repository, `prompts/p${at}/v1.0.0`));
    expect(await tags.create(many)).toEqual({ kind: "created" });
    expect(await tags.list("prompts/")).toHaveLength(200);
    expect(processes).toEqual(["-c", "hash-object", "update-ref", "show-ref", "cat-file"]);
  });

  test("a tag whose object is gone is a damaged clone", async () => {
    const repository = aRepository();
    mkdirSync(join(repository.folder, ".git/refs/tags/prompts/a"), { recursive: true });
    writeFileSync(join(repository.folder, ".git/refs/tags/prompts/a/v1.0.0"), `${"1".repeat(40)}\n`);
    await expect(gitOf(repository).tags.list("prompts/")).rejects.toThrow(
      "The clone is damaged: git cannot read some of its objects. Run `git fsck` to see which, or clone it again.",
    );
  });
});

describe("creating", () => {
  test("where one name is taken, none is created", async () => {
    const repository = aRepository();
    const { tags } = gitOf(repository);
    await tags.create([aTag(repository, "prompts/a/v1.0.0", "first")]);
    const outcome = await tags.create([
      aTag(repository, "prompts/a/env/production/1"),
      aTag(repository, "prompts/a/v1.0.0", "second"),
    ]);
    expect(outcome).toEqual({ kind: "taken", names: ["prompts/a/v1.0.0"] });
    expect((await tags.list("prompts/")).map(({ name, message }) => [name, message])).toEqual([
      ["prompts/a/v1.0.0", "first\n"],
    ]);
  });

  test("of many that race for a name one gets it", async () => {
    const repository = aRepository();
    const { tags } = gitOf(repository);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        tags.create([aTag(repository, "prompts/a/env/production/1", `${at}`)]),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === "created")).toHaveLength(1);
    const [tag] = await tags.list("prompts/");
    expect(tag?.message).toBe(`${outcomes.findIndex(({ kind }) => kind === "created")}\n`);
  });

  test("nothing to create starts nothing", async () => {
    const { tags, processes } = gitOf(aRepository());
    expect(await tags.create([])).toEqual({ kind: "created" });
    expect(processes).toEqual([]);
  });

  test("who git has not been told of makes no tags", async () => {
    const repository = aRepository();
    const { tags } = gitOf(repository, {});
    await expect(tags.create([aTag(repository, "prompts/a/v1.0.0")])).rejects.toThrow(
      'Git has not been told who you are, so a tag made here would be nobody\'s. Tell it once: `git config --global user.name "Your Name"` and `git config --global user.email you@example.com`.',
    );
  });

  test("the clone's own settings name the tagger", async () => {
    const repository = aRepository();
    repository.git("config", "user.name", "Bob Builder");
    repository.git("config", "user.email", "bob@example.test");
    const { tags } = gitOf(repository, {});
    await tags.create([aTag(repository, "prompts/a/v1.0.0")]);
    expect(repository.git("for-each-ref", "--format=%(taggername) %(taggeremail)", "refs/tags")).toBe(
      "Bob Builder <bob@example.test>",
    );
  });

  test("a tag in the way is named as what it is", async () => {
    const repository = aRepository();
    repository.git("tag", "prompts/a");
    await expect(gitOf(repository).tags.create([aTag(repository, "prompts/a/v1.0.0")])).rejects.toThrow(
      "A tag that somebody made by hand is in the way: the new tag's name would be inside of its name.",
    );
  });

  test("a hook that refuses is named", async () => {
    const repository = aRepository();
    const hook = join(repository.folder, ".git/hooks/reference-transaction");
    writeFileSync(hook, "#!/bin/sh\nexit 1\n");
    chmodSync(hook, 0o755);
    await expect(gitOf(repository).tags.create([aTag(repository, "prompts/a/v1.0.0")])).rejects.toThrow(
      "A hook of this clone refused to let tags be made.",
    );
  });
});

/** A tag object that git's own commands would not make. */
function makeTag({ folder }: GitRepository, text: string): string {
  const args = ["hash-object", "-t", "tag", "-w", "--literally", "--stdin"];
  return execFileSync("git", args, {
    cwd: folder,
    env: GIT_ENVIRONMENT,
    input: text,
    encoding: "utf8",
  }).trim();
}
