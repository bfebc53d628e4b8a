// `init`: writes a first config.

import { lstat, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { readAdmin } from "../../core/config/names.ts";
import { parseConfig } from "../../core/config/parse.ts";
import { CONFIG_PATH } from "../../core/config/policy.ts";
import type { Finding } from "../../core/finding.ts";
import { mention, type Party } from "../../core/identity.ts";
import type { Proposal } from "../../core/onboarding/proposal.ts";
import { renderProposal } from "../../core/onboarding/render.ts";
import { renderSummary, thingsToFillIn } from "../../core/onboarding/summary.ts";
import { UserError } from "../../core/user-error.ts";
import type { Clone } from "../../git/clone.ts";
import { readChangeLog } from "../../git/log.ts";
import { canonicalContacts } from "../../git/mailmap.ts";
import { clonePorts } from "../../git/ports.ts";
import { findCommit } from "../../git/revision.ts";
import { type OnboardingSource, proposeConfig } from "../../operations/propose-config.ts";
import { listFiles, withClone } from "../clone.ts";
import { EXIT } from "../exit.ts";
import { reasonOf } from "../file-failure.ts";
import { formatOption, print, printAside, printJson } from "../output.ts";
import { startProgress } from "../progress.ts";

interface InitOptions {
  readonly directory: string;
  readonly fromCodeowners?: true;
  readonly fromHistory?: true;
  readonly admin: readonly Party[];
  readonly force?: true;
  readonly stdout?: true;
  readonly format: "text" | "json";
}

export function addInit(program: Command): void {
  program
    .command("init")
    .description(`Write a first ${CONFIG_PATH}, with an entry for each folder of prompts found.`)
    .addOption(
      new Option(
        "--from-codeowners",
        "take the owners from CODEOWNERS, for the files that look like prompts",
      ).conflicts("fromHistory"),
    )
    .option("--from-history", "propose owner and backup of each prompt from who changed it most and last")
    .option(
      "--admin <who>",
      "who owns the config itself, such as @your-org/your-team; may be given again",
      readAdmins,
      [],
    )
    .option("--force", "overwrite a config that is there")
    .option("--stdout", "print the config instead of writing it")
    .addOption(formatOption("text", "json"))
    .addHelpText(
      "after",
      `
Each entry has a comment that says what it rests on. Accounts are never guessed from e-mail addresses: where the history
names none, the entry is a draft with a line to fill in. Bots and merge commits do not count, .mailmap does.

JSON: {path, written, admins, entries: [{path, owner, backup, evidence}], toFillIn, notes}; with --stdout also config,
the text. owner and backup are null where nobody is known; evidence, toFillIn and notes are lists of sentences.

Exit codes: 0 fine, 1 written, but without a line that must be filled in first, such as the admins; 2 not written.

Examples:
  prompt-steward init --from-history
  prompt-steward init --from-codeowners --admin @acme/ai-platform
  prompt-steward init --stdout | less`,
    )
    .action((_, command: Command) => runInit(command.optsWithGlobals<InitOptions>()));
}

async function runInit(options: InitOptions): Promise<void> {
  await withClone(options.directory, async (clone) => {
    const target = options.stdout ? undefined : await openTarget(clone, options);
    const proposal = await propose(clone, options);
    const text = renderProposal(proposal);
    const parsed = parseConfig(text);
    const { findings } = parsed;
    if (target !== undefined) await write(target, text);
    if (options.format === "json") {
      printJson({
        ...toJson(proposal, findings, target !== undefined),
        ...(options.stdout && { config: text }),
      });
    } else {
      print(options.stdout ? text : `Wrote ${CONFIG_PATH} with ${counted(proposal.entries.length)}.`);
    }
    const summary = renderSummary(proposal, findings);
    if (summary.length > 0) printAside(summary.join("\n"));
    // With this config the gate would refuse everything; the summary names the line to fill in.
    if (parsed.kind === "broken") process.exitCode = EXIT.findings;
  });
}

async function propose(clone: Clone, { fromCodeowners, fromHistory, admin }: InitOptions): Promise<Proposal> {
  const from = fromCodeowners ? "codeowners" : fromHistory ? "history" : "files";
  if (fromHistory && clone.isShallow) {
    printAside(
      "The clone is shallow: who changed the prompts before is missing. `git fetch --unshallow` brings it.",
    );
  }
  const progress = startProgress("Reading commits");
  let commits = 0;
  try {
    return await proposeConfig(sourceOf(clone), {
      from,
      admins: admin,
      onCommit: () => progress.update(++commits),
    });
  } finally {
    progress.stop();
  }
}

/** Starts a handful of processes of git, however long the history is. */
function sourceOf(clone: Clone): OnboardingSource {
  return {
    files: () => listFiles(clone),
    read: (path) =>
      clone.workTree === undefined ? readCommitted(clone, path) : readOnDisk(clone.workTree, path),
    async *changes() {
      const head = await findCommit(clone, "HEAD");
      if (head) yield* readChangeLog(clone.git, "--no-merges", head);
    },
    canonical: (contacts) => canonicalContacts(clone.git, contacts),
  };
}

async function readCommitted(clone: Clone, path: string): Promise<Uint8Array | undefined> {
  const head = await findCommit(clone, "HEAD");
  const file = head && (await clonePorts(clone).contents.read(path, head));
  return file?.kind === "file" ? file.bytes : undefined;
}

async function readOnDisk(workTree: string, path: string): Promise<Uint8Array | undefined> {
  const file = join(workTree, path);
  return (await kindOnDisk(file)) === "file" ? readFile(file) : undefined;
}

/** Checked before the work is done. @returns the file to write @throws UserError where it must not be written */
async function openTarget({ workTree }: Clone, { force }: InitOptions): Promise<string> {
  if (workTree === undefined) {
    throw new UserError(
      "This repository is bare, so there is no place for the file.",
      "Print it with --stdout.",
    );
  }
  const target = join(workTree, CONFIG_PATH);
  const kind = await kindOnDisk(target);
  if (kind === "folder") throw new UserError(`${CONFIG_PATH} is a folder.`, "Move it out of the way first.");
  if (kind !== "nothing" && !force) {
    throw new UserError(
      `${CONFIG_PATH} is there already.`,
      "Overwrite it with --force, or look at the proposal with --stdout.",
    );
  }
  return target;
}

/** Whatever lies there is removed first, so that a link is replaced and not followed. */
async function write(target: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
    await rm(target, { force: true });
    await writeFile(target, text, { flag: "wx" });
  } catch (error) {
    throw new UserError(
      `${CONFIG_PATH} cannot be written${reasonOf(error)}.`,
      "Print it with --stdout, or mend that first.",
    );
  }
}

async function kindOnDisk(file: string): Promise<"file" | "folder" | "other" | "nothing"> {
  try {
    const found = await lstat(file);
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  } catch (error) {
    if (error instanceof Error && "code" in error && /^ENO(?:ENT|TDIR)$/.test(String(error.code)))
      return "nothing";
    throw error;
  }
}

function readAdmins(text: string, before: readonly Party[]): readonly Party[] {
  const reading = readAdmin(text);
  if (reading.kind === "problem") throw new InvalidArgumentError(`It ${reading.problem} ${reading.fix}`);
  return [...before, reading.value];
}

function toJson(proposal: Proposal, findings: readonly Finding[], written: boolean) {
  return {
    path: CONFIG_PATH,
    written,
    admins: proposal.admins.map(mention),
    entries: proposal.entries.map(({ pattern, owner, backup, evidence }) => ({
      path: pattern,
      owner: owner ? mention(owner) : null,
      backup: backup ? mention(backup) : null,
      evidence,
    })),
    toFillIn: thingsToFillIn(proposal, findings),
    notes: proposal.notes,
  };
}

function counted(entries: number): string {
  return entries === 1 ? "1 entry" : `${entries.toLocaleString("en")} entries`;
}
