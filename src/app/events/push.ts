// A push that may have changed the config: the pull requests it rules are judged again.

import * as z from "zod";
import { CONFIG_PATH } from "../../core/config/policy.ts";
import { TAG_PREFIX } from "../../core/release/tag-name.ts";
import { repositoriesOfInstallation } from "../../github/installation.ts";
import type { Event, RepositoryContext } from "../context.ts";
import type { Gate } from "../gate.ts";

const Paths = z.array(z.string()).default([]);
const Push = z.object({
  ref: z.string().startsWith("refs/heads/"),
  forced: z.boolean().default(false),
  deleted: z.boolean().default(false),
  commits: z.array(z.object({ added: Paths, modified: Paths, removed: Paths })).default([]),
});

/** GitHub's payload names at most so many commits; of a longer push the paths are not all known. */
const MOST_COMMITS = 2048;

const TagPush = z.object({ ref: z.string().startsWith(`refs/tags/${TAG_PREFIX}`) });

export async function handlePush(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  if (context && TagPush.safeParse(event.payload).success) context.memory.forgetTags(context.repository);
  const push = Push.safeParse(event.payload);
  if (!context || !push.success || push.data.deleted) return;
  const { ref, forced } = push.data;
  const branch = ref.slice("refs/heads/".length);
  if (forced) context.memory.forgetChanges(context.repository, branch);
  if (!touchesConfig(push.data)) return;
  context.memory.forgetConfigs(context.repository);
  // Read now, so that the pull requests to come find it known and ask for it conditionally, which is free.
  await context.ports.contents.config(branch);
  await gate.judgeAll(context, `into ${branch}`, await context.ports.pulls.listOpen(branch));
  if (context.repository.name === ".github" && branch === context.defaultBranch) {
    await judgeWhereShared(context, gate);
  }
}

function touchesConfig({ commits, forced }: z.infer<typeof Push>): boolean {
  if (forced || commits.length >= MOST_COMMITS) return true;
  return commits.some(({ added, modified, removed }) =>
    [added, modified, removed].flat().includes(CONFIG_PATH),
  );
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
