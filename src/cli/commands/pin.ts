// `pin`: writes the version and digest of a prompt into `prompts.lock.yml`.

import type { Command } from "commander";
import { setPin } from "../../core/pins/edit.ts";
import { isSamePrompt, type LocatedPin, type Pin } from "../../core/pins/lock.ts";
import { parseLock } from "../../core/pins/parse.ts";
import { type PinRequest, readPinRequest } from "../../core/pins/resolve.ts";
import { visible } from "../../core/text/lines.ts";
import { UserError } from "../../core/user-error.ts";
import { clonePorts } from "../../git/ports.ts";
import { resolveRevision } from "../../git/revision.ts";
import { pinPrompt, sha256Of } from "../../operations/pin.ts";
import { withClone } from "../clone.ts";
import { EXIT } from "../exit.ts";
import { interruptible } from "../interrupt.ts";
import {
  brokenLock,
  copyPath,
  type LockFile,
  pinsOf,
  readCopy,
  readLockFile,
  replaceFile,
} from "../lock-file.ts";
import { formatOption, print, printAside, printJson } from "../output.ts";
import { repositoryPath } from "../paths.ts";
import { type NamedRepository, openRepository, readRepository } from "../repositories.ts";

interface PinOptions {
  readonly directory: string;
  readonly format: "text" | "json";
  readonly repository?: string;
  readonly copy?: string;
  readonly lock?: string;
  readonly changedSince?: string;
  readonly force?: true;
}

export function addPin(program: Command): void {
  program
    .command("pin")
    .description(
      "Pin a prompt of another repository in prompts.lock.yml: its version and the digest of its bytes.",
    )
    .argument("[id@range]", "such as support/triage@^1.2; without a range the newest version")
    .option(
      "--repository <where>",
      "acme/prompts, its address, or a clone such as ../prompts (default: as pinned before)",
    )
    .option("--copy <file>", "keep the prompt's bytes in this file as well")
    .option("--lock <file>", "another lock file than prompts.lock.yml at the repository's root")
    .option(
      "--changed-since <rev>",
      "instead of naming one: renew the digests of all pins whose version differs from that revision's",
    )
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
  prompt-steward pin faq@1.4.0 --repository acme/prompts --copy src/prompts/faq.md
  prompt-steward pin --changed-since origin/main                     after Renovate has raised versions`,
    )
    .action((text: string | undefined, _, command: Command) =>
      runPin(text, command.optsWithGlobals<PinOptions>()),
    );
}

async function runPin(text: string | undefined, options: PinOptions): Promise<void> {
  const lock = await readLockFile(options.directory, options.lock);
  const pins = lock.text === undefined ? [] : pinsOf(lock);
  const wishes = await wishesOf(text, lock, pins, options);
  const pinned: Pinned[] = [];
  let edited = lock.text;
  for (const { request, repository } of wishes) {
    const outcome = await interruptible(async (signal) => {
      const source = await openRepository(repository, [request.prompt], signal);
      return pinPrompt(request, repository.name, source).finally(() => source.close());
    });
    if (outcome === "interrupted") {
      process.exitCode = EXIT.interrupted;
      return;
    }
    if (outcome.kind === "refused") {
      showRefusal(outcome, options);
      return;
    }
    const before = pins.find(
      (one) => one.prompt === request.prompt && isSame(one.repository, repository.name),
    );
    const path = options.copy ?? before?.path;
    const pin = {
      ...outcome.pin,
      repository: before?.repository ?? repository.name,
      ...(path !== undefined && { path }),
    };
    const next = setPin(edited, pin, lock.name);
    if (next.kind === "broken") throw brokenLock(next.findings);
    edited = next.text;
    pinned.push({ pin, before, bytes: outcome.bytes, notes: outcome.notes });
  }
  for (const one of pinned) await writeCopy(lock, one, options.force);
  if (edited !== undefined && edited !== lock.text) await replaceFile(lock.file, edited);
  show(pinned, lock, options);
}

interface Pinned {
  readonly pin: Pin;
  readonly before: LocatedPin | undefined;
  readonly bytes: Uint8Array;
  readonly notes: readonly string[];
}

interface Wish {
  readonly request: PinRequest;
  readonly repository: NamedRepository;
}

async function wishesOf(
  text: string | undefined,
  lock: LockFile,
  pins: readonly LocatedPin[],
  options: PinOptions,
): Promise<Wish[]> {
  if ((text === undefined) === (options.changedSince === undefined)) {
    throw new UserError(
      "Name either the prompt to pin, or --changed-since.",
      "Write it as `prompt-steward pin support/triage@^1.2 --repository acme/prompts`.",
    );
  }
  if (text !== undefined) {
    const request = readRequest(text);
    return [{ request, repository: await repositoryFor(request, pins, options) }];
  }
  const before = await pinsBefore(lock, options);
  const changed = pins.filter(
    (pin) => !before.some((one) => isSamePrompt(one, pin) && one.version === pin.version),
  );
  const given = options.repository && (await readRepository(options.repository, options.directory));
  return Promise.all(
    changed.map(async ({ prompt, version, repository }) => ({
      request: { prompt, range: version },
      repository:
        given && isSame(given.name, repository) ? given : await readRepository(repository, options.directory),
    })),
  );
}

/** What was pinned at the revision; nothing where there was no lock file. */
async function pinsBefore(
  { file, name }: LockFile,
  { directory, changedSince = "HEAD" }: PinOptions,
): Promise<readonly LocatedPin[]> {
  return withClone(directory, async (clone) => {
    const { commit } = await resolveRevision(clone, changedSince);
    const content = await clonePorts(clone).contents.read(repositoryPath(file, directory, clone), commit);
    if (content.kind !== "file") return [];
    const parsed = parseLock(new TextDecoder().decode(content.bytes), `${changedSince}:${name}`);
    if (parsed.kind === "broken") throw brokenLock(parsed.findings);
    return parsed.pins;
  });
}

function showRefusal({ message, fix }: { message: string; fix: string }, { format }: PinOptions): void {
  process.exitCode = EXIT.findings;
  if (format === "json") printJson({ outcome: "refused", pins: [], message, fix });
  else printAside(`${visible(message)} ${visible(fix)}`);
}

function show(pinned: readonly Pinned[], lock: LockFile, { format }: PinOptions): void {
  if (format === "json") {
    const pins = pinned.map(({ pin: { path, ...pin }, before, notes }) => ({
      ...pin,
      path: path ?? null,
      before: before?.version ?? null,
      notes,
    }));
    printJson({ outcome: "pinned", lock: lock.name, pins });
    return;
  }
  if (pinned.length === 0) printAside("No pin has another version than it had then.");
  for (const { pin, before, notes } of pinned) {
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

/** Bytes that somebody changed are not overwritten unasked. */
async function writeCopy(
  { root }: LockFile,
  { pin, before, bytes }: Pinned,
  force: true | undefined,
): Promise<void> {
  const { path } = pin;
  if (path === undefined) return;
  const there = await readCopy(root, path);
  if (there && !force && ![before?.sha256, pin.sha256].includes(sha256Of(there))) {
    throw new UserError(
      `${visible(path)} is not what was pinned before: it has changes of its own.`,
      "Bring them to the prompt's repository first, or overwrite them with --force.",
    );
  }
  await replaceFile(await copyPath(root, path), bytes);
}
