// Something reached the default branch: besides the push, the pull request's own event tells whose it was, and checks
// that end afterwards let a release go on that waited for them.

import * as z from "zod";
import { sha } from "../../core/identity.ts";
import { CHECK_NAME } from "../../github/checks.ts";
import type { Event } from "../context.ts";
import type { Gate } from "../gate.ts";

const OBJECT_NAME = /^(?:[\da-f]{40}|[\da-f]{64})$/;
const Commit = z.string().regex(OBJECT_NAME);
const Closed = z.object({
  pull_request: z.object({
    number: z.int().positive(),
    merged: z.boolean().nullish(),
    merge_commit_sha: Commit.nullish(),
    base: z.object({ ref: z.string() }),
  }),
});

export async function handleClosed(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const payload = Closed.safeParse(event.payload);
  if (!context || !payload.success) return;
  const { number, merged, merge_commit_sha: commit, base } = payload.data.pull_request;
  if (!merged || !commit || base.ref !== context.defaultBranch) return;
  await gate.releases.merged(context, number, sha(commit));
}

const Checked = z.object({
  check_run: z.object({ name: z.string(), head_sha: Commit }).optional(),
  /** Of a commit status. */
  sha: Commit.optional(),
});

export async function handleCheck(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const payload = Checked.safeParse(event.payload);
  if (!context || !payload.success) return;
  const { check_run: run, sha: ofStatus } = payload.data;
  const commit = run?.head_sha ?? ofStatus;
  if (!commit || run?.name === CHECK_NAME) return;
  await gate.releases.checked(context, sha(commit));
}
