// Reviews: stored by the emulator, with what it does not keep: bodies edited after submission, and the commits that
// GitHub re-binds them to.

import { ROOT } from "../emulator.ts";
import { shown } from "../shapes/stored.ts";
import { nodeId, type World } from "../world.ts";
import type { PullRecord } from "./pulls.ts";

export interface ReviewJson {
  readonly id: number;
  readonly user: { readonly login: string } | null;
  readonly state: string;
  readonly commit_id: string;
  readonly body: string;
  readonly submitted_at?: string | null;
  readonly [key: string]: unknown;
}

interface Amendment {
  readonly body?: string;
  readonly commit?: string;
}

const amendments = new WeakMap<World, Map<number, Amendment>>();

export function amend(world: World, review: number, amendment: Amendment): void {
  const all = amendments.get(world) ?? new Map<number, Amendment>();
  amendments.set(world, all.set(review, { ...all.get(review), ...amendment }));
}

/** Oldest first, pending ones included. */
export async function reviewsOf(world: World, pull: PullRecord): Promise<ReviewJson[]> {
  const all: ReviewJson[] = [];
  for (let page = 1; ; page += 1) {
    const found = (await world.emulator.expect({
      method: "GET",
      path: `/repos/${pull.repository.fullName}/pulls/${pull.number}/reviews?per_page=100&page=${page}`,
      as: ROOT,
    })) as unknown[];
    all.push(...found.map((json) => reviewJson(world, pull, json)));
    if (found.length < 100) return all;
  }
}

export function reviewJson(world: World, pull: PullRecord, stored: unknown): ReviewJson {
  const review = shown(world, stored) as ReviewJson;
  const { created_at: _created, updated_at: _updated, submitted_at, ...rest } = review;
  const { body, commit } = amendments.get(world)?.get(review.id) ?? {};
  const author = review.user && world.registry.find(review.user.login);
  return {
    ...rest,
    node_id: nodeId("PRR", review.id),
    ...(submitted_at ? { submitted_at } : {}),
    body: body ?? review.body ?? "",
    commit_id: commit ?? review.commit_id,
    author_association: author ? world.access.association(author, pull.repository) : "NONE",
  };
}
