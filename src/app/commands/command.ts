// What a slash command is: one file each in this folder, and a row in index.ts.

import type { CommandHelp } from "../../core/commands/help.ts";
import type { Login } from "../../core/identity.ts";
import type { RepositoryContext } from "../context.ts";
import type { Gate } from "../gate.ts";

export interface CommandCall {
  readonly context: RepositoryContext;
  readonly gate: Gate;
  /** Words after the command's name. */
  readonly words: readonly string[];
  /** Issue or pull request it was written on. */
  readonly number: number;
  readonly isPullRequest: boolean;
  readonly isMerged: boolean;
  /** Who wrote it. */
  readonly by: Login;
}

export interface Command {
  readonly name: string;
  readonly help: readonly CommandHelp[];
  /** @returns what to answer in the thread; undefined where the reaction says enough */
  run(call: CommandCall): Promise<string | undefined>;
}
