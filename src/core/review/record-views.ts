// Writes down, when reviews arrive, what their authors had before their eyes.

import type { Sha } from "../identity.ts";
import type { Review } from "../pull-request.ts";
import { type ApprovalFacts, commitSeen, isBoundLater } from "./approvals.ts";
import type { ApprovalRecord } from "./record.ts";
import type { View } from "./view.ts";

/**
 * Adds the approvals that are not recorded yet, as far as their commit has been read anyway, and drops the views that no
 * approval needs any more. A record once made is never changed: GitHub's own binding of the review may move, it may not.
 * @param viewIfKnown what a commit shows, where that has been read already
 */
export function recordViews(
  reviews: readonly Review[],
  facts: Pick<ApprovalFacts, "arrived" | "record">,
  viewIfKnown: (commit: Sha) => View | null | undefined,
): ApprovalRecord {
  const seenAt = new Map<number, Sha>();
  const views = new Map<Sha, View>();
  for (const review of reviews.filter(({ state }) => state === "approved")) {
    const view = recordedView(review, facts.record) ?? firstView(review, facts, viewIfKnown);
    if (!view) continue;
    seenAt.set(review.id, view.commit);
    views.set(view.commit, view);
  }
  return { seenAt, views };
}

function recordedView({ id }: Review, { seenAt, views }: ApprovalRecord): View | undefined {
  const commit = seenAt.get(id);
  return commit && views.get(commit);
}

function firstView(
  review: Review,
  facts: Pick<ApprovalFacts, "arrived" | "record">,
  viewIfKnown: (commit: Sha) => View | null | undefined,
): View | undefined {
  const seen = commitSeen(review, facts);
  const commit = seen ?? review.commit;
  const view = commit && viewIfKnown(commit);
  if (!view || view.isPartial) return undefined;
  return seen === undefined && isBoundLater(review, view) ? undefined : view;
}
