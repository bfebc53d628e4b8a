// A config that a pull request would leave broken must not reach the base branch, and one must stay there.

import { CONFIG_PATH } from "../../config/policy.ts";
import type { Finding } from "../../finding.ts";
import type { Rule } from "./rule.ts";

export const configValid: Rule = ({ governed, proposed }) => {
  const change = governed.find(({ kind }) => kind === "config");
  if (!change) return [];
  return isGone(change.file) ? [removed, ...proposed.findings] : proposed.findings;
};

const removed: Finding = {
  rule: "config",
  severity: "warning",
  message: `This pull request takes ${CONFIG_PATH} away: afterwards no prompt here is governed by this repository.`,
  fix: "Keep the file, unless the organisation's default config shall take over.",
};

function isGone(file: { status: string; path: string }): boolean {
  return file.path !== CONFIG_PATH || file.status === "removed";
}
