// Which approvals count for a change. An approval is worth the bytes it saw: it stands while the change shows, at head,
// the very bytes that it showed to the reviewer, whatever was pushed, rebased or merged around them.

import type { ReviewPolicy } from "../config/policy.ts";
import type { Login, Sha } from "../identity.ts";
import type { Review } from "../pull-request.ts";
import type { GovernedChange } from "./governed.ts";
import type { ApprovalRecord } from "./record.ts";
import { type View, viewToken } from "./view.ts";

export interface VoidApproval {
  readonly by: Login;
  /** The commit that was approved, where it is known. */
  readonly at?: Sha;
  readonly reason:
    | "other-bytes"
    | "newer-commit"
    | "bound-to-later-commit"
    | "commit-gone"
    | "not-all-listed";
}

export type Standing =
  | { readonly kind: "stands"; readonly by: Login; readonly at: Sha }
  | { readonly kind: "void"; readonly approval: VoidApproval };

export interface ApprovalFacts {
  readonly stale: ReviewPolicy["stale"];
  readonly head: Sha;
  readonly record: ApprovalRecord;
  /** Reviews whose own event is being handled, each with the commit that event names: the one its author saw. */
  readonly arrived: ReadonlyMap<number, Sha>;
  /** What a commit shows; null where it cannot be read, undefined while it still has to be asked. */
  readonly viewAt: (commit: Sha) => View | null | undefined;
}

/** @returns undefined while something still has to be asked */
export function standingOf(
  approval: Review,
  change: GovernedChange,
  facts: ApprovalFacts,
): Standing | undefined {
  const by = approval.author.login;
  const seen = commitSeen(approval, facts);
  const at = seen ?? approval.commit;
  const isVoid = (reason: VoidApproval["reason"]): Standing => ({
    kind: "void",
    approval: { by, reason, ...(at ? { at } : {}) },
  });

  if (facts.stale === "never") return { kind: "stands", by, at: at ?? facts.head };
  if (!at) return isVoid("commit-gone");
  if (facts.stale === "commit" && (at !== facts.head || approval.commit !== facts.head))
    return isVoid("newer-commit");

  const own = seen ? (facts.record.views.get(seen) ?? facts.viewAt(seen)) : null;
  const bound = approval.commit && approval.commit !== seen ? facts.viewAt(approval.commit) : null;
  if (own === undefined || bound === undefined) return undefined;
  if (seen && !own) return isVoid("commit-gone");
  if (!seen && bound && isBoundLater(approval, bound)) return isVoid("bound-to-later-commit");

  // Where GitHub names another commit than the one recorded, the stricter of both counts.
  const views = [own, bound].filter((view) => view !== null);
  if (views.length === 0) return isVoid("commit-gone");
  if (facts.stale === "commit" || views.every((view) => shows(view, change)))
    return { kind: "stands", by, at };
  return isVoid(views.some(({ isPartial }) => isPartial) ? "not-all-listed" : "other-bytes");
}

/** The commit that the review's author had before their eyes, where it was noted when the review arrived. */
export function commitSeen(
  { id }: Pick<Review, "id">,
  { record, arrived }: Pick<ApprovalFacts, "record" | "arrived">,
): Sha | undefined {
  return record.seenAt.get(id) ?? arrived.get(id);
}

/**
 * Whether a review is older than the commit GitHub names for it, so that its author cannot have seen that commit.
 * A commit's date is set by its committer's clock, so this is only asked where nothing was noted.
 */
export function isBoundLater(review: Pick<Review, "submittedAt">, { committedAt }: View): boolean {
  return committedAt !== undefined && Date.parse(review.submittedAt) < Date.parse(committedAt);
}

/** Whether the view shows the change with the bytes it has at head. */
function shows(view: View, change: GovernedChange): boolean {
  const { file } = change;
  if (file.status === "removed") return view.tokens.has(viewToken(file.path, undefined));
  if (view.tokens.has(viewToken(file.path, file.blob))) return true;
  // A file that was only renamed since is the same prompt, as long as one entry governs both of its names.
  return (
    file.status === "renamed" &&
    change.kind === "prompt" &&
    change.move === "within" &&
    view.tokens.has(viewToken(file.previousPath, file.blob))
  );
}
