// Decides one governed change: whose approval it needs, and whether that has been given, is missing, or is refused.

import type { Policy, PolicyEntry } from "../config/policy.ts";
import type { Login, Sha } from "../identity.ts";
import type { Review } from "../pull-request.ts";
import { type ApprovalFacts, opinionOf, standingOf, type VoidApproval } from "./approvals.ts";
import { type Approvers, adminsAsApprovers, approversOf } from "./approvers.ts";
import type { Authorship } from "./authorship.ts";
import type { GovernedChange } from "./governed.ts";
import type { Inquiry } from "./inquiry.ts";

export type Decision =
  | { readonly kind: "approved"; readonly by: Login; readonly at: Sha }
  | { readonly kind: "waiting" }
  /** Owner or backup asked for changes. */
  | { readonly kind: "blocked"; readonly by: Login }
  /** Nobody is left who may approve. */
  | { readonly kind: "stuck" };

/** One approval that a change needs, and what became of it. */
export interface Demand {
  /** Undefined for the config file, which the admins own. */
  readonly entry?: PolicyEntry;
  readonly approvers: Approvers;
  readonly decision: Decision;
  /** Approvals by the people asked that do not count, newest first, one a person. */
  readonly voided: readonly VoidApproval[];
}

export interface DecidedChange {
  readonly change: GovernedChange;
  /** One an owner that the path, and the path before a rename, have. Never empty. */
  readonly demands: readonly Demand[];
}

export interface ReviewFacts extends ApprovalFacts {
  readonly policy: Policy;
  readonly authorship: Authorship;
  readonly reviews: readonly Review[];
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
  const { policy, authorship } = facts;
  const approvers = entry
    ? approversOf(entry, policy, authorship, inquiry)
    : adminsAsApprovers(policy, authorship, inquiry);
  if (!approvers) return undefined;
  const shared = { approvers, ...(entry ? { entry } : {}) };

  const blocker = changeRequester(entry, approvers, facts);
  if (blocker) return { ...shared, decision: { kind: "blocked", by: blocker }, voided: [] };

  const voided: VoidApproval[] = [];
  for (const person of approvers.people) {
    const { approvals } = opinionOf(person, facts.reviews);
    if (approvals.length === 0) continue;
    const canWrite = inquiry.canWrite(person);
    if (canWrite === undefined) return undefined;
    if (!canWrite) continue;
    const standings = approvals.map((approval) => standingOf(approval, change, facts, inquiry));
    const standing = standings.find((one) => one?.kind === "stands");
    if (standing?.kind === "stands") {
      return { ...shared, decision: { kind: "approved", by: standing.by, at: standing.at }, voided: [] };
    }
    if (standings.includes(undefined)) return undefined;
    const [latest] = standings;
    if (latest?.kind === "void") voided.push(latest.approval);
  }
  return { ...shared, decision: { kind: approvers.people.length > 0 ? "waiting" : "stuck" }, voided };
}

/** Owner and backup can both stop a change, whoever of them is asked to approve it; of the admins those asked. */
function changeRequester(
  entry: PolicyEntry | undefined,
  approvers: Approvers,
  facts: ReviewFacts,
): Login | undefined {
  const people = new Set([
    entry?.owner,
    entry?.backup,
    ...(approvers.role === "admin" ? approvers.people : []),
  ]);
  for (const person of people) {
    if (person && opinionOf(person, facts.reviews).changeRequest) return person;
  }
  return undefined;
}

function withDistinctOwners(entries: readonly PolicyEntry[]): PolicyEntry[] {
  const distinct = new Map(entries.map((entry) => [`${entry.owner}/${entry.backup}`, entry]));
  return [...distinct.values()];
}
