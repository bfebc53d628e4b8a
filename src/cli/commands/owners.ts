// `owners`: who owns each of the files named.

import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import { CONFIG_PATH } from "../../core/config/policy.ts";
import { mention } from "../../core/identity.ts";
import { aligned, visible } from "../../core/text/lines.ts";
import { UserError } from "../../core/user-error.ts";
import { findOwners, type OwnedPath } from "../../operations/find-owners.ts";
import { listFiles, withClone } from "../clone.ts";
import { formatOption, print, printJson } from "../output.ts";
import { repositoryPath } from "../paths.ts";
import { configOption, readPolicy, type UsedPolicy } from "../policy.ts";

interface OwnersOptions {
  readonly directory: string;
  readonly format: "text" | "json";
  readonly config?: string;
}

export function addOwners(program: Command): void {
  program
    .command("owners")
    .description("Say who owns files, and by which entry of the config.")
    .argument("<path...>", "files, folders for every file in them, or - for one path a line from stdin")
    .addOption(formatOption("text", "json"))
    .addOption(configOption())
    .addHelpText(
      "after",
      `
A file need not exist: the answer is who would own it. Paths are taken from the current folder.

Examples:
  prompt-steward owners prompts/faq.md
  prompt-steward owners prompts/ --format json
  git diff --name-only main... | prompt-steward owners -`,
    )
    .action((paths: string[], _, command: Command) =>
      runOwners(paths, command.optsWithGlobals<OwnersOptions>()),
    );
}

async function runOwners(asked: readonly string[], options: OwnersOptions): Promise<void> {
  const { directory, format, config } = options;
  await withClone(directory, async (clone) => {
    const used = await readPolicy(clone, directory, config);
    const named = (await withStdin(asked)).map((path) => repositoryPath(path, directory, clone));
    const owned = findOwners(used.index, await filesOf(named, () => listFiles(clone)));
    if (format === "json") printJson(owned.map((one) => toJson(one, used)));
    else print(aligned(owned.map((one) => toRow(one, used))).join("\n"));
  });
}

/** Folders stand for the files in them; other paths for themselves, whether or not they exist. */
async function filesOf(paths: readonly string[], list: () => Promise<string[]>): Promise<string[]> {
  const files = await list();
  const folders = new Set(files.flatMap(foldersOf));
  const wanted = paths.flatMap((path) => {
    if (path === "") return files;
    return folders.has(path) ? files.filter((file) => file.startsWith(`${path}/`)).sort() : [path];
  });
  return [...new Set(wanted)];
}

function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, depth) => parts.slice(0, depth + 1).join("/"));
}

async function withStdin(paths: readonly string[]): Promise<string[]> {
  if (!paths.includes("-")) return [...paths];
  const given = await readAll(process.stdin);
  // `git ls-files -z` and the like separate by NUL, so that names may hold line ends.
  const lines = given.split(given.includes("\0") ? "\0" : /\r?\n/).filter(Boolean);
  if (lines.length === 0 && paths.length === 1) {
    throw new UserError("No path came from stdin.", "Pipe one path a line into it.");
  }
  return paths.flatMap((path) => (path === "-" ? lines : [path]));
}

function toJson({ path, governedBy }: OwnedPath, { policy }: UsedPolicy) {
  if (!governedBy) return { path, prompt: null, owner: null, backup: null, entry: null };
  const { prompt, entry } = governedBy;
  return {
    path,
    prompt,
    owner: entry.owner ? mention(entry.owner) : null,
    backup: entry.backup ? mention(entry.backup) : null,
    entry: { path: entry.pattern, file: policy.file, line: entry.line },
  };
}

function toRow({ path, governedBy }: OwnedPath, { policy }: UsedPolicy): string[] {
  if (!governedBy) {
    const admins = policy.admins.map(mention).join(", ");
    return [visible(path), path === CONFIG_PATH ? `admins ${admins}` : "not governed"];
  }
  const { owner, backup, line } = governedBy.entry;
  return [
    visible(path),
    owner ? mention(owner) : "no owner",
    backup ? `backup ${mention(backup)}` : "no backup",
    governedBy.prompt,
    `${policy.file}:${line}`,
  ];
}
