// A push that may have changed the config: the pull requests it rules are judged again.

import { z } from "zod";
import { CONFIG_PATH } from "../../core/config/policy.ts";
import { repositoriesOfInstallation } from "../../github/installation.ts";
import type { Event, RepositoryContext } from "../context.ts";
import type { Gate } from "../gate.ts";

const Paths = z.array(z.string()).default([]);
const Push = z.object({
  ref: z.string(),
  forced: z.boolean().default(false),
  deleted: z.boolean().default(false),
  commits: z.array(z.object({ added: Paths, modified: Paths, removed: Paths })).default([]),
  repository: z.object({ default_branch: z.string().optional() }),
});

/** GitHub's payload names at most so many commits; of a longer push the paths are not all known. */
const MOST_COMMITS = 2048;

export async function handlePush(event: Event, gate: Gate): Promise<void> {
  const context = gate.repositoryOf(event);
  const push = Push.safeParse(event.payload);
  if (!context || !push.success || push.data.deleted || !touchesConfig(push.data)) return;
  const branch = push.data.ref.replace(/^refs\/heads\//, "");
  gate.memoryOf(context.installation).forgetConfigs();
  await gate.judgeAll(context, await context.ports.pulls.listOpen(branch));
  const isShared = context.repository.name === ".github" && branch === push.data.repository.default_branch;
  if (isShared) await judgeWhereShared(event, context, gate);
}

function touchesConfig({ commits, forced }: z.infer<typeof Push>): boolean {
  if (forced || commits.length >= MOST_COMMITS) return true;
  return commits.some(({ added, modified, removed }) =>
    [added, modified, removed].flat().includes(CONFIG_PATH),
  );
}

/** The organisation's default config rules every repository that has none of its own. */
async function judgeWhereShared(event: Event, shared: RepositoryContext, gate: Gate): Promise<void> {
  for (const repository of await repositoriesOfInstallation(event.octokit)) {
    if (repository.name === ".github") continue;
    const context = gate.contextOf(event.octokit, shared.installation, repository);
    for (const pull of await context.ports.pulls.listOpen()) {
      const source = await context.ports.contents.config(pull.base.ref);
      if (!source || source.file !== CONFIG_PATH) await gate.judge(context, pull.number, { pull });
    }
  }
}
