// Whether the checks that a policy asks for before a release are green.

import type { CheckState } from "./landing.ts";

/** What ran at a landed commit, and at the head of its pull request. */
export interface Checked {
  readonly checks: readonly CheckState[];
  readonly pull?: { readonly checks: readonly CheckState[] };
}

export interface MissingCheck {
  readonly name: string;
  readonly state: "failure" | "pending" | "absent";
}

/**
 * The required checks that are not green. One that ran at the landed commit counts there; else the one at the pull
 * request's head does, whose bytes were evaluated before the merge.
 */
export function missingChecks({ checks, pull }: Checked, required: readonly string[]): MissingCheck[] {
  return required.flatMap((name): MissingCheck[] => {
    const state = stateOf(name, checks) ?? stateOf(name, pull?.checks ?? []);
    return state === "success" ? [] : [{ name, state: state ?? "absent" }];
  });
}

/** `promptfoo` is still running, `lint` failed. */
export function describeMissing(missing: readonly MissingCheck[]): string {
  const words = { failure: "failed", pending: "is still running", absent: "has not run" } as const;
  return missing.map(({ name, state }) => `\`${name.replaceAll("`", "'")}\` ${words[state]}`).join(", ");
}

/** Of several of one name the one that is not green counts: a matrix of jobs may share it. */
function stateOf(name: string, checks: readonly CheckState[]): CheckState["state"] | undefined {
  const states = checks.filter((check) => check.name === name).map(({ state }) => state);
  return (["failure", "pending", "success"] as const).find((state) => states.includes(state));
}
