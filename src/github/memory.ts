// What an installation's requests have shown already. Facts named by a commit never change; facts about people and
// branches are forgotten after a while, and at once when an event says that they changed.

import { LruMap } from "toad-cache";
import type { Login, Sha } from "../core/identity.ts";
import type { ConfigSource, FileAtCommit } from "../core/ports.ts";
import type { Changes } from "../core/pull-request.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long a person's access or a team's members are believed without an event that says otherwise. */
export const PEOPLE_TTL = 5 * MINUTE;
/** How long base's config is believed without asking; a push that touches it is told by an event. */
export const CONFIG_TTL = MINUTE;

export class Memory {
  /** By `owner/name base commit`. Ten minutes, since what base contains may move the merge base. */
  readonly changes = new LruMap<Changes>(500, 10 * MINUTE);
  /** By `owner/name commit path`. */
  readonly files = new LruMap<FileAtCommit>(200, 60 * MINUTE);
  readonly blobs = new LruMap<ReadonlyMap<string, Sha>>(50, 60 * MINUTE);
  /** By `owner/name login`. */
  readonly writers = new LruMap<boolean>(5000, PEOPLE_TTL);
  readonly members = new LruMap<readonly Login[] | "unknown">(500, PEOPLE_TTL);
  readonly accounts = new LruMap<Login | "unknown">(5000, 60 * MINUTE);
  /** By `owner/name branch`. */
  readonly configs = new LruMap<ConfigSource | "none">(1000, CONFIG_TTL);
  /** Answers kept for conditional requests, by path: a 304 costs nothing against the rate limit. */
  readonly answers = new LruMap<{ etag: string; data: unknown }>(2000, 24 * 60 * MINUTE);

  /** When somebody asks for a fresh look. Facts named by a commit stay: they cannot change. */
  forgetAll(): void {
    this.forgetPeople();
    this.forgetConfigs();
    this.changes.clear();
    this.accounts.clear();
  }

  /** After an event about access, membership or teams. */
  forgetPeople(): void {
    this.writers.clear();
    this.members.clear();
  }

  /** After a push that may have changed a config. */
  forgetConfigs(): void {
    this.configs.clear();
  }
}

/** Looks a fact up, or finds it out and remembers it. */
export async function remembered<T>(map: LruMap<T>, key: string, find: () => Promise<T>): Promise<T> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const found = await find();
  map.set(key, found);
  return found;
}
