// How pull requests of a repository may be merged. Of its other settings the sandbox changes none.

import { z } from "zod";
import { type Answer, ok, readBody, unprocessable } from "../http/answer.ts";
import { type ActingCall, acts, type Route } from "../http/route.ts";
import { fullRepository, mergeSettings } from "../shapes/repository.ts";

const Settings = z.strictObject({
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
  allow_auto_merge: z.boolean().optional(),
});

export const settingsRoutes: readonly Route[] = [
  acts("PATCH /repos/{owner}/{repo}", "administration:write", "admin", change),
];

async function change({ world, repository, body, caller }: ActingCall): Promise<Answer> {
  const wanted = readBody(body, Settings);
  const now = mergeSettings(repository);
  const settings = {
    allow_merge_commit: wanted.allow_merge_commit ?? now.allow_merge_commit,
    allow_squash_merge: wanted.allow_squash_merge ?? now.allow_squash_merge,
    allow_rebase_merge: wanted.allow_rebase_merge ?? now.allow_rebase_merge,
    allow_auto_merge: wanted.allow_auto_merge ?? now.allow_auto_merge,
  };
  if (!settings.allow_merge_commit && !settings.allow_squash_merge && !settings.allow_rebase_merge) {
    throw unprocessable("Sorry, you need to allow at least one merge strategy. (no_merge_method)");
  }
  repository.settings = settings;
  return ok(fullRepository(world, repository, caller));
}
