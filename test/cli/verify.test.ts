// `verify` says of every pin whether it holds, and what is wrong by name.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { version } from "../../src/core/release/version.ts";
import { aPromptRepository } from "../support/a-prompt-repository.ts";
import { annotate, move, release } from "../support/a-released-repository.ts";
import { aGitRepository, type GitRepository } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

const FAQ = "prompts/faq.md";

let repository: GitRepository;
let consumer: GitRepository;

/** `faq` 1.0.0 is pinned with a copy. */
beforeEach(async () => {
  repository = aPromptRepository();
  release(repository, "faq", "1.0.0", { path: FAQ });
  move(repository, "faq", "production", 1, { to: "1.0.0" });
  consumer = aGitRepository();
  await runCli(consumer.folder, ["pin", "faq@1.0.0", "--repository", where(), "--copy", "faq.md"]);
});

const where = () => `acme/prompts=file://${repository.folder}`;

const verify = (...args: string[]) => runCli(consumer.folder, ["verify", "--repository", where(), ...args]);

async function verdict(...args: string[]) {
  const { code, stdout } = await verify("--format", "json", ...args);
  const { pins } = JSON.parse(stdout) as { pins: { verdict: string; message: string }[] };
  return { code, verdict: pins[0]?.verdict, message: pins[0]?.message };
}

test("all hold", async () => {
  expect(await verify()).toEqual({
    code: 0,
    stdout: "ok  faq  1.0.0  acme/prompts\n\n1 pin, all hold\n",
    stderr: "",
  });
  const { stdout } = await verify("--format", "json");
  expect(JSON.parse(stdout)).toMatchObject({
    lock: "prompts.lock.yml",
    pins: [
      {
        prompt: "faq",
        repository: "acme/prompts",
        version: "1.0.0",
        path: "faq.md",
        verdict: "ok",
        notes: [],
      },
    ],
  });
});

test("a newer version is a notice", async () => {
  repository.commit("Two", { [FAQ]: "Two.\n" });
  release(repository, "faq", "1.1.0", { path: FAQ, previous: version("1.0.0") });
  const { code, stdout } = await verify();
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "ok  faq  1.0.0  acme/prompts

    notice   prompts.lock.yml:4 faq is pinned to 1.0.0. 1.1.0 is newer.
             Run \`prompt-steward pin faq\` to move on.

    1 pin, all hold
    "
  `);
});

describe("what is wrong ends with 1", () => {
  test("the copy was changed, or is gone", async () => {
    writeFileSync(join(consumer.folder, "faq.md"), "Mine.\n");
    expect(await verdict()).toMatchObject({ code: 1, verdict: "tampered" });
    expect(await verdict("--offline")).toMatchObject({ code: 1, verdict: "tampered" });
    const { stdout } = await verify();
    expect(stdout).toContain(
      "tampered  faq  1.0.0  acme/prompts\n\nerror    prompts.lock.yml:4 faq.md is not faq 1.0.0",
    );
    expect(stdout).toContain("1 pin, 1 do not hold");
    rmSync(join(consumer.folder, "faq.md"));
    expect(await verdict()).toMatchObject({ code: 1, verdict: "missing-copy" });
  });

  test("the tag was made anew with other bytes", async () => {
    repository.git("tag", "-d", "prompts/faq/v1.0.0");
    repository.commit("Evil", { [FAQ]: "Evil.\n" });
    release(repository, "faq", "1.0.0", { path: FAQ });
    expect(await verdict()).toMatchObject({ code: 1, verdict: "moved-tag" });
    expect(await verdict("--offline")).toMatchObject({ code: 0, verdict: "ok" });
  });

  test("the tag was moved to another commit, its message kept", async () => {
    const message = `${repository.git("for-each-ref", "--format=%(contents)", "refs/tags/prompts/faq/v1.0.0")}\n`;
    repository.git("tag", "-d", "prompts/faq/v1.0.0");
    repository.commit("Evil", { [FAQ]: "Evil.\n" });
    annotate(repository, "prompts/faq/v1.0.0", message, "HEAD");
    expect(await verdict()).toMatchObject({ code: 1, verdict: "moved-tag" });
  });

  test("the tag was deleted, though a move still speaks of it", async () => {
    repository.git("tag", "-d", "prompts/faq/v1.0.0");
    expect(await verdict()).toMatchObject({ code: 1, verdict: "deleted-tag" });
  });

  test("the whole prompt is gone", async () => {
    repository.git("tag", "-d", "prompts/faq/v1.0.0", "prompts/faq/env/production/1");
    expect(await verdict()).toMatchObject({ code: 1, verdict: "unknown-prompt" });
  });

  test("the tag was replaced by one made by hand", async () => {
    repository.git("tag", "-d", "prompts/faq/v1.0.0");
    repository.git("tag", "prompts/faq/v1.0.0");
    expect(await verdict()).toMatchObject({ code: 1, verdict: "unverifiable" });
  });
});

test("--offline fetches nothing", async () => {
  rmSync(repository.folder, { recursive: true });
  expect(await verify("--offline")).toMatchObject({
    code: 0,
    stdout: "ok  faq  1.0.0  acme/prompts\n\n1 pin, all hold\n",
  });
  const online = await verify();
  expect(online.code).toBe(2);
  expect(online.stderr).toContain(`file://${repository.folder} cannot be read`);
});

test("many pins of one repository cost one fetch", async () => {
  for (let at = 0; at < 5; at++) {
    repository.commit(`Prompt ${at}`, { [`prompts/p${at}.md`]: `${at}\n` });
    release(repository, `p${at}`, "1.0.0", { path: `prompts/p${at}.md` });
    await runCli(consumer.folder, ["pin", `p${at}`, "--repository", where()]);
  }
  const trace = join(consumer.folder, "trace");
  const { code, stdout } = await runCli(consumer.folder, ["verify", "--repository", where()], {
    env: { GIT_TRACE: trace },
  });
  expect({ code, last: stdout.trimEnd().split("\n").at(-1) }).toEqual({ code: 0, last: "6 pins, all hold" });
  expect(readFileSync(trace, "utf8").match(/built-in: git fetch .*--depth=1/g)).toHaveLength(1);
});

describe("wrong usage ends with 2", () => {
  test("no lock file, or a broken one", async () => {
    const none = await runCli(aGitRepository().folder, ["verify"]);
    expect(none).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "prompt-steward: There is no prompts.lock.yml here, so nothing is pinned. Pin a prompt with `prompt-steward pin <id> --repository acme/prompts`.\n",
    });
    consumer.write({ "prompts.lock.yml": "version: 2\n" });
    const broken = await verify();
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain("prompts.lock.yml:1:");
  });

  test("a repository of which nothing is pinned", async () => {
    const { code, stderr } = await verify("--repository", "acme/other");
    expect(code).toBe(2);
    expect(stderr).toContain("No prompt of acme/other is pinned here.");
  });

  test("an empty lock file holds", async () => {
    consumer.write({ "prompts.lock.yml": "version: 1\nprompts: []\n" });
    expect(await runCli(consumer.folder, ["verify"])).toEqual({
      code: 0,
      stdout: "Nothing is pinned in prompts.lock.yml.\n",
      stderr: "",
    });
  });
});
