// Whose approval a change in the past would have needed: its owner's, or the backup's where the owner made it.

import type { Policy } from "../config/policy.ts";
import type { Login, Party } from "../identity.ts";
import type { PullRequest } from "../pull-request.ts";
import { approversOf, type Role } from "../review/approvers.ts";
import { authorshipOf } from "../review/authorship.ts";
import type { GovernedChange } from "../review/governed.ts";
import { Inquiry, nothingKnown } from "../review/inquiry.ts";
import type { Accounts } from "./accounts.ts";
import type { MergedChange } from "./merged-change.ts";

export interface NeededApproval {
  readonly role: Role;
  /** Any one of them. */
  readonly who: readonly Party[];
}

export interface NeededApprovals {
  /** Each once. */
  readonly approvals: readonly NeededApproval[];
  /** Owners of a prompt that they changed themselves. */
  readonly ownersAtWork: readonly Login[];
}

/** Everybody is taken to have write access, as git does not know who had it. */
export function neededApprovals(
  governed: readonly GovernedChange[],
  policy: Policy,
  pull: PullRequest,
  { brought }: MergedChange,
  accounts: Accounts,
): NeededApprovals {
  const authorship = answered(accounts, (inquiry) => authorshipOf(pull, brought, [], new Set(), inquiry));
  const approvals = new Map<string, NeededApproval>();
  const need = (approval: NeededApproval) => approvals.set(JSON.stringify(approval), approval);
  const owners = new Set<Login>();
  for (const change of governed) {
    if (change.kind === "config") {
      need({ role: "admin", who: policy.admins });
      continue;
    }
    for (const entry of change.entries) {
      // Who is in the admins' teams is on GitHub, so they are named as the config does.
      const { role, named } = answered(accounts, (inquiry) =>
        approversOf(entry, { ...policy, admins: [] }, authorship, inquiry),
      );
      need({ role, who: role === "admin" ? policy.admins : named });
      if (entry.owner) owners.add(entry.owner);
    }
  }
  return {
    approvals: [...approvals.values()],
    ownersAtWork: [...owners].filter((owner) => authorship.parts.has(owner)),
  };
}

/** Asks until there is an answer. Each round answers all that the one before asked. */
function answered<Answer>(accounts: Accounts, ask: (inquiry: Inquiry) => Answer | undefined): Answer {
  const known = nothingKnown();
  for (;;) {
    const inquiry = new Inquiry(known);
    const answer = ask(inquiry);
    if (answer !== undefined) return answer;
    if (inquiry.questions.length === 0) throw new Error("neither an answer nor a question");
    for (const question of inquiry.questions) {
      if (question.kind === "account")
        known.accounts.set(question.email, accounts.of(question.email) ?? null);
      else if (question.kind === "can-write") known.writers.set(question.login, true);
      else throw new Error(`history cannot answer ${JSON.stringify(question)}`);
    }
  }
}
