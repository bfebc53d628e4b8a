// GitHub's JSON to our words, checked once at the border: for REST answers and webhook payloads alike.

import * as z from "zod";
import { type Login, parseLogin, sha } from "../core/identity.ts";
import type { Account, PullRequest, Review } from "../core/pull-request.ts";

const AccountShape = z.object({ login: z.string(), type: z.string().nullish() });
const Repository = z.object({ id: z.number(), name: z.string(), owner: z.object({ login: z.string() }) });

const PullShape = z.object({
  number: z.int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  draft: z.boolean().nullish(),
  user: AccountShape.nullish(),
  base: z.object({ ref: z.string(), sha: z.string(), repo: Repository }),
  head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: z.number() }).nullish() }),
  labels: z.array(z.object({ name: z.string().nullish() })).default([]),
  requested_reviewers: z.array(z.object({ login: z.string() }).nullable().catch(null)).nullish(),
  updated_at: z.string(),
});

const ReviewShape = z.object({
  id: z.number(),
  user: AccountShape.nullish(),
  state: z.string(),
  commit_id: z.string().nullish(),
  submitted_at: z.string().nullish(),
});

/** GitHub shows whoever deleted their account as `ghost`. */
const GHOST: Account = { login: "ghost" as Login, kind: "person" };

/** @throws ZodError when it is not a pull request as GitHub sends it */
export function toPullRequest(json: unknown): PullRequest {
  const pull = PullShape.parse(json);
  const { base, head } = pull;
  return {
    repository: { owner: base.repo.owner.login, name: base.repo.name },
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    state: pull.state === "open" ? "open" : "closed",
    isDraft: pull.draft === true,
    author: toAccount(pull.user) ?? GHOST,
    base: { ref: base.ref, sha: sha(base.sha) },
    head: { ref: head.ref, sha: sha(head.sha), isFork: head.repo?.id !== base.repo.id },
    labels: pull.labels.flatMap(({ name }) => name ?? []),
    requestedReviewers: (pull.requested_reviewers ?? []).flatMap((one) => (one ? loginOf(one.login) : [])),
    updatedAt: pull.updated_at,
  };
}

const STATES: Readonly<Record<string, Review["state"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  DISMISSED: "dismissed",
  COMMENTED: "commented",
};

/** @returns undefined for a pending review, and for one whose author is gone: neither says anything */
export function toReview(json: unknown): Review | undefined {
  const review = ReviewShape.parse(json);
  const state = STATES[review.state.toUpperCase()];
  const author = toAccount(review.user);
  if (!state || !author) return undefined;
  return {
    id: review.id,
    author,
    state,
    submittedAt: review.submitted_at ?? "",
    ...(review.commit_id ? { commit: sha(review.commit_id) } : {}),
  };
}

/** @returns undefined where the JSON names no account, as for a commit whose e-mail address nobody claims */
export function toAccount(json: unknown): Account | undefined {
  const account = AccountShape.safeParse(json);
  if (!account.success) return undefined;
  const { login: name, type } = account.data;
  return { login: loginOf(name), kind: type === "Bot" || name.endsWith("[bot]") ? "bot" : "person" };
}

/** GitHub's word is taken for it: a few old accounts have names that it would not allow any more. */
export function loginOf(name: string): Login {
  return parseLogin(name) ?? (name.toLowerCase() as Login);
}
