// Decides one governed change: whose approval it needs, and whether that has been given, is missing, or is refused.

import type { Policy, PolicyEntry } from "../config/policy.ts";
import type { Login, Sha } from "../identity.ts";
import { type ApprovalFacts, type Standing, standingOf, type VoidApproval } from "./approvals.ts";
import { type Approvers, adminsAsApprovers, approversOf } from "./approvers.ts";
import type { Authorship } from "./authorship.ts";
import type { GovernedChange } from "./governed.ts";
import type { Inquiry } from "./inquiry.ts";
import { NO_OPINION, type Opinions } from "./opinions.ts";

export type Decision =
  | { readonly kind: "approved"; readonly by: Login; readonly at: Sha }
  | { readonly kind: "waiting" }
  /** Owner, backup or an admin who decides asked for changes. */
  | { readonly kind: "blocked"; readonly by: Login }
  /** Nobody is left who may approve. */
  | { readonly kind: "stuck" };

/** An approval that cannot count, whatever it saw. */
export interface UncountedApproval {
  readonly by: Login;
  readonly reason: "only-stands-in" | "no-write-access";
}

/** One approval that a change needs, and what became of it. */
export interface Demand {
  /** Undefined for the config file, which the admins own. */
  readonly entry?: PolicyEntry;
  readonly approvers: Approvers;
  readonly decision: Decision;
  /** Approvals by the people asked that were given for something else, the newest of each person. */
  readonly voided: readonly VoidApproval[];
  /** Approvals by people who may not decide; looked at only where an approval is missing. */
  readonly uncounted: readonly UncountedApproval[];
}

export interface DecidedChange {
  readonly change: GovernedChange;
  /** One an owner that the path, and the path before a rename, have. Never empty. */
  readonly demands: readonly Demand[];
}

export interface ReviewFacts extends ApprovalFacts {
  readonly policy: Policy;
  readonly authorship: Authorship;
  readonly opinions: Opinions;
}

/** @returns undefined while something still has to be asked */
export function decide(
  change: GovernedChange,
  facts: ReviewFacts,
  inquiry: Inquiry,
): DecidedChange | undefined {
  const demands =
    change.kind === "config"
      ? [demandOf(change, undefined, facts, inquiry)]
      : withDistinctOwners(change.entries).map((entry) => demandOf(change, entry, facts, inquiry));
  const known = demands.filter((demand) => demand !== undefined);
  return known.length === demands.length ? { change, demands: known } : undefined;
}

function demandOf(
  change: GovernedChange,
  entry: PolicyEntry | undefined,
  facts: ReviewFacts,
  inquiry: Inquiry,
): Demand | undefined {
  const { policy, authorship, opinions } = facts;
  const approvers = entry
    ? approversOf(entry, policy, authorship, inquiry)
    : adminsAsApprovers(policy, authorship, inquiry);
  if (!approvers) return undefined;
  const shared = { approvers, voided: [], uncounted: [], ...(entry ? { entry } : {}) };

  const blocker = changeRequester(entry, approvers, opinions);
  if (blocker) return { ...shared, decision: { kind: "blocked", by: blocker } };

  // All is asked at once, so that many approvals cost no more rounds than one.
  const approving = approvers.people.filter((person) => approvalsOf(person, opinions).length > 0);
  const canWrite = approving.map((person) => inquiry.canWrite(person));
  if (canWrite.includes(undefined)) return undefined;
  const standings = approving
    .filter((_, position) => canWrite[position])
    .map((person) => approvalsOf(person, opinions).map((approval) => standingOf(approval, change, facts)));
  const standing = standings.flat().find((one) => one?.kind === "stands");
  if (standing?.kind === "stands") {
    return { ...shared, decision: { kind: "approved", by: standing.by, at: standing.at } };
  }
  if (standings.flat().includes(undefined)) return undefined;
  const withoutAccess = approving.filter((_, position) => !canWrite[position]);
  return {
    ...shared,
    decision: { kind: approvers.people.length > 0 ? "waiting" : "stuck" },
    voided: standings.flatMap(([newest]) => voidOf(newest)),
    uncounted: [
      ...withoutAccess.map((by) => ({ by, reason: "no-write-access" }) as const),
      ...standIns(entry, approvers, opinions),
    ],
  };
}

function approvalsOf(person: Login, opinions: Opinions) {
  return (opinions.get(person) ?? NO_OPINION).approvals;
}

function voidOf(standing: Standing | undefined): VoidApproval[] {
  return standing?.kind === "void" ? [standing.approval] : [];
}

/** The backup who approved while the owner is there to do it. */
function standIns(
  entry: PolicyEntry | undefined,
  { role }: Approvers,
  opinions: Opinions,
): UncountedApproval[] {
  const backup = role === "owner" ? entry?.backup : undefined;
  if (!backup || approvalsOf(backup, opinions).length === 0) return [];
  return [{ by: backup, reason: "only-stands-in" }];
}

/** Owner and backup can both stop a change, whoever of them is asked to approve it; of the admins those asked. */
function changeRequester(
  entry: PolicyEntry | undefined,
  approvers: Approvers,
  opinions: Opinions,
): Login | undefined {
  const people = [entry?.owner, entry?.backup, ...(approvers.role === "admin" ? approvers.people : [])];
  return people.find((person) => person && opinions.get(person)?.changeRequest);
}

function withDistinctOwners(entries: readonly PolicyEntry[]): PolicyEntry[] {
  const distinct = new Map(entries.map((entry) => [`${entry.owner}/${entry.backup}`, entry]));
  return [...distinct.values()];
}
