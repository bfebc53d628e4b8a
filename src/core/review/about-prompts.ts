// What is asked about the prompts that a pull request changes, and what is told of them beside whose approval they need.

import type { FileAtCommit } from "../ports.ts";
import type { Changes } from "../pull-request.ts";
import type { TouchedPrompt } from "../release/touched.ts";
import type { GovernedInput } from "./evaluate.ts";
import type { Proposed } from "./governance.ts";
import type { GovernedChange } from "./governed.ts";
import type { Inquiry } from "./inquiry.ts";
import { NO_PROMPTS, type PromptFacts } from "./prompt-facts.ts";
import { type RequiredCheck, requiredChecks } from "./required-checks.ts";
import { readablePrompts } from "./rules/prompt-file.ts";
import { formerPaths, type VersionOutlook, versionedPrompts, versionOutlook } from "./versions.ts";

/** What the prompts' files hold, which versions they would get, and how they were evaluated. */
export interface AboutPrompts {
  /** At head, by path. */
  readonly files: ReadonlyMap<string, FileAtCommit>;
  readonly versions: VersionOutlook;
  readonly requiredChecks: readonly RequiredCheck[];
}

export interface KnownPrompts {
  readonly touched: readonly TouchedPrompt[];
  readonly known: PromptFacts;
}

/** @returns undefined while they still have to be asked for */
export function factsOfPrompts(
  { pull, place, governance }: GovernedInput,
  governed: readonly GovernedChange[],
  changes: Changes,
  proposed: Proposed,
  inquiry: Inquiry,
): KnownPrompts | undefined {
  if (!governed.some(({ kind }) => kind === "prompt")) return { touched: [], known: NO_PROMPTS };
  const isPast = place === "history";
  const touched = isPast ? [] : versionedPrompts(governed, governance.index, proposed.index);
  const paths = isPast ? [] : formerPaths(governed);
  const known = inquiry.prompts({
    head: { commit: changes.commit, files: readablePrompts(governed) },
    ...(changes.mergeBase && paths.length > 0 && { before: { commit: changes.mergeBase, paths } }),
    prompts: touched.map(({ prompt }) => prompt),
    checks: place === "pull-request" ? governance.policy.evaluation.requiredChecks : [],
    ...(place === "pull-request" && { pull: { number: pull.number, labels: pull.labels } }),
  });
  return known && { touched, known };
}

/** @returns undefined while something still has to be asked */
export function aboutPrompts(
  { pull, place, governance }: GovernedInput,
  governed: readonly GovernedChange[],
  changes: Changes,
  { touched, known }: KnownPrompts,
  inquiry: Inquiry,
): AboutPrompts | undefined {
  const { policy } = governance;
  const versions = versionOutlook({ pull, place, policy, changes, governed, touched, known }, inquiry);
  const isChecked = place === "pull-request" && governed.some(({ kind }) => kind === "prompt");
  const names = isChecked ? policy.evaluation.requiredChecks : [];
  return versions && { files: known.files, versions, requiredChecks: requiredChecks(names, known.checks) };
}
