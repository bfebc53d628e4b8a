// `pin`: writes the version and digest of a prompt into `prompts.lock.yml`.

import type { Command } from "commander";
import { setPin } from "../../core/pins/edit.ts";
import type { LocatedPin, Pin } from "../../core/pins/lock.ts";
import { type PinRequest, readPinRequest } from "../../core/pins/resolve.ts";
import { visible } from "../../core/text/lines.ts";
import { UserError } from "../../core/user-error.ts";
import { pinPrompt, sha256Of } from "../../operations/pin.ts";
import { EXIT } from "../exit.ts";
import {
  brokenLock,
  copyPath,
  type LockFile,
  pinsOf,
  readCopy,
  readLockFile,
  writeWhole,
} from "../lock-file.ts";
import { formatOption, print, printAside, printJson } from "../output.ts";
import { type NamedRepository, openRepository, readRepository } from "../repositories.ts";

interface PinOptions {
  readonly directory: string;
  readonly format: "text" | "json";
  readonly repository?: string;
  readonly copy?: string;
  readonly lock?: string;
  readonly force?: true;
}

export function addPin(program: Command): void {
  program
    .command("pin")
    .description(
      "Pin a prompt of another repository in prompts.lock.yml: its version and the digest of its bytes.",
    )
    .argument("<id@range>", "such as support/triage@^1.2; without a range the newest version")
    .option(
      "--repository <where>",
      "acme/prompts, its address, or a clone such as ../prompts (default: as pinned before)",
    )
    .option("--copy <file>", "keep the prompt's bytes in this file as well")
    .option("--lock <file>", "another lock file than prompts.lock.yml at the repository's root")
    .option("--force", "overwrite a copy that has changes of its own")
    .addOption(formatOption("text", "json"))
    .addHelpText(
      "after",
      `
Run it in the repository that uses the prompt. Only the tags of the prompt and the pinned file are fetched. Versions that
were rolled back or retired are passed over. The bytes are held against the digest in the tag before anything is written.
Where the address in the lock is not how you reach the repository, tell git: \`git config url.<base>.insteadOf <other>\`.

Exit codes: 0 pinned, 1 there is no such version or it does not hold, 2 wrong usage.

Examples:
  prompt-steward pin support/triage@^1.2 --repository acme/prompts
  prompt-steward pin support/triage                                  the newest version of what is pinned already
  prompt-steward pin faq@1.4.0 --repository acme/prompts --copy src/prompts/faq.md`,
    )
    .action((text: string, _, command: Command) => runPin(text, command.optsWithGlobals<PinOptions>()));
}

async function runPin(text: string, options: PinOptions): Promise<void> {
  const { directory, format } = options;
  const request = readRequest(text);
  const lock = await readLockFile(directory, options.lock);
  const pins = lock.text === undefined ? [] : pinsOf(lock);
  const repository = await repositoryFor(request, pins, options);
  const source = await openRepository(repository, [request.prompt]);
  const outcome = await pinPrompt(request, repository.name, source).finally(() => source.close());
  if (outcome.kind === "refused") {
    process.exitCode = EXIT.findings;
    if (format === "json") printJson({ outcome: "refused", message: outcome.message, fix: outcome.fix });
    else printAside(`${visible(outcome.message)} ${visible(outcome.fix)}`);
    return;
  }
  const before = pins.find((one) => one.prompt === request.prompt && isSame(one.repository, repository.name));
  const path = options.copy ?? before?.path;
  const pin: Pin = {
    ...outcome.pin,
    repository: before?.repository ?? repository.name,
    ...(path && { path }),
  };
  const edited = setPin(lock.text, pin, lock.name);
  if (edited.kind === "broken") throw brokenLock(edited.findings);
  if (path) await writeCopy(lock, path, outcome.bytes, [before?.sha256, pin.sha256], options.force);
  if (edited.text !== lock.text) await writeWhole(lock.file, edited.text);
  const notes = outcome.notes;
  if (format === "json") {
    printJson({
      outcome: "pinned",
      ...pin,
      path: path ?? null,
      before: before?.version ?? null,
      lock: lock.name,
      notes,
    });
  } else {
    const was = before && before.version !== pin.version ? `, was ${before.version}` : "";
    print(`Pinned ${pin.prompt} ${pin.version}${was} of ${pin.repository} in ${visible(lock.name)}.`);
    for (const note of notes) printAside(visible(note));
  }
}

function readRequest(text: string): PinRequest {
  const reading = readPinRequest(text);
  if (reading.kind === "value") return reading.value;
  throw new UserError(`${JSON.stringify(text)} ${reading.problem}`, reading.fix);
}

async function repositoryFor(
  { prompt }: PinRequest,
  pins: readonly LocatedPin[],
  { repository, directory }: PinOptions,
): Promise<NamedRepository> {
  if (repository !== undefined) return readRepository(repository, directory);
  const pinned = [...new Set(pins.filter((pin) => pin.prompt === prompt).map((pin) => pin.repository))];
  const [one, ...others] = pinned.length > 0 ? pinned : new Set(pins.map((pin) => pin.repository));
  if (one !== undefined && others.length === 0) return readRepository(one, directory);
  throw new UserError(
    one === undefined
      ? `Nobody says which repository releases ${JSON.stringify(prompt)}.`
      : `Several repositories are pinned: ${[one, ...others].join(", ")}.`,
    "Name it with --repository acme/prompts.",
  );
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** @param known digests that may be overwritten: nobody has changed those bytes */
async function writeCopy(
  { root }: LockFile,
  path: string,
  bytes: Uint8Array,
  known: readonly (string | undefined)[],
  force: true | undefined,
): Promise<void> {
  const there = await readCopy(root, path);
  if (there && !force && !known.includes(sha256Of(there))) {
    throw new UserError(
      `${visible(path)} is not what was pinned before: it has changes of its own.`,
      "Bring them to the prompt's repository first, or overwrite them with --force.",
    );
  }
  await writeWhole(await copyPath(root, path), bytes);
}
