// A push: what is remembered of the repository and may be old now is forgotten, the pull requests that a changed config
// rules are judged again, and what reached the default branch may be released.

import { CONFIG_PATH } from "../../core/config/policy.ts";
import { TAG_PREFIX } from "../../core/release/tag-name.ts";
import { repositoriesOfInstallation } from "../../github/installation.ts";
import { type Push, PushPayload } from "../../github/push-payload.ts";
import type { Event, RepositoryContext } from "../context.ts";
import type { Gate } from "../gate.ts";

const BRANCHES = "refs/heads/";

export async function handlePush(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const push = PushPayload.safeParse(event.payload).data;
  if (!context || !push) return;
  if (push.ref.startsWith(`refs/tags/${TAG_PREFIX}`)) context.memory.forgetTags(context.repository);
  if (!push.ref.startsWith(BRANCHES) || push.deleted) return;
  const branch = push.ref.slice(BRANCHES.length);
  if (push.forced) context.memory.forgetChanges(context.repository, branch);
  if (mayTouchConfig(push)) context.memory.forgetConfigs(context.repository);
  // Each goes on whatever becomes of the other.
  const results = await Promise.allSettled([
    mayTouchConfig(push) && judgeRuled(context, branch, gate),
    land(context, push, branch, gate),
  ]);
  const failures = results.flatMap((one): unknown[] => (one.status === "rejected" ? [one.reason] : []));
  if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join("; "));
  if (failures.length === 1) throw failures[0];
}

/** A branch that begins with commits known before changes nothing. */
function mayTouchConfig({ forced, created, whole }: Push): boolean {
  return forced || (whole ? whole.paths.includes(CONFIG_PATH) : !created);
}

async function judgeRuled(context: RepositoryContext, branch: string, gate: Gate): Promise<void> {
  // Read now, so that the pull requests to come find it known and ask for it conditionally, which is free.
  await context.ports.contents.config(branch);
  await gate.judgeAll(context, `into ${branch}`, await context.ports.pulls.listOpen(branch));
  if (context.repository.name === ".github" && branch === context.defaultBranch) {
    await judgeWhereShared(context, gate);
  }
}

async function land(
  context: RepositoryContext,
  { before, after, created, whole, pusher }: Push,
  branch: string,
  gate: Gate,
): Promise<void> {
  // With a branch that begins nothing lands: what is on it has been there before, or is the start of a repository.
  if (created || branch !== context.defaultBranch) return;
  await gate.releases.landed(context, { branch, before, after, ...whole, ...(pusher && { pusher }) });
}

/** The organisation's default config rules every repository that has none of its own. */
async function judgeWhereShared(shared: RepositoryContext, gate: Gate): Promise<void> {
  for (const repository of await repositoriesOfInstallation(shared)) {
    if (repository.name === ".github") continue;
    const context = gate.contextOf(shared, repository);
    const ruled = [];
    for (const pull of await context.ports.pulls.listOpen()) {
      const source = await context.ports.contents.config(pull.base.ref);
      if (!source || source.file !== CONFIG_PATH) ruled.push(pull);
    }
    await gate.judgeAll(context, "by the shared config", ruled);
  }
}
