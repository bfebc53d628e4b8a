// The command line: one file a command in commands/, each added to the program here.

import { Command, CommanderError, Option } from "commander";
import { UserError } from "../core/user-error.ts";
import { addBacktest } from "./commands/backtest.ts";
import { addChangelog } from "./commands/changelog.ts";
import { addCheck } from "./commands/check.ts";
import { addInit } from "./commands/init.ts";
import { addList } from "./commands/list.ts";
import { addLog } from "./commands/log.ts";
import { addOwners } from "./commands/owners.ts";
import { addPin } from "./commands/pin.ts";
import { addPromote } from "./commands/promote.ts";
import { addStatus } from "./commands/status.ts";
import { addVerify } from "./commands/verify.ts";
import { EXIT } from "./exit.ts";
import { VERSION } from "./version.ts";

/** In the order in which --help lists them. */
const COMMANDS = [
  addCheck,
  addOwners,
  addList,
  addInit,
  addBacktest,
  addStatus,
  addLog,
  addChangelog,
  addPromote,
  addPin,
  addVerify,
];

export function buildProgram(): Command {
  const program = new Command("prompt-steward")
    .description(
      "Gives every LLM prompt in a repository an owner, a required review, a rationale and a way back.\n" +
        "Works on the local clone; only pin, verify and promote --push talk to other repositories.",
    )
    .version(VERSION)
    .addOption(
      new Option("-C, --directory <dir>", "run as if started in this folder").default(
        process.cwd(),
        "the current one",
      ),
    )
    .showSuggestionAfterError()
    .showHelpAfterError("Run with --help to see what there is.")
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .addHelpText(
      "after",
      `
Exit codes:
  0    fine
  1    findings
  2    wrong usage, or a config or clone that cannot be read
  70   a bug of ours
  130  stopped with Ctrl-C

Examples:
  prompt-steward init --from-history      write a first config, owners proposed from who changed what
  prompt-steward check                    judge this branch against the default branch
  prompt-steward owners prompts/faq.md    who owns a file, and by which line of the config
  prompt-steward list                     every prompt with its owner
  prompt-steward backtest --since 90d     what the config would have said of the last merges
  prompt-steward status                   which version runs where, and what is not released yet
  prompt-steward log faq --at 2026-03-04  what was running when the complaint came in
  prompt-steward verify                   whether the pinned prompts are still what was pinned`,
    );
  for (const add of COMMANDS) add(program);
  return program;
}

/** Runs one command line. @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  endQuietlyWithReader(process.stdout);
  endQuietlyWithReader(process.stderr);
  const program = buildProgram();
  for (const command of [program, ...program.commands]) command.exitOverride();
  process.exitCode = EXIT.fine;
  try {
    await program.parseAsync([...argv], { from: "user" });
    return Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (error instanceof UserError) {
      process.stderr.write(`prompt-steward: ${error.message}\n`);
      return EXIT.usage;
    }
    const stack = error instanceof Error ? error.stack : String(error);
    process.stderr.write(`prompt-steward ${VERSION} failed; this is a bug, please report it:\n${stack}\n`);
    return EXIT.bug;
  }
}

/** Whoever reads us may stop early, as `head` does: that is no error. */
function endQuietlyWithReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}
