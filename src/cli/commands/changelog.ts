// `changelog`: all versions of one prompt as Markdown, made from its tags whenever it is asked for.

import type { Command } from "commander";
import { logOf } from "../../core/release/log.ts";
import { renderChangelog } from "../../core/release/render/changelog.ts";
import { logEntryJson } from "../../core/release/render/log.ts";
import { hostedRepository, remoteUrl, webUrlOf } from "../../git/remotes.ts";
import { withClone } from "../clone.ts";
import { askedPrompt, historyOf, readCloneHistory } from "../history.ts";
import { formatOption, print, printJson } from "../output.ts";

interface ChangelogOptions {
  readonly directory: string;
  readonly format: "markdown" | "json";
}

export function addChangelog(program: Command): void {
  program
    .command("changelog")
    .description("Print the changelog of one prompt, made from its tags.")
    .argument("<id>", "the prompt")
    .addOption(formatOption("markdown", "json"))
    .addHelpText(
      "after",
      `
Newest version first, with what changed, the first section of the rationale, the pull request and who approved. Where
the clone's \`origin\` is on a server, versions and pull requests are linked.

Examples:
  prompt-steward changelog support/triage
  prompt-steward changelog support/triage > CHANGELOG.md`,
    )
    .action((id: string, _, command: Command) =>
      runChangelog(id, command.optsWithGlobals<ChangelogOptions>()),
    );
}

async function runChangelog(id: string, { directory, format }: ChangelogOptions): Promise<void> {
  const prompt = askedPrompt(id);
  const { history, webUrl } = await withClone(directory, async (clone) => {
    const history = historyOf(await readCloneHistory(clone, "past", [prompt]), prompt);
    const hosted = hostedRepository((await remoteUrl(clone.git, "origin")) ?? "");
    return { history, webUrl: hosted && webUrlOf(hosted) };
  });
  if (format === "json")
    printJson(
      logOf([history])
        .filter(({ kind }) => kind === "release")
        .map(logEntryJson),
    );
  else print(renderChangelog(history, webUrl));
}
