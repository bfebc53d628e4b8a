// Whether somebody who may has approved the very bytes that landed. GitHub itself merges two changes of one file without
// asking anybody, and lets those with the right push past every review.

import type { Policy, PolicyEntry } from "../config/policy.ts";
import { type Sha, shortSha } from "../identity.ts";
import { opinionsOf } from "../review/opinions.ts";
import type { LandedPull, LandedReview, Landing } from "./landing.ts";
import type { Approver } from "./record.ts";

export type Vouching =
  | { readonly kind: "approved"; readonly approvers: readonly Approver[] }
  /** Nobody approved these bytes; the reason is a sentence. */
  | { readonly kind: "unreviewed"; readonly reason: string; readonly approvers: readonly Approver[] };

export interface LandedFile {
  readonly path: string;
  /** Undefined where the file was removed. */
  readonly blob?: Sha | undefined;
}

export function vouchingFor(
  { pull }: Pick<Landing, "pull">,
  file: LandedFile,
  entry: Pick<PolicyEntry, "owner" | "backup">,
  { admins }: Pick<Policy, "admins">,
): Vouching {
  if (!pull) {
    return { kind: "unreviewed", reason: "It was pushed without a pull request.", approvers: [] };
  }
  const approvers = approvalsOf(pull, file);
  const isAsReviewed = pull.headFiles.get(file.path) === file.blob;
  if (isAsReviewed && pull.gate?.isPassed) return { kind: "approved", approvers };
  const entitled = [
    entry.owner,
    entry.backup,
    ...admins.map((one) => (one.kind === "person" ? one.login : undefined)),
  ];
  if (approvers.some(({ login }) => entitled.includes(login))) return { kind: "approved", approvers };
  return { kind: "unreviewed", reason: reasonOf(pull, isAsReviewed), approvers };
}

/** Everybody with write access whose approval stands and was given to these bytes, the newest of each person. */
function approvalsOf({ author, reviews }: LandedPull, { path, blob }: LandedFile): Approver[] {
  const byId = new Map(reviews.map((review) => [review.id, review]));
  return [...opinionsOf(reviews)].flatMap(([login, { approvals }]) => {
    const approval = approvals
      .map(({ id }) => byId.get(id))
      .find((review) => review?.canWrite && sawBytes(review, path, blob));
    return approval?.commit && login !== author.login ? [{ login, commit: approval.commit }] : [];
  });
}

function sawBytes({ files }: LandedReview, path: string, blob: Sha | undefined): boolean {
  return files !== undefined && files.get(path) === blob;
}

function reasonOf({ number, head, gate }: LandedPull, isAsReviewed: boolean): string {
  if (!isAsReviewed) {
    return `Pull request #${number} showed other bytes at its head ${shortSha(head)}: the base branch had changed the file meanwhile, and GitHub merged both changes.`;
  }
  return gate
    ? `Pull request #${number} was merged though the check \`prompt-steward\` had not passed at ${shortSha(head)}.`
    : `Pull request #${number} was merged without the approval of the owner or anybody who stands in.`;
}
