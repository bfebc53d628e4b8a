// `status`: what runs where, how old it is, and what is not released yet.

import type { Command } from "commander";
import { promptIdOf } from "../../core/config/prompt-id.ts";
import type { PromptId, Sha } from "../../core/identity.ts";
import type { OwnerIndex } from "../../core/owners/owner-index.ts";
import { recordFindings } from "../../core/release/record-findings.ts";
import { renderStatus, statusJson } from "../../core/release/render/status.ts";
import { type PromptFile, type Status, statusOf } from "../../core/release/status.ts";
import type { Clone } from "../../git/clone.ts";
import { clonePorts } from "../../git/ports.ts";
import { findCommit } from "../../git/revision.ts";
import { withClone } from "../clone.ts";
import { EXIT } from "../exit.ts";
import { askedPrompt, readCloneHistory, unknownPrompt } from "../history.ts";
import { formatOption, print, printAside, printJson, styled } from "../output.ts";
import { configOption, readPolicyIfAny, type UsedPolicy } from "../policy.ts";

interface StatusOptions {
  readonly directory: string;
  readonly format: "text" | "json";
  readonly config?: string | undefined;
  readonly audit?: true;
}

export function addStatus(program: Command): void {
  program
    .command("status")
    .description("Say which version of each prompt runs where, for how long, and what is not released yet.")
    .argument("[id...]", "only these prompts")
    .option("--audit", "read every tag's message and report whatever does not fit; takes longer")
    .addOption(configOption())
    .addOption(formatOption("text", "json"))
    .addHelpText(
      "after",
      `
Read from the tags of the clone: fetch them first with \`git fetch --tags\`. The last column compares the files at HEAD
with the newest release: \`new\` was never released, \`changed\` has other bytes, \`deleted\` has a release but no file.

Exit codes: 0 fine, 1 a tag is gone or was moved, 2 wrong usage.

Examples:
  prompt-steward status
  prompt-steward status support/triage
  prompt-steward status --format json | jq -r '.prompts[] | select(.drifts) | .prompt'   drift between environments`,
    )
    .action((ids: string[], _, command: Command) => runStatus(ids, command.optsWithGlobals<StatusOptions>()));
}

async function runStatus(ids: readonly string[], options: StatusOptions): Promise<void> {
  const only = ids.length === 0 ? undefined : ids.map(askedPrompt);
  const { status, head } = await withClone(options.directory, (clone) => readStatus(clone, options, only));
  if (options.format === "json") printJson(statusJson(status, head));
  else print(renderStatus(status, Date.now(), styled));
  if (status.findings.some(({ severity }) => severity === "error")) process.exitCode = EXIT.findings;
}

/** Starts the same few processes of git however many tags there are. */
export async function readStatus(
  clone: Clone,
  { directory, config, audit }: Pick<StatusOptions, "directory" | "config" | "audit">,
  only?: readonly PromptId[],
): Promise<{ readonly status: Status; readonly head: Sha | undefined }> {
  // Side by side: git lists the tags while the files are looked at.
  const [known, history] = await Promise.all([
    readPromptFiles(clone, { directory, config }),
    readCloneHistory(clone, audit ? "past" : "now", only),
  ]);
  const { used, files, head } = known;
  for (const id of only ?? []) {
    if (!history.prompts.has(id) && !files?.has(id)) {
      throw unknownPrompt(id, [...history.prompts.keys(), ...(files?.keys() ?? [])]);
    }
  }
  const status = statusOf({
    history,
    environments: used?.policy.release.environments ?? [],
    ...(files && { files }),
    ...(only && { only: new Set(only) }),
    now: Date.now(),
  });
  return { status: audit ? withAudit(status, recordFindings(history)) : status, head };
}

interface KnownFiles {
  readonly used: UsedPolicy | undefined;
  /** Undefined in an empty repository. */
  readonly head: Sha | undefined;
  /** At HEAD; undefined without a config. */
  readonly files: ReadonlyMap<PromptId, PromptFile> | undefined;
}

async function readPromptFiles(
  clone: Clone,
  { directory, config }: Pick<StatusOptions, "directory" | "config">,
): Promise<KnownFiles> {
  const [used, head] = await Promise.all([
    readPolicyIfAny(clone, directory, config),
    findCommit(clone, "HEAD"),
  ]);
  if (!used) {
    printAside("There is no config here, so nobody knows which files are prompts: only tags are shown.");
  }
  return { used, head, files: used && (await promptFiles(clone, used.index, head)) };
}

async function promptFiles(
  clone: Clone,
  index: OwnerIndex,
  head: Sha | undefined,
): Promise<ReadonlyMap<PromptId, PromptFile>> {
  const files = new Map<PromptId, PromptFile>();
  if (!head) return files;
  for (const [path, blob] of (await clonePorts(clone).history.blobs(head, [])) ?? []) {
    const entry = index.match(path);
    if (entry) files.set(promptIdOf(entry, path), { path, blob });
  }
  return files;
}

/** What both say is said once. */
function withAudit(status: Status, audit: Status["findings"]): Status {
  const known = new Set(status.findings.map(({ message }) => message));
  const prompts = new Set(status.prompts.map(({ prompt }) => prompt));
  const more = audit.filter(({ message, prompt }) => !known.has(message) && prompt && prompts.has(prompt));
  return { ...status, findings: [...status.findings, ...more] };
}
