// The command line as people start it: a process of its own, on a real repository.

import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { GIT_ENVIRONMENT } from "../support/git-repository.ts";

const LAUNCHER = fileURLToPath(new URL("../../src/cli/prompt-steward.js", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export async function runCli(
  folder: string,
  args: readonly string[],
  { stdin = "", env = {} }: RunOptions = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd: folder,
    env: { ...GIT_ENVIRONMENT, ...env },
    stdio: "pipe",
  });
  // A command that refuses its arguments does not wait for what comes in.
  child.stdin.on("error", () => undefined);
  child.stdin.end(stdin);
  const code = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
