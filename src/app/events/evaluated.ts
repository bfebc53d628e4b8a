// A check ended at a commit: where the policy makes releases wait for it, the pull requests with that head show how it
// ended.

import * as z from "zod";
import { type Sha, sha } from "../../core/identity.ts";
import { CHECK_NAME } from "../../github/checks.ts";
import { readGovernance } from "../../operations/judge-pull-request.ts";
import type { Event, RepositoryContext } from "../context.ts";
import type { Gate } from "../gate.ts";

const Commit = z.string().regex(/^(?:[\da-f]{40}|[\da-f]{64})$/);
const Run = z.object({
  name: z.string(),
  head_sha: Commit,
  pull_requests: z
    .array(
      z.object({
        number: z.int().positive(),
        head: z.object({ sha: Commit }),
        base: z.object({ ref: z.string() }),
      }),
    )
    .nullish(),
});
const Payload = z.object({
  check_run: Run.optional(),
  /** Of a commit status. */
  sha: Commit.optional(),
  context: z.string().optional(),
  state: z.string().optional(),
});

export async function handleEvaluated(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const payload = Payload.safeParse(event.payload);
  if (!context || !payload.success) return;
  const { check_run: run, sha: ofStatus, context: statusName, state } = payload.data;
  const [name, commit] = run ? [run.name, run.head_sha] : [statusName, ofStatus];
  if (!name || !commit || name === CHECK_NAME || state === "pending") return;
  context.memory.forgetChecks(context.repository, sha(commit));
  const told = (run?.pull_requests ?? []).filter(({ head }) => head.sha === commit);
  const bases = told.length > 0 ? told.map(({ base }) => base.ref) : [context.defaultBranch];
  const waiting = await basesThatRequire(name, new Set(bases), context);
  if (waiting.size === 0) return;
  const numbers =
    told.length > 0
      ? told.flatMap(({ number, base }) => (waiting.has(base.ref) ? [number] : []))
      : await openWithHead(sha(commit), context);
  for (const number of numbers) await gate.judge(context, number);
}

/** Policies are remembered, so that the many checks that nobody requires cost nothing. */
async function basesThatRequire(
  name: string,
  bases: ReadonlySet<string>,
  { ports }: RepositoryContext,
): Promise<ReadonlySet<string>> {
  const requiring = new Set<string>();
  for (const base of bases) {
    const governance = await readGovernance(ports, base);
    if (governance.kind === "policy" && governance.policy.evaluation.requiredChecks.includes(name)) {
      requiring.add(base);
    }
  }
  return requiring;
}

/** GitHub names no pull request of a fork with a check, and none with a commit status. */
async function openWithHead(head: Sha, { ports }: RepositoryContext): Promise<readonly number[]> {
  const open = await ports.pulls.listOpen();
  return open.filter((pull) => pull.head.sha === head).map(({ number }) => number);
}
