// What each person's reviews say now: the approvals they have not taken back, or their request for changes.

import type { Login } from "../identity.ts";
import type { Review } from "../pull-request.ts";

export interface Opinion {
  /** Newest first. Several may count: whoever goes back to bytes approved before need not ask again. */
  readonly approvals: readonly Review[];
  readonly changeRequest?: Review;
}

export type Opinions = ReadonlyMap<Login, Opinion>;

export const NO_OPINION: Opinion = { approvals: [] };

/**
 * Of people alone: a bot has no opinion, and a comment is none. A dismissed review takes back what its author said
 * before it, so that dismissing a request for changes does not bring an older approval back to life.
 */
export function opinionsOf(reviews: readonly Review[]): Opinions {
  const opinions = new Map<Login, Opinion>();
  for (const review of inOrder(reviews)) {
    const { login, kind } = review.author;
    if (kind === "bot" || review.state === "commented") continue;
    const { approvals } = opinions.get(login) ?? NO_OPINION;
    opinions.set(login, afterReview(review, approvals));
  }
  return opinions;
}

function afterReview(review: Review, approvals: Opinion["approvals"]): Opinion {
  switch (review.state) {
    case "approved":
      return { approvals: [review, ...approvals] };
    case "changes-requested":
      return { approvals: [], changeRequest: review };
    default:
      return NO_OPINION;
  }
}

/** As they were submitted; of the same second, as GitHub numbered them. */
function inOrder(reviews: readonly Review[]): Review[] {
  return reviews.toSorted((a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || a.id - b.id);
}
