// Something reached the default branch: a push tells what, the pull request's own event whose it was, and checks that end
// afterwards let a release go on that waited for them.

import * as z from "zod";
import { CONFIG_PATH } from "../../core/config/policy.ts";
import { parseLogin, sha } from "../../core/identity.ts";
import { CHECK_NAME } from "../../github/checks.ts";
import type { Event } from "../context.ts";
import type { Gate } from "../gate.ts";

const OBJECT_NAME = /^(?:[\da-f]{40}|[\da-f]{64})$/;
const Commit = z.string().regex(OBJECT_NAME);
const Paths = z.array(z.string()).default([]);
const Push = z.object({
  ref: z.string(),
  before: Commit,
  after: Commit,
  created: z.boolean().default(false),
  deleted: z.boolean().default(false),
  commits: z.array(z.object({ id: Commit, added: Paths, modified: Paths, removed: Paths })).default([]),
  sender: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
});

/** GitHub's payload names at most so many commits; of a longer push neither they nor the paths are all known. */
const MOST_COMMITS = 2048;

export async function handleLanding(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const payload = Push.safeParse(event.payload);
  if (!context || !payload.success) return;
  const { ref, before, after, created, deleted, commits, sender } = payload.data;
  // With a branch that begins nothing lands: what is on it has been there before, or is the start of a repository.
  if (created || deleted || ref !== `refs/heads/${context.defaultBranch}`) return;
  const isWhole = commits.length > 0 && commits.length < MOST_COMMITS;
  const paths = [
    ...new Set(commits.flatMap(({ added, modified, removed }) => [added, modified, removed].flat())),
  ];
  if (!isWhole || paths.includes(CONFIG_PATH)) context.memory.forgetConfigs(context.repository);
  const pusher = sender?.type === "Bot" ? undefined : parseLogin(sender?.login ?? "");
  await gate.releases.landed(context, {
    branch: context.defaultBranch,
    before: sha(before),
    after: sha(after),
    ...(isWhole && { paths, commits: commits.map(({ id }) => sha(id)) }),
    ...(pusher && { pusher }),
  });
}

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
