// Pull requests and their reviews: judge at once.

import * as z from "zod";
import { sha } from "../../core/identity.ts";
import { isVersionLabel } from "../../core/release/wishes.ts";
import { toPullRequest } from "../../github/to-domain.ts";
import type { Event } from "../context.ts";
import type { Gate } from "../gate.ts";

const Payload = z.object({
  action: z.string(),
  before: z
    .string()
    .regex(/^[\da-f]{40,64}$/)
    .optional(),
  review: z.object({ id: z.number(), commit_id: z.string().nullish() }).optional(),
});

type PullEvent = Event & { readonly payload: { readonly pull_request: unknown } };

export async function handlePullRequest(event: PullEvent, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  if (!context) return;
  const { action, before } = Payload.parse(event.payload);
  const pull = toPullRequest(event.payload.pull_request);
  await gate.judge(context, pull.number, {
    pull,
    ...(action === "opened" ? { isNew: true } : {}),
    ...(before ? { before: sha(before) } : {}),
  });
}

const Labelled = z.object({ label: z.object({ name: z.string() }) });

/** Labels matter that ask for a version, and nobody is kept waiting for the others. */
export async function handleLabel(event: PullEvent, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const payload = Labelled.safeParse(event.payload);
  if (!context || !payload.success || !isVersionLabel(payload.data.label.name)) return;
  context.memory.forgetLabels(context.repository);
  await handlePullRequest(event, gate);
}

export async function handleReview(event: PullEvent, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  if (!context) return;
  const { action, review } = Payload.parse(event.payload);
  const pull = toPullRequest(event.payload.pull_request);
  await gate.judge(context, pull.number, {
    pull,
    ...(review?.commit_id && action === "submitted"
      ? { review: { id: review.id, commit: sha(review.commit_id) } }
      : {}),
  });
}
