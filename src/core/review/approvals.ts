// Which reviews count for a change. An approval is worth the bytes it saw: it stands while the change shows, at head,
// the very bytes that it showed to the reviewer, whatever was pushed, rebased or merged around them.

import type { ReviewPolicy } from "../config/policy.ts";
import type { Login, Sha } from "../identity.ts";
import type { Review } from "../pull-request.ts";
import type { GovernedChange } from "./governed.ts";
import type { Inquiry } from "./inquiry.ts";
import type { ApprovalRecord } from "./record.ts";
import { type View, viewOf, viewToken } from "./view.ts";

export interface VoidApproval {
  readonly by: Login;
  /** The commit that was approved, where it is known. */
  readonly at?: Sha;
  readonly reason: "other-bytes" | "newer-commit" | "bound-to-later-commit" | "commit-gone";
}

export type Standing =
  | { readonly kind: "stands"; readonly by: Login; readonly at: Sha }
  | { readonly kind: "void"; readonly approval: VoidApproval };

export interface ApprovalFacts {
  readonly stale: ReviewPolicy["stale"];
  readonly head: Sha;
  readonly record: ApprovalRecord;
  /** Which files a view is about. */
  readonly isGoverned: (path: string) => boolean;
  /** Reviews whose own event is being handled: the commit GitHub names for them is the one their author saw. */
  readonly arrived: ReadonlySet<number>;
}

/** What a person's reviews say now: their approvals since they last asked for changes, or that request. */
export interface Opinion {
  readonly approvals: readonly Review[];
  readonly changeRequest?: Review;
}

/** Reviews in GitHub's order of submission; comments say nothing, a dismissed review takes back what it said. */
export function opinionOf(person: Login, reviews: readonly Review[]): Opinion {
  let opinion: Opinion = { approvals: [] };
  const own = reviews.filter(({ author }) => author.login === person && author.kind === "person");
  for (const review of own.sort((a, b) => a.submittedAt.localeCompare(b.submittedAt) || a.id - b.id)) {
    if (review.state === "approved") opinion = { approvals: [review, ...opinion.approvals] };
    else if (review.state === "changes-requested") opinion = { approvals: [], changeRequest: review };
  }
  return opinion;
}

/** @returns undefined while something still has to be asked */
export function standingOf(
  approval: Review,
  change: GovernedChange,
  facts: ApprovalFacts,
  inquiry: Inquiry,
): Standing | undefined {
  const by = approval.author.login;
  const recordedAt = facts.record.seenAt.get(approval.id);
  const at = recordedAt ?? approval.commit;
  const isVoid = (reason: VoidApproval["reason"]): Standing => ({
    kind: "void",
    approval: { by, reason, ...(at ? { at } : {}) },
  });

  if (facts.stale === "never") return { kind: "stands", by, at: at ?? facts.head };
  if (!at) return isVoid("commit-gone");
  if (facts.stale === "commit" && (at !== facts.head || approval.commit !== facts.head))
    return isVoid("newer-commit");

  const recorded = facts.record.views.get(at);
  const views = recorded && recordedAt ? [recorded] : [];
  if (approval.commit && approval.commit !== views[0]?.commit) {
    const bound = viewAt(approval.commit, facts, inquiry);
    if (bound === undefined) return undefined;
    if (bound && views.length === 0 && isBoundLater(approval, bound, facts))
      return isVoid("bound-to-later-commit");
    if (bound) views.push(bound);
  }
  if (views.length === 0) return isVoid("commit-gone");
  if (facts.stale === "commit" || views.every((view) => shows(view, change)))
    return { kind: "stands", by, at };
  return isVoid("other-bytes");
}

/**
 * Whether a review is older than the commit GitHub names for it, so that its author cannot have seen that commit.
 * Not asked of a review that arrives just now: a commit's date is set by its committer's clock.
 */
export function isBoundLater(
  review: Review,
  bound: View,
  { arrived }: Pick<ApprovalFacts, "arrived">,
): boolean {
  if (arrived.has(review.id) || bound.committedAt === undefined) return false;
  return Date.parse(review.submittedAt) < Date.parse(bound.committedAt);
}

function viewAt(commit: Sha, facts: ApprovalFacts, inquiry: Inquiry): View | null | undefined {
  const changes = inquiry.changes(commit);
  return changes ? viewOf(changes, facts.isGoverned) : changes;
}

/** Whether the view shows the change with the bytes it has at head. */
function shows(view: View, change: GovernedChange): boolean {
  const { file } = change;
  const blob = file.status === "removed" ? undefined : file.blob;
  if (view.tokens.has(viewToken(file.path, blob))) return true;
  // A file that was only renamed since is the same prompt, as long as one entry governs both of its names.
  return (
    file.status === "renamed" &&
    change.kind === "prompt" &&
    change.entries.length === 1 &&
    view.tokens.has(viewToken(file.previousPath, blob))
  );
}
