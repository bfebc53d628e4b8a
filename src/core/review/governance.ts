// The policy a pull request is judged by: always base's. What happens where base has none, or a broken one, and what a
// pull request that changes the config may do.

import type { ParsedConfig } from "../config/parse.ts";
import { CONFIG_PATH, type Policy } from "../config/policy.ts";
import { parseConfigOnce } from "../config/policy-cache.ts";
import type { Finding } from "../finding.ts";
import type { Party } from "../identity.ts";
import { buildOwnerIndex, type OwnerIndex } from "../owners/owner-index.ts";
import type { ConfigSource, FileAtCommit } from "../ports.ts";
import type { Changes } from "../pull-request.ts";
import type { Inquiry } from "./inquiry.ts";

export type Governance =
  | { readonly kind: "none" }
  | { readonly kind: "broken"; readonly findings: readonly Finding[]; readonly admins?: readonly Party[] }
  | { readonly kind: "policy"; readonly policy: Policy; readonly index: OwnerIndex };

/** @param source the config of the base branch, if there is one */
export function governanceBy(source: ConfigSource | undefined): Governance {
  if (!source) return { kind: "none" };
  const { file, blob, text, unreadable } = source;
  return unreadable === undefined
    ? governanceOf(parseConfigOnce(blob, text, file))
    : {
        kind: "broken",
        findings: [configError(`${file} is ${unreadable}, so it cannot be read.`, REGULAR, file)],
      };
}

export function governanceOf(parsed: ParsedConfig): Governance {
  return parsed.kind === "policy"
    ? { kind: "policy", policy: parsed.policy, index: indexOf(parsed.policy) }
    : parsed;
}

// Building an index costs far more than asking it, and the same parsed policy judges many pull requests.
const indexes = new WeakMap<Policy, OwnerIndex>();

function indexOf(policy: Policy): OwnerIndex {
  const index = indexes.get(policy) ?? buildOwnerIndex(policy.entries);
  indexes.set(policy, index);
  return index;
}

export type WithoutPolicy =
  | { readonly kind: "findings"; readonly findings: readonly Finding[] }
  /** A pull request that does nothing but repair the config: its own admins are not asked, base's are. */
  | { readonly kind: "repair"; readonly governance: Extract<Governance, { kind: "policy" }> };

/** @returns undefined while something still has to be asked */
export function judgeWithoutPolicy(
  governance: Exclude<Governance, { kind: "policy" }>,
  changes: Changes,
  inquiry: Inquiry,
): WithoutPolicy | undefined {
  const proposed = proposedPolicy(changes, inquiry);
  if (!proposed) return undefined;
  if (governance.kind === "none") {
    return { kind: "findings", findings: [...proposed.findings.map(asWarning), howToStart(proposed)] };
  }
  const { findings, admins } = governance;
  if (!proposed.policy || !changesConfigAlone(changes)) {
    // A repair that is broken itself is mended by its own lines, not by those of base.
    const shown = proposed.policy || proposed.findings.length === 0 ? findings : proposed.findings;
    return { kind: "findings", findings: [...shown, howToRepair(governance)] };
  }
  if (!admins) return { kind: "findings", findings: [...findings, onlyByBypass()] };
  const policy: Policy = { ...proposed.policy, admins, entries: [] };
  return { kind: "repair", governance: { kind: "policy", policy, index: buildOwnerIndex([]) } };
}

/** A renamed file would take another one away, which may be a prompt. */
function changesConfigAlone({ files, incomplete }: Changes): boolean {
  return !incomplete && files.every(({ path, status }) => path === CONFIG_PATH && status !== "renamed");
}

export interface Proposed {
  readonly findings: readonly Finding[];
  readonly policy?: Policy;
  readonly index?: OwnerIndex;
}

/**
 * The config as the pull request would leave it, where it touches it.
 * @returns undefined while its text still has to be read
 */
export function proposedPolicy(changes: Changes, inquiry: Inquiry): Proposed | undefined {
  const change = changes.files.find(({ path }) => path === CONFIG_PATH);
  if (!change || change.status === "removed") return { findings: [] };
  const file = inquiry.file(CONFIG_PATH, change.blob);
  if (!file) return undefined;
  if (file.kind !== "file") {
    const message = `${CONFIG_PATH} would be ${describeUnreadable(file)}, so it could not be read.`;
    return { findings: [configError(message, REGULAR)] };
  }
  const parsed = parseConfigOnce(change.blob, new TextDecoder().decode(file.bytes));
  const governance = governanceOf(parsed);
  if (governance.kind !== "policy") return { findings: parsed.findings };
  return { findings: parsed.findings, policy: governance.policy, index: governance.index };
}

/** What is in the place of a file that has no text: `over 1 MiB`, `a symbolic link`. */
function describeUnreadable({ kind }: Exclude<FileAtCommit, { kind: "file" }>): string {
  switch (kind) {
    case "too-large":
      return "over 1 MiB";
    case "symlink":
      return "a symbolic link";
    case "submodule":
      return "a submodule";
    case "directory":
      return "a folder";
    case "missing":
      return "missing";
  }
}

const REGULAR = "Make it a regular file of at most 1 MiB with the config in it.";

function howToStart(proposed: Proposed): Finding {
  const message = proposed.policy
    ? "This pull request adds the first config: it is valid, and governs once it is merged."
    : `The base branch has no ${CONFIG_PATH}, so no prompt is governed yet.`;
  const fix = proposed.policy
    ? "Merge it to begin."
    : "To begin, run `npx prompt-steward init --from-history`, look through the file it writes, and merge it.";
  return { rule: "no-config", severity: "notice", message, fix };
}

function howToRepair({ findings, admins }: Extract<Governance, { kind: "broken" }>): Finding {
  const file = findings.find((finding) => finding.file)?.file ?? CONFIG_PATH;
  const approval = admins ? "; an admin approves it" : "";
  return {
    rule: "config",
    severity: "error",
    message: "The config that rules this branch is broken, so nothing can be judged by it.",
    fix:
      file === CONFIG_PATH
        ? `Repair it in a pull request that changes ${file} alone${approval}.`
        : `Repair ${file}, or give this repository a ${CONFIG_PATH} of its own in a pull request that changes nothing else${approval}.`,
  };
}

function onlyByBypass(): Finding {
  return configError(
    "The broken config on the base branch does not even say who its admins are, so nobody can approve this repair.",
    "Someone who may bypass the branch's protection has to merge it.",
  );
}

function configError(message: string, fix: string, file: string = CONFIG_PATH): Finding {
  return { rule: "config", severity: "error", file, line: 1, message, fix };
}

function asWarning(finding: Finding): Finding {
  return { ...finding, severity: finding.severity === "error" ? "warning" : finding.severity };
}
