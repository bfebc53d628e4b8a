// The webhooks of issues.

import type { ActingCall } from "../http/route.ts";
import type { Json } from "../sandbox.ts";
import { causeOf } from "../world.ts";

export function issueHappened(
  { world, repository, actor, caller }: ActingCall,
  issue: unknown,
  action: "opened" | "edited" | "closed" | "reopened" | "assigned" | "unassigned" | "labeled" | "unlabeled",
  more: Json = {},
): void {
  world.webhooks.happened({
    name: "issues",
    action,
    repository,
    cause: causeOf(actor, caller),
    payload: { issue, ...more },
  });
}
