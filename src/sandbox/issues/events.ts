// The webhooks of issues.

import type { ActingCall } from "../http/route.ts";
import type { Json } from "../sandbox.ts";
import { causeOf } from "../world.ts";

export function issueHappened(
  { world, repository, actor, caller }: ActingCall,
  issue: object,
  action: "opened" | "edited" | "closed" | "reopened" | "assigned" | "unassigned" | "labeled" | "unlabeled",
  more: Json = {},
): void {
  world.webhooks.happened({
    name: "issues",
    action,
    repository,
    cause: causeOf(actor, caller),
    // Only here GitHub says that an issue is no draft.
    payload: { issue: { draft: false, ...issue }, ...more },
  });
}
