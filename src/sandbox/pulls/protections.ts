// Branch protection, and what it refuses.

import { isAtLeast } from "../accounts/access.ts";
import type { Account } from "../accounts/registry.ts";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import { contextsOf } from "../checks/contexts.ts";
import { isAncestor } from "../git/history.ts";
import type { World } from "../world.ts";
import type { PullRecord } from "./pulls.ts";
import { reviewsOf } from "./reviews.ts";

export interface ProtectionRecord {
  /** Undefined: none asked for. */
  readonly requiredChecks: { readonly names: readonly string[]; readonly isStrict: boolean } | undefined;
  readonly requiredApprovals: number | undefined;
  readonly enforceAdmins: boolean;
  readonly allowForcePushes: boolean;
  readonly allowDeletions: boolean;
}

export class Protections {
  readonly #rules = new Map<string, ProtectionRecord>();

  set(repository: RepositoryRecord, branch: string, rules: ProtectionRecord | undefined): void {
    if (rules) this.#rules.set(`${repository.id} ${branch}`, rules);
    else this.#rules.delete(`${repository.id} ${branch}`);
  }

  of(repository: RepositoryRecord, branch: string): ProtectionRecord | undefined {
    return this.#rules.get(`${repository.id} ${branch}`);
  }
}

/** @returns why GitHub refuses to merge, in its words; undefined where the rules are met */
export async function refusalToMerge(world: World, pull: PullRecord): Promise<string | undefined> {
  const { repository, base, head } = pull;
  const rules = world.protections.of(repository, base.ref);
  if (!rules) return undefined;
  const unmet = unmetChecks(world, repository, rules, head.sha);
  if (unmet) return unmet;
  const tip = await world.refs.branch(repository, base.ref);
  if (
    rules.requiredChecks?.isStrict &&
    tip &&
    !(await isAncestor(world.objects, repository, tip, head.sha))
  ) {
    return "Head branch is out of date with the base branch.";
  }
  const needed = rules.requiredApprovals ?? 0;
  const approvals = await approvalsOf(world, pull);
  if (approvals >= needed) return undefined;
  return `At least ${needed} approving review is required by reviewers with write access.`;
}

/** @returns the first required check that is missing or red on the commit, in GitHub's words */
export function unmetChecks(
  world: World,
  repository: RepositoryRecord,
  rules: ProtectionRecord,
  sha: string,
): string | undefined {
  const contexts = contextsOf(world, repository, sha);
  for (const name of rules.requiredChecks?.names ?? []) {
    const newest = contexts.find((one) => one.name === name);
    if (!newest || newest.state === "pending") return `Required status check "${name}" is expected.`;
    if (newest.state === "failure") return `Required status check "${name}" is failing.`;
  }
  return undefined;
}

/** Who administrates a repository may pass its rules, unless they hold for administrators too. */
export function mayBypass(
  world: World,
  repository: RepositoryRecord,
  branch: string,
  person: Account,
): boolean {
  const rules = world.protections.of(repository, branch);
  if (!rules) return true;
  return !rules.enforceAdmins && isAtLeast(world.access.roleOf(person, repository), "admin");
}

async function approvalsOf(world: World, pull: PullRecord): Promise<number> {
  const latest = new Map<string, string>();
  for (const { state, user } of await reviewsOf(world, pull)) {
    if (user && state !== "COMMENTED" && state !== "PENDING") latest.set(user.login, state);
  }
  return [...latest].filter(([login, state]) => {
    const person = world.registry.find(login);
    const role = person ? world.access.roleOf(person, pull.repository) : "none";
    return state === "APPROVED" && isAtLeast(role, "write");
  }).length;
}
