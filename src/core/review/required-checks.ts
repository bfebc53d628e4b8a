// How the checks stand that a release will wait for. They keep nothing from merging.

import type { CheckState } from "../release/landing.ts";
import { missingChecks } from "../release/required-checks.ts";

export interface RequiredCheck {
  readonly name: string;
  readonly state: CheckState["state"] | "absent" | "unknown";
}

/** @param checks those at head; undefined where they cannot be read */
export function requiredChecks(
  names: readonly string[],
  checks: readonly CheckState[] | undefined,
): RequiredCheck[] {
  if (!checks) return names.map((name) => ({ name, state: "unknown" }));
  const missing = new Map(missingChecks({ checks }, names).map(({ name, state }) => [name, state]));
  return names.map((name) => ({ name, state: missing.get(name) ?? "success" }));
}
