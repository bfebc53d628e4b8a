// `backtest`: what the config would have said of the changes that were really merged.

import type { Command } from "commander";
import { renderBacktest } from "../../core/backtest/render.ts";
import type { BacktestReport } from "../../core/backtest/report.ts";
import type { Clone } from "../../git/clone.ts";
import { readMergedChanges } from "../../git/merged-changes.ts";
import { defaultBranch, resolveRevision } from "../../git/revision.ts";
import { backtest } from "../../operations/backtest.ts";
import { withClone } from "../clone.ts";
import { readMoment } from "../date.ts";
import { EXIT } from "../exit.ts";
import { interruptible } from "../interrupt.ts";
import { formatOption, print, printAside, printJson, styled } from "../output.ts";
import { configOption, readPolicy } from "../policy.ts";
import { startProgress } from "../progress.ts";

interface BacktestOptions {
  readonly directory: string;
  readonly format: "text" | "json";
  readonly config?: string;
  readonly since?: string;
  readonly branch?: string;
}

export function addBacktest(program: Command): void {
  program
    .command("backtest")
    .description("Say what the config would have said of every change that was merged.")
    .option(
      "--since <date>",
      "leave out what was merged before: a date such as 2026-01-31, or a span such as 90d",
    )
    .option("--branch <rev>", "whose history to judge (default: the remote's default branch)")
    .addOption(configOption())
    .addOption(formatOption("text", "json"))
    .addHelpText(
      "after",
      `
Follows the branch's first parents: each merge, squashed pull request or direct commit is one change. Git knows neither
reviews nor descriptions, so it counts whose approval each change would have needed, and judges the commit message in
the description's place. Ctrl-C sums up what was judged so far, newest first.

It is a report: the exit code is 0 whatever it says of the past, 130 when it was stopped.

Examples:
  prompt-steward backtest --since 90d
  prompt-steward backtest --config stricter.yml            try another policy before proposing it
  prompt-steward backtest --format json | jq .approvals`,
    )
    .action((_, command: Command) => runBacktest(command.optsWithGlobals<BacktestOptions>()));
}

async function runBacktest(options: BacktestOptions): Promise<void> {
  const since =
    options.since === undefined ? undefined : new Date(readMoment(options.since, "--since", "start"));
  const report = await interruptible((signal) => judgeHistory(options, since, signal));
  if (report === "interrupted") {
    printAside("Stopped before the first change was judged.");
    process.exitCode = EXIT.interrupted;
    return;
  }
  if (options.format === "json") printJson(report);
  else print(renderBacktest(report, styled));
  if (report.interrupted) process.exitCode = EXIT.interrupted;
}

function judgeHistory(
  { directory, config, branch }: BacktestOptions,
  since: Date | undefined,
  signal: AbortSignal,
): Promise<BacktestReport> {
  const work = async (clone: Clone) => {
    const used = await readPolicy(clone, directory, config);
    const tip = branch === undefined ? await defaultBranch(clone) : await resolveRevision(clone, branch);
    if (clone.isShallow) {
      printAside("The clone is shallow: older changes are missing. `git fetch --unshallow` brings them.");
    }
    const progress = startProgress("Judging merged changes");
    try {
      const history = await readMergedChanges(clone, tip, since);
      const now = () => performance.now();
      return await backtest(history, { ...used, signal, now, onProgress: progress.update });
    } finally {
      progress.stop();
    }
  };
  return withClone(directory, work, signal);
}
