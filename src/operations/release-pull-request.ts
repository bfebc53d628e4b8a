// Releases what one merged pull request brought, told by its number alone: for events that got lost, and on demand.

import type { Sha } from "../core/identity.ts";
import type { ReleasePorts } from "../core/ports.ts";
import { type ReleaseOptions, type ReleaseOutcome, release } from "./release.ts";

export type PullRequestRelease = ReleaseOutcome | { readonly kind: "not-merged" | "elsewhere" };

/** @param branch the default branch, from which releases come */
export async function releasePullRequest(
  ports: ReleasePorts,
  branch: string,
  number: number,
  options: ReleaseOptions = {},
): Promise<PullRequestRelease> {
  const pull = await ports.landings.merged(number, []);
  if (pull.kind !== "merged") return { kind: "not-merged" };
  if (pull.base !== branch) return { kind: "elsewhere" };
  const pulls = new Map<Sha, number>([[pull.commit, number]]);
  return release(ports, { branch, before: pull.before, after: pull.commit, pulls }, options);
}
