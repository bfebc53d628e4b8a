// The command line: one file a command in commands/, each added to the program here.

import { Command, CommanderError } from "commander";
import { UserError } from "../core/user-error.ts";
import { addBacktest } from "./commands/backtest.ts";
import { addCheck } from "./commands/check.ts";
import { addInit } from "./commands/init.ts";
import { addList } from "./commands/list.ts";
import { addOwners } from "./commands/owners.ts";
import { EXIT } from "./exit.ts";

export function buildProgram(): Command {
  const program = new Command("prompt-steward")
    .description(
      "Gives every LLM prompt in a repository an owner, a required review, a rationale and a way back.\n" +
        "Works on the local clone; nothing is sent anywhere.",
    )
    .option("-C, --directory <dir>", "run as if started in this directory", process.cwd())
    .showSuggestionAfterError()
    .showHelpAfterError("Run with --help to see what there is.")
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .addHelpText(
      "after",
      `
Exit codes:
  0  fine
  1  findings
  2  wrong usage or a config that cannot be read

Examples:
  prompt-steward init --from-history      write a first config, owners proposed from who changed what
  prompt-steward check                    judge this branch against the default branch
  prompt-steward owners prompts/faq.md    who owns a file, and by which line of the config
  prompt-steward backtest --since 90d     what the config would have said of the last merges`,
    );
  for (const add of [addCheck, addOwners, addList, addInit, addBacktest]) add(program);
  return program;
}

/** Runs one command line. @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  const program = buildProgram();
  for (const command of [program, ...program.commands]) command.exitOverride();
  process.exitCode = EXIT.fine;
  try {
    await program.parseAsync([...argv], { from: "user" });
    return Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`prompt-steward: ${error.message}\n`);
    return EXIT.usage;
  }
}
