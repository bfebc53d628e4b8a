// `backtest` as people start it: on any clone, since any day, stopped at any moment.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import { aPromptRepository, CONFIG } from "../support/a-prompt-repository.ts";
import { aFolder, type GitRepository } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

const LAUNCHER = fileURLToPath(new URL("../../src/cli/prompt-steward.js", import.meta.url));

test("prints the report, and exits with 0 whatever it says", async () => {
  const repository = withChanges(3);
  const { code, stdout, stderr } = await runCli(repository.folder, ["backtest"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("4 changes on main from 2026-01-05 to 2026-01-05");
  const json = await runCli(repository.folder, ["backtest", "--format", "json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ branch: "main", changes: { judged: 4, governed: 4 } });
});

test("in a clone the remote's default branch, in a bare one too", async () => {
  const remote = withChanges(2);
  const clone = remote.clone();
  clone.branch("mine").commit("Not merged", { "prompts/faq.md": "mine\n" });
  for (const [folder, branch] of [
    [clone.folder, "origin/main"],
    [remote.clone("--bare").folder, "main"],
  ] as const) {
    const { stdout } = await runCli(folder, ["backtest", "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({ branch, changes: { judged: 3 } });
  }
});

describe("--since", () => {
  const repository = aPromptRepository();
  repository.commit("Old", { "prompts/faq.md": "2\n" }, { at: "2026-02-01T00:00:00Z" });
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  repository.commit("New", { "prompts/faq.md": "3\n" }, { at: yesterday });

  test.each([
    ["2026-01-31", 2],
    ["2026-01-31T23:00:00Z", 2],
    ["2d", 1],
    ["1h", 0],
  ])("%s", async (since, judged) => {
    const { stdout } = await runCli(repository.folder, ["backtest", "--since", since, "--format", "json"]);
    expect(JSON.parse(stdout).changes.judged).toBe(judged);
  });

  test.each(["yesterday", "31.1.2026", "2026-13-45", "2026-02-31", "", "-1d", "--all"])(
    "%j is refused",
    async (since) => {
      const { code, stderr } = await runCli(repository.folder, ["backtest", `--since=${since}`]);
      expect(code).toBe(2);
      expect(stderr).toBe(
        `prompt-steward: --since takes a date, a time or a span, got ${JSON.stringify(since)}. Write it as 2026-01-31, as 2026-01-31T12:00:00Z, or as 2d for two days ago.\n`,
      );
    },
  );
});

test("--config tries another policy, --branch another history", async () => {
  const repository = withChanges(1);
  repository.branch("release", "HEAD~1").write({ "stricter.yml": CONFIG.replace("@alice", "@dan") });
  const args = ["backtest", "--config", "stricter.yml", "--branch", "release", "--format", "json"];
  const report = JSON.parse((await runCli(repository.folder, args)).stdout);
  expect(report).toMatchObject({ config: "stricter.yml", branch: "release", changes: { judged: 1 } });
  expect(report.approvals).toContainEqual({ who: ["@dan"], role: "owner", changes: 1 });
});

test("a shallow clone says what is missing", async () => {
  const { code, stdout, stderr } = await runCli(withChanges(3).clone("--depth=3").folder, ["backtest"]);
  expect(code).toBe(0);
  expect(stderr).toBe(
    "The clone is shallow: older changes are missing. `git fetch --unshallow` brings them.\n",
  );
  expect(stdout).toContain("2 changes on origin/main");
});

test("without a config it says how to get one", async () => {
  const repository = aPromptRepository();
  repository.commit("Remove", { [CONFIG_PATH]: null });
  const { code, stderr } = await runCli(repository.folder, ["backtest"]);
  expect(code).toBe(2);
  expect(stderr).toContain(`There is no ${CONFIG_PATH} here, so no prompt is governed.`);
});

test("starts as many processes for 40 changes as for 4, as git itself counts them", async () => {
  const [few, many] = [await processesOf(withChanges(4)), await processesOf(withChanges(40))];
  expect(many).toEqual(few);
  expect(few).toEqual(["cat-file", "for-each-ref", "log", "log", "ls-tree", "rev-parse"]);
});

describe("Ctrl-C", () => {
  test.each([
    ["prints what was judged so far", "--first-parent", { interrupted: true }],
    ["says that nothing was judged yet", "--topo-order", undefined],
  ])("%s, and exits with 130", async (_, stuckAt, expected) => {
    const { folder } = withChanges(20);
    const { PATH, mark } = stuckGit(stuckAt);
    const child = spawn(process.execPath, [LAUNCHER, "backtest", "--format", "json"], {
      cwd: folder,
      env: { ...process.env, PATH },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "close");
    const printed = Promise.all([text(child.stdout), text(child.stderr)]);
    await vi.waitUntil(() => existsSync(mark), { timeout: 20_000 });
    child.kill("SIGINT");
    const [stdout, stderr] = await printed;
    expect(await ended).toEqual([130, null]);
    expect(stderr).toBe(expected ? "" : "Stopped before the first change was judged.\n");
    if (expected) expect(JSON.parse(stdout)).toMatchObject(expected);
  });
});

/** A git that prints a part of one command's output and is then silent. */
function stuckGit(option: string): { readonly PATH: string; readonly mark: string } {
  const folder = aFolder();
  const mark = join(folder, "stuck");
  const script = `#!/bin/sh
PATH='${process.env.PATH}'
case "$*" in
  *${option}*) git "$@" | head -c 2000; touch '${mark}'; exec sleep 60 ;;
  *) exec git "$@" ;;
esac
`;
  writeFileSync(join(folder, "git"), script, { mode: 0o755 });
  return { PATH: `${folder}:${process.env.PATH}`, mark };
}

function withChanges(count: number): GitRepository {
  const repository = aPromptRepository();
  for (let at = 0; at < count; at++) repository.commit(`Change ${at}`, { "prompts/faq.md": `${at}\n` });
  return repository;
}

/** The commands of git that a backtest starts, as git's own trace tells, sorted. */
async function processesOf({ folder }: GitRepository): Promise<string[]> {
  const trace = join(aFolder(), "trace");
  const { code } = await runCli(folder, ["backtest"], { env: { GIT_TRACE2_EVENT: trace } });
  expect(code).toBe(0);
  const events = readFileSync(trace, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return events.flatMap(({ event, name }) => (event === "cmd_name" ? [name] : [])).sort();
}
