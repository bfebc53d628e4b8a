// Tells whoever reads the log that people could not be asked for their review, and how to mend it.

import { type Login, mention } from "../../identity.ts";

/** @param people one or more */
export function renderRefusedReviewers(people: readonly Login[]): string {
  const names = people.map(mention).join(", ");
  return `GitHub did not let us ask ${names} for a review: give them access to the repository, and us \`pull-requests: write\`.`;
}
