// The policy a pull request is judged by: always base's. What happens where base has none, or a broken one, and what a
// pull request that changes the config may do.

import { type ParsedConfig, parseConfig } from "../config/parse.ts";
import { CONFIG_PATH, type Policy } from "../config/policy.ts";
import type { Finding } from "../finding.ts";
import type { Party } from "../identity.ts";
import { buildOwnerIndex, type OwnerIndex } from "../owners/owner-index.ts";
import type { Changes } from "../pull-request.ts";
import type { Inquiry } from "./inquiry.ts";

export type Governance =
  | { readonly kind: "none" }
  | { readonly kind: "broken"; readonly findings: readonly Finding[]; readonly admins?: readonly Party[] }
  | { readonly kind: "policy"; readonly policy: Policy; readonly index: OwnerIndex };

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
  const isRepair =
    proposed.policy && changes.files.every(({ path }) => path === CONFIG_PATH) && !changes.incomplete;
  if (!isRepair)
    return { kind: "findings", findings: [...governance.findings, howToRepair(governance.admins)] };
  if (!governance.admins) return { kind: "findings", findings: [...governance.findings, onlyByBypass()] };
  const policy: Policy = { ...proposed.policy, admins: governance.admins, entries: [] };
  return { kind: "repair", governance: { kind: "policy", policy, index: buildOwnerIndex([]) } };
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
  const file = inquiry.file(CONFIG_PATH);
  if (!file) return undefined;
  if (file.kind !== "file") {
    const found = file.kind === "too-large" ? "over 1 MiB" : `a ${file.kind}`;
    const message = `${CONFIG_PATH} is ${found} here, so it cannot be read.`;
    return { findings: [configError(message, "Make it a regular file with the config in it.")] };
  }
  const parsed = parseConfig(new TextDecoder().decode(file.bytes), CONFIG_PATH);
  if (parsed.kind === "broken") return { findings: parsed.findings };
  return { findings: parsed.findings, policy: parsed.policy, index: buildOwnerIndex(parsed.policy.entries) };
}

function howToStart(proposed: Proposed): Finding {
  const message = proposed.policy
    ? `This pull request adds the first config: it is valid, and governs once it is merged.`
    : `The base branch has no ${CONFIG_PATH}, so no prompt is governed yet.`;
  const fix = proposed.policy
    ? "Merge it to begin."
    : "To begin, run `npx prompt-steward init --from-history`, look through the file it writes, and merge it.";
  return { rule: "no-config", severity: "notice", message, fix };
}

function howToRepair(admins: readonly Party[] | undefined): Finding {
  return configError(
    "The config on the base branch cannot be read, so no pull request can be judged by it.",
    `Repair it in a pull request that changes ${CONFIG_PATH} alone${admins ? "; an admin approves it" : ""}.`,
  );
}

function onlyByBypass(): Finding {
  return configError(
    "The broken config on the base branch does not even say who its admins are, so nobody can approve this repair.",
    "Someone who may bypass the branch's protection has to merge it.",
  );
}

function configError(message: string, fix: string): Finding {
  return { rule: "config", severity: "error", file: CONFIG_PATH, line: 1, message, fix };
}

function asWarning(finding: Finding): Finding {
  return { ...finding, severity: finding.severity === "error" ? "warning" : finding.severity };
}
