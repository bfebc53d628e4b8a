// The webhooks of pull requests.

import type { Json } from "../sandbox.ts";
import { countedPull, simplePull } from "../shapes/pull-request.ts";
import type { Cause, World } from "../world.ts";
import type { PullRecord } from "./pulls.ts";
import type { ReviewJson } from "./reviews.ts";

export async function pullHappened(
  world: World,
  pull: PullRecord,
  action: string,
  cause: Cause,
  more: Json = {},
): Promise<void> {
  world.webhooks.happened({
    name: "pull_request",
    action,
    repository: pull.repository,
    cause,
    payload: { number: pull.number, pull_request: await countedPull(world, pull), ...more },
  });
}

export async function reviewHappened(
  world: World,
  pull: PullRecord,
  review: ReviewJson,
  action: "submitted" | "edited" | "dismissed",
  cause: Cause,
  more: Json = {},
): Promise<void> {
  world.webhooks.happened({
    name: "pull_request_review",
    action,
    repository: pull.repository,
    cause,
    payload: {
      // Webhooks write the state of a review in small letters, the API in capitals.
      review: { ...review, state: review.state.toLowerCase(), updated_at: world.now() },
      pull_request: await simplePull(world, pull),
      ...more,
    },
  });
}

/** GitHub's clock for a pull request moves with whatever happens to it. */
export function touch(world: World, pull: PullRecord): void {
  pull.updatedAt = world.now();
}
