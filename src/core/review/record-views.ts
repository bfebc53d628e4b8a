// Writes down, when reviews arrive, what their authors had before their eyes.

import type { Sha } from "../identity.ts";
import type { Review } from "../pull-request.ts";
import { type ApprovalFacts, isBoundLater } from "./approvals.ts";
import type { Inquiry } from "./inquiry.ts";
import type { ApprovalRecord } from "./record.ts";
import { type View, viewOf } from "./view.ts";

/**
 * Adds the approvals that are not recorded yet, as far as their commit has been read anyway, and drops the views that no
 * approval needs any more. A record once made is never changed: GitHub's own binding of the review may move, it may not.
 */
export function recordViews(
  reviews: readonly Review[],
  facts: Pick<ApprovalFacts, "arrived" | "record" | "isGoverned">,
  inquiry: Inquiry,
): ApprovalRecord {
  const seenAt = new Map<number, Sha>();
  const views = new Map<Sha, View>();
  for (const review of reviews.filter(({ state }) => state === "approved")) {
    const recordedAt = facts.record.seenAt.get(review.id);
    const view = recordedAt ? facts.record.views.get(recordedAt) : firstView(review, facts, inquiry);
    if (!view) continue;
    seenAt.set(review.id, view.commit);
    views.set(view.commit, view);
  }
  return { seenAt, views };
}

function firstView(
  review: Review,
  facts: Pick<ApprovalFacts, "arrived" | "isGoverned">,
  inquiry: Inquiry,
): View | undefined {
  const changes = review.commit && inquiry.changesIfKnown(review.commit);
  if (!changes) return undefined;
  const view = viewOf(changes, facts.isGoverned);
  return isBoundLater(review, view, facts) ? undefined : view;
}
