// The policy a command works with: the config as it lies in the work tree, or another file to try out.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Option } from "commander";
import { parseConfig } from "../core/config/parse.ts";
import { CONFIG_PATH, type Policy } from "../core/config/policy.ts";
import { describeFinding, type Finding } from "../core/finding.ts";
import type { OwnerIndex } from "../core/owners/owner-index.ts";
import { governanceOf } from "../core/review/governance.ts";
import { visible } from "../core/text/lines.ts";
import { UserError } from "../core/user-error.ts";
import type { Clone } from "../git/clone.ts";
import { clonePorts } from "../git/ports.ts";
import { findCommit } from "../git/revision.ts";
import { type ConfigOnDisk, readConfigOnDisk } from "../git/work-tree.ts";
import { reasonOf } from "./file-failure.ts";

export interface UsedPolicy {
  readonly policy: Policy;
  readonly index: OwnerIndex;
}

export function configOption(): Option {
  return new Option("--config <file>", `another config than the repository's ${CONFIG_PATH}`);
}

/**
 * @param file as given with --config, relative to the folder the command runs in
 * @throws UserError where there is no config, or a broken one
 */
export async function readPolicy(
  clone: Clone,
  folder: string,
  file: string | undefined,
): Promise<UsedPolicy> {
  const source =
    file === undefined ? await ownConfig(clone) : { name: file, text: await readFileAsked(folder, file) };
  return policyOf(source);
}

/** As `readPolicy`, for commands that say less without a config. @throws UserError for a broken config */
export async function readPolicyIfAny(
  clone: Clone,
  folder: string,
  file: string | undefined,
): Promise<UsedPolicy | undefined> {
  if (file !== undefined) return readPolicy(clone, folder, file);
  const source = await ownConfigIfAny(clone);
  return source && policyOf(source);
}

interface ConfigText {
  readonly name: string;
  readonly text: string;
}

function policyOf({ name, text }: ConfigText): UsedPolicy {
  const parsed = parseConfig(text, name);
  const governance = governanceOf(parsed);
  if (governance.kind === "policy") return governance;
  throw new UserError(listed(parsed.findings), "Until that is mended, the config decides nothing.");
}

async function ownConfig(clone: Clone): Promise<ConfigText> {
  const source = await ownConfigIfAny(clone);
  if (source) return source;
  throw new UserError(
    `There is no ${CONFIG_PATH} here, so no prompt is governed.`,
    "Write a first one with `prompt-steward init --from-history`, or name one with --config FILE.",
  );
}

async function ownConfigIfAny(clone: Clone): Promise<ConfigText | undefined> {
  const config = clone.workTree === undefined ? await committedConfig(clone) : await readConfigOnDisk(clone);
  switch (config.kind) {
    case "text":
      return { name: CONFIG_PATH, text: config.text };
    case "unreadable":
      throw new UserError(
        `${CONFIG_PATH} is ${config.what}, so GitHub shows no config there.`,
        "Make it a regular file with the config in it.",
      );
    case "none":
      return undefined;
  }
}

/** A bare repository has no files on disk: there the config of HEAD counts. */
async function committedConfig(clone: Clone): Promise<ConfigOnDisk> {
  if (!(await findCommit(clone, "HEAD"))) return { kind: "none" };
  const source = await clonePorts(clone).contents.config("HEAD");
  if (!source) return { kind: "none" };
  return source.unreadable
    ? { kind: "unreadable", what: source.unreadable }
    : { kind: "text", text: source.text };
}

async function readFileAsked(folder: string, file: string): Promise<string> {
  try {
    return await readFile(resolve(folder, file), "utf8");
  } catch (error) {
    throw new UserError(
      `The file ${JSON.stringify(file)} cannot be read${reasonOf(error)}.`,
      "Name another one.",
    );
  }
}

const MOST_LISTED = 20;

function listed(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === "error");
  const lines = errors.slice(0, MOST_LISTED).map((finding) => visible(describeFinding(finding)));
  const rest = errors.length - lines.length;
  return ["The config has mistakes.", ...lines, ...(rest > 0 ? [`…and ${rest} more.`] : [])].join("\n");
}
