// The command line around its commands: help, versions, colours, pipes that close early, and Nodes that are too old.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { aPromptRepository } from "../support/a-prompt-repository.ts";
import { aFolder } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

const LAUNCHER = fileURLToPath(new URL("../../src/cli/prompt-steward.js", import.meta.url));
const COMMANDS = [
  "check",
  "owners",
  "list",
  "init",
  "backtest",
  "status",
  "log",
  "changelog",
  "promote",
  "pin",
  "verify",
];

describe("help", () => {
  test("names every command, on stdout", async () => {
    const { code, stdout, stderr } = await runCli(aFolder(), ["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command} `);
  });

  test.each(COMMANDS)("of %s shows examples", async (command) => {
    const { code, stdout } = await runCli(aFolder(), [command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: prompt-steward ${command}`);
    expect(stdout).toContain("Examples:");
  });

  test("without a command it is shown and exits with 2", async () => {
    const { code, stdout, stderr } = await runCli(aFolder(), []);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Usage: prompt-steward");
  });

  test("a misspelt option is named", async () => {
    const { code, stderr } = await runCli(aFolder(), ["check", "--formt", "json"]);
    expect(code).toBe(2);
    expect(stderr).toContain("error: unknown option '--formt'\n(Did you mean --format?)");
  });
});

test("--version", async () => {
  expect(await runCli(aFolder(), ["--version"])).toEqual({
    code: 0,
    stdout: `${manifest.version}\n`,
    stderr: "",
  });
});

test("colours come only where they are asked for", async () => {
  const { folder } = aPromptRepository();
  expect((await runCli(folder, ["list"])).stdout).not.toContain("\u001b[");
  expect((await runCli(folder, ["list"], { env: { FORCE_COLOR: "1" } })).stdout).toContain("\u001b[1m");
});

test("a reader that stops early is no error", async () => {
  const files = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`prompts/many/${at}.md`, "x"]));
  const { folder } = aPromptRepository(files);
  const child = spawn(process.execPath, [LAUNCHER, "list", "--format", "json"], { cwd: folder });
  const complaint: Buffer[] = [];
  child.stderr.on("data", (chunk) => complaint.push(chunk));
  child.stdout.once("data", () => child.stdout.destroy());
  const [code] = await once(child, "close");
  expect({ code, complaint: Buffer.concat(complaint).toString() }).toEqual({ code: 0, complaint: "" });
});

test("an error that is ours keeps its stack and has an exit code of its own", async () => {
  const PATH = aFolder();
  const git = join(PATH, "git");
  writeFileSync(git, "#!/bin/sh\necho 'fatal: something odd' >&2\nexit 3\n");
  chmodSync(git, 0o755);
  const { code, stderr } = await runCli(aFolder(), ["check"], { env: { PATH } });
  expect(code).toBe(70);
  expect(stderr).toContain("failed; this is a bug, please report it:\nGitFailure: git rev-parse");
  expect(stderr).toContain("ended with 3: fatal: something odd\n    at ");
});

const older = spawnSync("/usr/bin/env", ["-i", "PATH=/usr/local/bin:/usr/bin:/bin", "node", "--version"], {
  encoding: "utf8",
});
const isTooOld = /^v(?:1\d|20|21)\./.test(older.stdout);

test.runIf(isTooOld)("on a Node that is too old it hands over to the one that was installed with it", () => {
  const PATH = "/usr/local/bin:/usr/bin:/bin";
  const ran = spawnSync("/usr/bin/env", ["-i", `PATH=${PATH}`, "node", LAUNCHER, "--version"], {
    encoding: "utf8",
  });
  expect(ran).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
});
