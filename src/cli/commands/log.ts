// `log`: every release and every move of an environment, and what ran at a time.

import { type Command, InvalidArgumentError } from "commander";
import type { History } from "../../core/release/history.ts";
import { type LogEntry, logOf } from "../../core/release/log.ts";
import { releaseAt } from "../../core/release/past.ts";
import {
  logEntryJson,
  type RanThen,
  ranThenJson,
  renderLogEntry,
  renderRanThen,
} from "../../core/release/render/log.ts";
import { withClone } from "../clone.ts";
import { readMoment } from "../date.ts";
import { askedPrompt, historyOf, readCloneHistory } from "../history.ts";
import { formatOption, print, printAside, printJson, styled } from "../output.ts";

interface LogOptions {
  readonly directory: string;
  readonly format: "text" | "json";
  readonly at?: string;
  readonly environment?: string;
  readonly maxCount?: number;
}

export function addLog(program: Command): void {
  program
    .command("log")
    .description(
      "Show every release and every move of an environment: who, when, from what to what, and why.",
    )
    .argument("[id]", "only this prompt")
    .option(
      "--at <date>",
      "what ran then, in each environment: 2026-01-31, 2026-01-31T12:00:00Z, or 2d for two days ago",
    )
    .option("--environment <name>", "only moves of this environment")
    .option("-n, --max-count <number>", "only so many of the newest", readCount)
    .addOption(formatOption("text", "json"))
    .addHelpText(
      "after",
      `
Read from the tags of the clone: fetch them first with \`git fetch --tags\`. Newest first. The numbers of moves and
versions decide the order where clocks disagree. A date without a time means the end of that day in UTC.

Examples:
  prompt-steward log support/triage
  prompt-steward log support/triage --at 2026-03-04T15:30:00Z     what was running when the complaint came in
  prompt-steward log --environment production -n 20`,
    )
    .action((id: string | undefined, _, command: Command) =>
      runLog(id, command.optsWithGlobals<LogOptions>()),
    );
}

async function runLog(id: string | undefined, options: LogOptions): Promise<void> {
  const { directory, format, at, environment, maxCount } = options;
  const prompt = id === undefined ? undefined : askedPrompt(id);
  const time = at === undefined ? undefined : readMoment(at, "--at", "end");
  const history = await withClone(directory, (clone) => readCloneHistory(clone, "past", prompt && [prompt]));
  const histories = prompt ? [historyOf(history, prompt)] : sorted(history);
  if (time !== undefined) {
    showPast(
      histories.flatMap((one) =>
        one.environments
          .filter((name) => environment === undefined || name === environment)
          .map((name) => ({ prompt: one.prompt, environment: name, running: releaseAt(one, name, time) })),
      ),
      time,
      format,
    );
    return;
  }
  const entries = logOf(histories)
    .filter((entry) => environment === undefined || isOf(entry, environment))
    .slice(0, maxCount);
  if (format === "json") printJson(entries.map(logEntryJson));
  else if (entries.length === 0)
    printAside("There are no such tags here. Fetch them with `git fetch --tags`.");
  // One by one: reading why takes the longest, and a reader may have seen enough.
  for (const entry of format === "json" ? [] : entries) print(renderLogEntry(entry, styled));
}

function showPast(rows: readonly RanThen[], time: number, format: LogOptions["format"]): void {
  if (format === "json") printJson({ at: new Date(time).toISOString(), prompts: rows.map(ranThenJson) });
  else if (rows.length === 0) printAside("No environment has ever been moved, as far as the tags here tell.");
  else print(renderRanThen(rows, time, styled));
}

function sorted({ prompts }: History) {
  return [...prompts.values()].sort((a, b) => (a.prompt < b.prompt ? -1 : 1));
}

function isOf(entry: LogEntry, environment: string): boolean {
  return entry.kind === "move" && entry.move.environment === environment;
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 on.");
}
