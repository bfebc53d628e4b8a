// `pin` writes version and digest into prompts.lock.yml, after it has held the bytes against the tag.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { version } from "../../src/core/release/version.ts";
import { sha256Of } from "../../src/operations/pin.ts";
import { aPromptRepository } from "../support/a-prompt-repository.ts";
import { annotate, move, release } from "../support/a-released-repository.ts";
import { aFolder, aGitRepository, GIT_ENVIRONMENT, type GitRepository } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

const LAUNCHER = fileURLToPath(new URL("../../src/cli/prompt-steward.js", import.meta.url));
const FAQ = "prompts/faq.md";
const digest = (text: string) => sha256Of(Buffer.from(text));

/** Versions 1.0.0, 1.1.0 (rolled back), 1.2.0 and 2.0.0 of `faq`, as a server has them. */
function prompts(): GitRepository {
  const repository = aPromptRepository();
  for (const [of, text] of [
    ["1.0.0", "One.\n"],
    ["1.1.0", "One and a bit.\n"],
    ["1.2.0", "One and more.\n"],
    ["2.0.0", "Two.\n"],
  ] as const) {
    repository.commit(of, { [FAQ]: text });
    release(repository, "faq", of, { path: FAQ });
  }
  move(repository, "faq", "production", 1, { to: "1.0.0", bad: [version("1.1.0")] });
  // As GitHub does: partial clones are served, and any object that is asked for.
  repository.git("config", "uploadpack.allowFilter", "true");
  repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
  repository.git("remote", "add", "origin", "git@github.com:acme/prompts.git");
  return repository;
}

const byUrl = ({ folder }: GitRepository) => `acme/prompts=file://${folder}`;

function lockOf({ folder }: { folder: string }): string {
  return readFileSync(join(folder, "prompts.lock.yml"), "utf8");
}

test("over the network: the lock file is made", async () => {
  const consumer = aGitRepository();
  expect(await runCli(consumer.folder, ["pin", "faq@^1.0", "--repository", byUrl(prompts())])).toEqual({
    code: 0,
    stdout: "Pinned faq 1.2.0 of acme/prompts in prompts.lock.yml.\n",
    stderr: "",
  });
  expect(
    lockOf(consumer),
  ).toBe(`# The prompts this repository runs. Change it with \`prompt-steward pin <id>@<range>\`.
version: 1
prompts:
  - prompt: faq
    repository: acme/prompts
    version: 1.2.0
    sha256: ${digest("One and more.\n")}
`);
});

test("from a clone on this machine, whose origin names it; json", async () => {
  const consumer = aGitRepository();
  const { stdout } = await runCli(consumer.folder, [
    "pin",
    "faq",
    "--repository",
    prompts().folder,
    "--format",
    "json",
  ]);
  expect(JSON.parse(stdout)).toEqual({
    outcome: "pinned",
    lock: "prompts.lock.yml",
    pins: [
      {
        prompt: "faq",
        repository: "acme/prompts",
        version: "2.0.0",
        sha256: digest("Two.\n"),
        path: null,
        before: null,
        notes: [],
      },
    ],
  });
});

test("only the tags of the prompt and the pinned file are fetched", async () => {
  const repository = prompts();
  repository.commit("Big", { "big.bin": "x".repeat(100_000) });
  release(repository, "faq", "3.0.0", { path: FAQ });
  release(repository, "other", "1.0.0", { path: FAQ });
  const trace = join(aFolder(), "trace");
  const { code } = await runCli(
    aGitRepository().folder,
    ["pin", "faq@1.0.0", "--repository", byUrl(repository)],
    {
      env: { GIT_TRACE_PACKET: trace },
    },
  );
  expect(code).toBe(0);
  const wants = readFileSync(trace, "utf8").match(/fetch> want [\da-f]+/g) ?? [];
  const big = repository.blob("big.bin");
  expect(wants.length).toBeGreaterThan(0);
  expect(wants.some((want) => want.includes(big))).toBe(false);
  expect(wants.some((want) => want.includes(repository.git("rev-parse", "prompts/other/v1.0.0")))).toBe(
    false,
  );
});

test("again: the pin moves on, and everything else in the file stays", async () => {
  const consumer = aGitRepository();
  const repository = prompts();
  await runCli(consumer.folder, ["pin", "faq@1.0.0", "--repository", byUrl(repository)]);
  const text = lockOf(consumer).replace("  - prompt: faq", "  # Asked by the shop.\n  - prompt: faq");
  consumer.write({ "prompts.lock.yml": text });
  const again = await runCli(consumer.folder, ["pin", "faq@^1", "--repository", byUrl(repository)]);
  expect(again.stdout).toBe("Pinned faq 1.2.0, was 1.0.0 of acme/prompts in prompts.lock.yml.\n");
  expect(lockOf(consumer)).toContain("# Asked by the shop.\n");
  const same = await runCli(consumer.folder, ["pin", "faq@1.2.0", "--repository", byUrl(repository)]);
  expect(same.stdout).toBe("Pinned faq 1.2.0 of acme/prompts in prompts.lock.yml.\n");
});

test("--changed-since renews the digests of versions that somebody raised, and no others", async () => {
  const consumer = aGitRepository();
  const repository = prompts();
  release(repository, "other", "1.0.0", { path: FAQ });
  await runCli(consumer.folder, ["pin", "faq@1.0.0", "--repository", byUrl(repository), "--copy", "faq.md"]);
  await runCli(consumer.folder, ["pin", "other@1.0.0", "--repository", byUrl(repository)]);
  consumer.commit("Pin");
  const renew = () =>
    runCli(consumer.folder, ["pin", "--changed-since", "HEAD", "--repository", byUrl(repository)]);
  expect(await renew()).toEqual({
    code: 0,
    stdout: "",
    stderr: "No pin has another version than it had then.\n",
  });
  const raised = lockOf(consumer)
    .replace("version: 1.0.0", "version: 1.2.0")
    .replace(digest("Two.\n"), digest("forged"));
  consumer.write({ "prompts.lock.yml": raised });
  expect(await renew()).toEqual({
    code: 0,
    stdout: "Pinned faq 1.2.0 of acme/prompts in prompts.lock.yml.\n",
    stderr: "",
  });
  expect(lockOf(consumer)).toBe(raised.replace(digest("One.\n"), digest("One and more.\n")));
  expect(readFileSync(join(consumer.folder, "faq.md"), "utf8")).toBe("One and more.\n");
});

describe("a copy", () => {
  test("is written with the pin, and follows it", async () => {
    const consumer = aGitRepository();
    const repository = prompts();
    const read = () => readFileSync(join(consumer.folder, "src/faq.md"), "utf8");
    await runCli(consumer.folder, [
      "pin",
      "faq@1.0.0",
      "--repository",
      byUrl(repository),
      "--copy",
      "src/faq.md",
    ]);
    expect(read()).toBe("One.\n");
    expect(lockOf(consumer)).toContain("    path: src/faq.md\n");
    await runCli(consumer.folder, ["pin", "faq", "--repository", byUrl(repository)]);
    expect(read()).toBe("Two.\n");
  });

  test("with changes of its own is not overwritten unasked", async () => {
    const consumer = aGitRepository();
    const repository = prompts();
    const pin = (...more: string[]) =>
      runCli(consumer.folder, [
        "pin",
        "faq@1.0.0",
        "--repository",
        byUrl(repository),
        "--copy",
        "faq.md",
        ...more,
      ]);
    consumer.write({ "faq.md": "Mine.\n" });
    const refused = await pin();
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("faq.md is not what was pinned before: it has changes of its own.");
    expect(existsSync(join(consumer.folder, "prompts.lock.yml"))).toBe(false);
    expect((await pin("--force")).code).toBe(0);
    expect(readFileSync(join(consumer.folder, "faq.md"), "utf8")).toBe("One.\n");
  });

  test.each(["../faq.md", "/tmp/faq.md", ".git/hooks/pre-commit", "a/../b.md"])(
    "%s is no place for it",
    async (path) => {
      const consumer = aGitRepository();
      const { code, stderr } = await runCli(consumer.folder, [
        "pin",
        "faq",
        "--repository",
        prompts().folder,
        "--copy",
        path,
      ]);
      expect(code).toBe(2);
      expect(stderr).toContain("is no path within this repository");
    },
  );

  test("a link that leads out of the repository is not followed", async () => {
    const consumer = aGitRepository();
    const outside = aFolder();
    symlinkSync(outside, join(consumer.folder, "link"));
    const { code, stderr } = await runCli(consumer.folder, [
      "pin",
      "faq",
      "--repository",
      prompts().folder,
      "--copy",
      "link/faq.md",
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("link/faq.md leads out of the repository by a link.");
    expect(existsSync(join(outside, "faq.md"))).toBe(false);
  });
});

describe("refused with 1", () => {
  const refusal = async (repository: GitRepository, request: string) => {
    const consumer = aGitRepository();
    const { code, stdout, stderr } = await runCli(consumer.folder, [
      "pin",
      request,
      "--repository",
      byUrl(repository),
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(existsSync(join(consumer.folder, "prompts.lock.yml"))).toBe(false);
    return stderr;
  };

  test("a range without a version, and a prompt that is not there", async () => {
    expect(await refusal(prompts(), "faq@^9")).toBe(
      'No release of faq is in the range "^9". The newest are 2.0.0, 1.2.0, 1.1.0, 1.0.0: choose a range with one of them.\n',
    );
    expect(await refusal(prompts(), "support/nothing")).toContain(
      'There is no release of "support/nothing".',
    );
  });

  test("a version that was rolled back is passed over in a range", async () => {
    expect(await refusal(prompts(), "faq@~1.1")).toContain("1.1.0 was passed over: it was rolled back.");
  });

  test("a tag that was moved to other bytes", async () => {
    const repository = prompts();
    const message = `${repository.git("for-each-ref", "--format=%(contents)", "refs/tags/prompts/faq/v2.0.0")}\n`;
    repository.git("tag", "-d", "prompts/faq/v2.0.0");
    repository.commit("Evil", { [FAQ]: "Evil.\n" });
    annotate(repository, "prompts/faq/v2.0.0", message, "HEAD");
    expect(await refusal(repository, "faq@2.0.0")).toContain(
      "The tag prompts/faq/v2.0.0 points at a commit with other bytes",
    );
  });

  test("a tag that somebody made by hand", async () => {
    const repository = prompts();
    repository.git("tag", "-a", "-m", "by hand", "prompts/faq/v3.0.0");
    expect(await refusal(repository, "faq@3.0.0")).toContain(
      "3.0.0 was passed over: its tag has a message without a record.",
    );
  });
});

describe("wrong usage ends with 2", () => {
  test.each<[string, string[], string]>([
    [
      "no repository",
      ["faq"],
      'Nobody says which repository releases "faq". Name it with --repository acme/prompts.',
    ],
    ["nothing to pin", [], "Name either the prompt to pin, or --changed-since."],
    ["no id", ["@1.0.0"], "names no prompt"],
    ["no range", ["faq@one", "--repository", "acme/prompts"], 'asks for no range of versions, got "one".'],
    [
      "an option for a repository",
      ["faq", "--repository=--upload-pack=x"],
      "--repository takes a GitHub repository",
    ],
    [
      "a folder that is not there",
      ["faq", "--repository", "./nowhere"],
      '--repository takes a GitHub repository, an address or a folder, got "./nowhere".',
    ],
    [
      "a folder that is no clone",
      ["faq", "--repository", "."],
      'What "." is called on GitHub cannot be told from its address. Say it: --repository acme/prompts=.',
    ],
    [
      "a server that is not there",
      ["faq", "--repository", "acme/prompts=file:///nowhere"],
      "file:///nowhere cannot be read",
    ],
    [
      "a transport that runs programs",
      ["faq", "--repository", "acme/prompts=ext::sh -c true"],
      "--repository takes a GitHub repository",
    ],
  ])("%s", async (_, args, message) => {
    const { code, stderr } = await runCli(aGitRepository().folder, ["pin", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test("a broken lock file is named with its line, and left alone", async () => {
    const consumer = aGitRepository();
    consumer.write({ "prompts.lock.yml": "version: 1\nprompts:\n  - prompt: faq\n" });
    const { code, stderr } = await runCli(consumer.folder, ["pin", "faq", "--repository", prompts().folder]);
    expect(code).toBe(2);
    expect(stderr).toContain("prompts.lock.yml:3:5 repository is missing.");
    expect(lockOf(consumer)).toBe("version: 1\nprompts:\n  - prompt: faq\n");
  });
});

test("Ctrl-C ends the fetch at once and leaves nothing behind", async () => {
  const TMPDIR = aFolder();
  const consumer = aGitRepository();
  const args = [LAUNCHER, "pin", "faq", "--repository", "ssh://git@server.test/acme/prompts"];
  // A server that never answers.
  const env = { ...GIT_ENVIRONMENT, TMPDIR, GIT_SSH_COMMAND: "sleep 60; :" };
  const child = spawn(process.execPath, args, { cwd: consumer.folder, env });
  await vi.waitFor(() => expect(readdirSync(TMPDIR)).toHaveLength(1), { timeout: 20_000, interval: 50 });
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect({ code, left: readdirSync(TMPDIR) }).toEqual({ code: 130, left: [] });
  expect(existsSync(join(consumer.folder, "prompts.lock.yml"))).toBe(false);
});

test("outside of a repository the lock file stands in the folder", async () => {
  const folder = aFolder();
  expect((await runCli(folder, ["pin", "faq", "--repository", byUrl(prompts())])).code).toBe(0);
  expect(lockOf({ folder })).toContain("version: 2.0.0");
});
