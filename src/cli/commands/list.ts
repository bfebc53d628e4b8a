// `list`: every prompt of the repository with its owner.

import type { Command } from "commander";
import { mention } from "../../core/identity.ts";
import { aligned, visible } from "../../core/text/lines.ts";
import { type ListedPrompt, listPrompts } from "../../operations/list-prompts.ts";
import { listFiles, withClone } from "../clone.ts";
import { formatOption, print, printAside, printJson, styled } from "../output.ts";
import { configOption, readPolicy } from "../policy.ts";

interface ListOptions {
  readonly directory: string;
  readonly format: "text" | "json";
  readonly config?: string;
}

export function addList(program: Command): void {
  program
    .command("list")
    .description("List every prompt that the config governs, with its format, owner, backup and status.")
    .addOption(formatOption("text", "json"))
    .addOption(configOption())
    .addHelpText(
      "after",
      `
Reads the work tree as it is, committed or not; ignored files are left out.

Examples:
  prompt-steward list
  prompt-steward list --format json | jq -r '.[] | select(.backup == null) | .path'   prompts without a backup`,
    )
    .action((_, command: Command) => runList(command.optsWithGlobals<ListOptions>()));
}

async function runList({ directory, format, config }: ListOptions): Promise<void> {
  const prompts = await withClone(directory, async (clone) => {
    const { index } = await readPolicy(clone, directory, config);
    return listPrompts(index, await listFiles(clone));
  });
  if (format === "json") return printJson(prompts.map(toJson));
  if (prompts.length === 0) return printAside("No file here matches an entry of the config.");
  const head = ["PROMPT", "FORMAT", "STATUS", "OWNER", "BACKUP", "PATH"];
  const [title = "", ...lines] = aligned([head, ...prompts.map(toRow)]);
  print([styled("bold", title), ...lines].join("\n"));
}

function toJson({ prompt, path, format, entry }: ListedPrompt) {
  return {
    prompt,
    path,
    format,
    owner: entry.owner ? mention(entry.owner) : null,
    backup: entry.backup ? mention(entry.backup) : null,
    status: entry.status,
  };
}

function toRow({ prompt, path, format, entry }: ListedPrompt): string[] {
  const { owner, backup, status } = entry;
  return [
    prompt,
    format,
    status,
    owner ? mention(owner) : "-",
    backup ? mention(backup) : "-",
    visible(path),
  ];
}
