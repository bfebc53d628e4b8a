// Somebody presses "Re-run" or "Check again": read everything anew.

import * as z from "zod";
import { type Sha, sha } from "../../core/identity.ts";
import { CHECK_NAME, RECHECK } from "../../github/checks.ts";
import { gateMergeGroup } from "../../operations/gate-merge-group.ts";
import type { Event, RepositoryContext } from "../context.ts";
import type { Gate } from "../gate.ts";

const App = z.object({ id: z.number() }).nullish();
const Pulls = z
  .array(z.object({ number: z.number(), head: z.object({ sha: z.string() }) }))
  .nullish()
  .transform((pulls) => pulls ?? []);
const Suite = z.object({
  head_sha: z.string(),
  head_branch: z.string().nullish(),
  app: App,
  pull_requests: Pulls,
});
const Run = z.object({
  name: z.string(),
  head_sha: z.string(),
  app: App,
  pull_requests: Pulls,
  check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
});
const Payload = z.object({
  action: z.string(),
  check_run: Run.optional(),
  check_suite: Suite.optional(),
  requested_action: z.object({ identifier: z.string() }).optional(),
});

interface Subject {
  readonly head: Sha;
  readonly branch: string | undefined;
  /** Those of the repository itself; GitHub names none of forks. */
  readonly pulls: readonly number[];
}

export async function handleRerequest(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const payload = Payload.safeParse(event.payload);
  if (!context || !payload.success) return;
  const subject = subjectOf(payload.data, gate.settings.appId);
  if (!subject) return;
  context.memory.forgetRepository(context.repository);
  const group = subject.branch === undefined ? undefined : mergeGroupOf(subject.branch, subject.head);
  if (group) await gateMergeGroup(context.ports, group);
  else for (const number of await pullsOf(subject, context)) await gate.judge(context, number);
}

/** @returns undefined where it is about another App's check, or another button */
function subjectOf(payload: z.infer<typeof Payload>, appId: number): Subject | undefined {
  const { check_run: run, check_suite: suite, requested_action: button } = payload;
  if (run && run.name !== CHECK_NAME) return undefined;
  if (button && button.identifier !== RECHECK.identifier) return undefined;
  const subject = run ?? suite;
  if (!subject || (subject.app && subject.app.id !== appId)) return undefined;
  const branch = (run?.check_suite ?? suite)?.head_branch ?? undefined;
  const pulls = subject.pull_requests.filter(({ head }) => head.sha === subject.head_sha);
  return { head: sha(subject.head_sha), branch, pulls: pulls.map(({ number }) => number) };
}

async function pullsOf({ head, pulls }: Subject, { ports }: RepositoryContext): Promise<readonly number[]> {
  if (pulls.length > 0) return pulls;
  const open = await ports.pulls.listOpen();
  return open.filter((pull) => pull.head.sha === head).map(({ number }) => number);
}

/** The merge queue names its branches after the base branch, the pull request and the commit they build on. */
function mergeGroupOf(branch: string, headSha: Sha) {
  const [, baseRef, baseSha] = /^gh-readonly-queue\/(.+)\/pr-\d+-([\da-f]{40,64})$/.exec(branch) ?? [];
  return baseRef && baseSha ? { baseRef, baseSha: sha(baseSha), headSha } : undefined;
}
