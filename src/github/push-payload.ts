// A push as GitHub's payload tells it, to the app and to a workflow.

import * as z from "zod";
import { type Login, parseLogin, type Sha, sha } from "../core/identity.ts";

export interface Push {
  /** Such as `refs/heads/main`. */
  readonly ref: string;
  /** All zeros where the branch was created. */
  readonly before: Sha;
  /** All zeros where the branch was deleted. */
  readonly after: Sha;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly forced: boolean;
  /** What the commits are and touch; undefined where the payload does not name all of it. */
  readonly whole?: { readonly commits: readonly Sha[]; readonly paths: readonly string[] };
  /** The person who pushed; undefined for an App or a bot. */
  readonly pusher?: Login;
}

/** GitHub's payload names at most so many commits. */
const MOST_COMMITS = 2048;

const ObjectName = z.string().regex(/^(?:[\da-f]{40}|[\da-f]{64})$/);
const Paths = z.array(z.string()).optional();
const Commit = z.object({ id: ObjectName, added: Paths, modified: Paths, removed: Paths });

export const PushPayload = z
  .object({
    ref: z.string(),
    before: ObjectName,
    after: ObjectName,
    created: z.boolean().default(false),
    deleted: z.boolean().default(false),
    forced: z.boolean().default(false),
    commits: z.array(Commit).default([]),
    sender: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  })
  .transform(({ ref, before, after, created, deleted, forced, commits, sender }): Push => {
    const whole = wholeOf(commits);
    const pusher = sender?.type === "Bot" ? undefined : parseLogin(sender?.login ?? "");
    return {
      ref,
      before: sha(before),
      after: sha(after),
      created,
      deleted,
      forced,
      ...(whole && { whole }),
      ...(pusher && { pusher }),
    };
  });

/** In a workflow's payload the commits name no paths. */
function wholeOf(commits: readonly z.infer<typeof Commit>[]): Push["whole"] {
  const isWhole = commits.length > 0 && commits.length < MOST_COMMITS;
  if (!isWhole || commits.some(({ modified }) => modified === undefined)) return undefined;
  const paths = commits.flatMap(({ added = [], modified = [], removed = [] }) => [
    ...added,
    ...modified,
    ...removed,
  ]);
  return { commits: commits.map(({ id }) => sha(id)), paths: [...new Set(paths)] };
}
