// `verify`: whether every pinned prompt still is what was released and pinned.

import type { Command } from "commander";
import { verdictFindings } from "../../core/pins/findings.ts";
import type { Verdict } from "../../core/pins/verify.ts";
import { renderFinding } from "../../core/review/render/text.ts";
import { aligned, visible } from "../../core/text/lines.ts";
import { UserError } from "../../core/user-error.ts";
import { verifyPins } from "../../operations/verify-pins.ts";
import { EXIT } from "../exit.ts";
import { interruptible } from "../interrupt.ts";
import { pinsOf, readCopy, readLockFile } from "../lock-file.ts";
import { formatOption, print, printJson, styled } from "../output.ts";
import { startProgress } from "../progress.ts";
import { addressOf, type NamedRepository, openRepository, readRepository } from "../repositories.ts";

interface VerifyOptions {
  readonly directory: string;
  readonly format: "text" | "json";
  readonly repository: readonly string[];
  readonly offline?: true;
  readonly lock?: string;
}

export function addVerify(program: Command): void {
  program
    .command("verify")
    .description("Verify that every pinned prompt is still there, with the bytes that were pinned.")
    .option("--offline", "fetch nothing: only hold the copies against their digests")
    .option(
      "--repository <where>",
      "where to read a repository instead, such as ../prompts or acme/prompts=../prompts; may be given again",
      (text: string, before: readonly string[]) => [...before, text],
      [] as readonly string[],
    )
    .option("--lock <file>", "another lock file than prompts.lock.yml at the repository's root")
    .addOption(formatOption("text", "json"))
    .addHelpText(
      "after",
      `
For each pin: the release's tag is there, it names the digest that was pinned, and the bytes at its commit have it; and
so has the copy, where the pin names one. What is wrong is called by name: tampered, moved-tag, deleted-tag,
unknown-version, unknown-prompt, missing-copy, unverifiable. That a newer version is there is only a notice.

Exit codes: 0 all hold, 1 one does not, 2 the lock file or a repository cannot be read.

Examples:
  prompt-steward verify
  prompt-steward verify --offline
  prompt-steward verify --repository ../prompts`,
    )
    .action((_, command: Command) => runVerify(command.optsWithGlobals<VerifyOptions>()));
}

async function runVerify(options: VerifyOptions): Promise<void> {
  const { directory, format, offline } = options;
  const lock = await readLockFile(directory, options.lock);
  const pins = pinsOf(lock);
  const places = new Map<string, NamedRepository>();
  for (const text of options.repository) {
    const named = await readRepository(text, directory);
    if (!pins.some(({ repository }) => repository.toLowerCase() === named.name.toLowerCase())) {
      throw new UserError(
        `No prompt of ${named.name} is pinned here.`,
        "Leave that --repository out, or correct it.",
      );
    }
    places.set(named.name.toLowerCase(), named);
  }
  const progress = startProgress("Verifying pins");
  const verdicts = await interruptible((signal) =>
    verifyPins(pins, {
      open: offline
        ? undefined
        : (name, prompts) => openRepository(places.get(name) ?? onServer(name), prompts, signal),
      read: (path) => readCopy(lock.root, path),
      onProgress: (verified, total) => progress.update(verified, total),
    }),
  ).finally(() => progress.stop());
  if (verdicts === "interrupted") {
    process.exitCode = EXIT.interrupted;
    return;
  }
  if (verdicts.some(({ kind }) => kind !== "ok")) process.exitCode = EXIT.findings;
  if (format === "json") printJson({ lock: lock.name, pins: verdicts.map(toJson) });
  else print(render(verdicts, lock.name));
}

function onServer(name: string): NamedRepository {
  return { name, place: { kind: "url", url: addressOf(name) } };
}

function render(verdicts: readonly Verdict[], file: string): string {
  if (verdicts.length === 0) return `Nothing is pinned in ${visible(file)}.`;
  const rows = verdicts.map(({ kind, pin }) => [kind, pin.prompt, pin.version, pin.repository]);
  const findings = verdictFindings(verdicts, file).map((finding) => renderFinding(finding, styled));
  const wrong = verdicts.filter(({ kind }) => kind !== "ok").length;
  const all = `${verdicts.length.toLocaleString("en")} ${verdicts.length === 1 ? "pin" : "pins"}`;
  const closing =
    wrong === 0 ? styled("green", `${all}, all hold`) : styled("red", `${all}, ${wrong} do not hold`);
  return [aligned(rows).join("\n"), findings.join("\n"), closing].filter(Boolean).join("\n\n");
}

function toJson({ kind, pin, message, fix, notes }: Verdict) {
  const { prompt, repository, version, sha256, path } = pin;
  return { prompt, repository, version, sha256, path: path ?? null, verdict: kind, message, fix, notes };
}
