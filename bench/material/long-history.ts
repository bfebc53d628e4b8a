// A repository with a long history of prompts, made by one process of git: squashed changes, merged branches and
// commits that touch no prompt, always the same.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Commits of the main line; every fifth of them merges one more. */
export const CHANGES = 10_000;

const PROMPTS = 200;
const OTHER_FILES = 300;
const FIRST_COMMIT = Date.UTC(2020, 0, 1) / 1000;

export const CONFIG = `version: 1
admins: ["@acme/ai-platform"]
prompts:
  - path: prompts/**
    owner: "@alice"
    backup: "@bob"
  - path: prompts/team-3/**
    owner: "@carol"
    backup: "@dan"
`;

/** Makes it, hands its folder on, and removes it. */
export async function withLongHistory<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "prompt-steward-bench-"));
  try {
    await git(folder, ["init", "--quiet", "--bare", "--initial-branch=main"], []);
    await git(folder, ["fast-import", "--quiet"], history());
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function git(folder: string, args: readonly string[], input: Iterable<string>): Promise<void> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const child = spawn("git", args, { cwd: folder, env, stdio: ["pipe", "ignore", "inherit"] });
  const closed = once(child, "close");
  await pipeline(input, child.stdin as Writable);
  const [code] = await closed;
  if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}`);
}

/** As `git fast-import` reads it. */
function* history(): Generator<string> {
  for (let at = 0; at < CHANGES; at++) {
    const isMerge = at > 0 && at % 5 === 0;
    if (isMerge) {
      yield commit("refs/heads/side", at, `Change ${at}`, `from refs/heads/main\n${changeOf(at)}`);
    }
    const title = isMerge ? `Merge pull request #${at} from acme/side` : `Change ${at} (#${at})`;
    yield commit("refs/heads/main", at, title, `${isMerge ? "merge refs/heads/side\n" : ""}${changeOf(at)}`);
  }
  yield "done\n";
}

function commit(ref: string, at: number, title: string, content: string): string {
  const person = `Dev ${at % 17} <${at % 17}+dev-${at % 17}@users.noreply.github.com>`;
  const time = `${FIRST_COMMIT + at * 600} +0000`;
  const message = `${title}\n\n## Why\nUsers asked for the change with number ${at}.\n`;
  return `commit ${ref}\nauthor ${person} ${time}\ncommitter GitHub <noreply@github.com> ${time}\n${data(message)}${content}\n`;
}

/** Two of three touch a prompt, the others code alone. */
function changeOf(at: number): string {
  const number = at % PROMPTS;
  const prompt = `prompts/team-${number % 10}/prompt-${number}.prompt.yml`;
  const code = `src/module-${at % 20}/file-${at % OTHER_FILES}.ts`;
  const source = file(code, `export const value = ${at};\n`);
  return at % 3 === 2 ? source : `${source}${file(prompt, promptOf(at))}`;
}

function promptOf(at: number): string {
  return `name: Prompt ${at % PROMPTS}
model: openai/gpt-4o
messages:
  - role: system
    content: Sort the ticket into one of ${at} queues and say why in a sentence.
  - role: user
    content: "{{ticket}}"
`;
}

function file(path: string, text: string): string {
  return `M 100644 inline ${path}\n${data(text)}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
