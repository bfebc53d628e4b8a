// What the releases of a prompt have come to, those planned before included.

import type { Sha } from "../identity.ts";
import type { PromptHistory } from "./history.ts";
import type { Release } from "./history-entries.ts";
import { currentRelease } from "./past.ts";
import type { Place } from "./places.ts";
import type { MoveRecord, ReleaseRecord } from "./record.ts";
import type { Version } from "./version.ts";

export interface Standing {
  latest?: { readonly version: Version; readonly isRetired: boolean };
  /** The last release that tells its bytes. */
  base?: { readonly path: string; readonly blob: Sha };
  running?: Version;
  /** Whether the prompt had no tag at all, not even one made by hand, before what is planned. */
  readonly isUntagged: boolean;
  nextMove: number;
}

export function standingOf(history: PromptHistory, environment: string): Standing {
  const { latest } = history;
  const base = baseRelease(history)?.record;
  const running = currentRelease(history, environment);
  return {
    ...(latest && { latest: { version: latest.version, isRetired: latest.record?.retired === true } }),
    ...(base?.file && { base: { path: base.path, blob: base.file.blob } }),
    ...(running.kind === "running" && { running: running.version }),
    isUntagged: latest === undefined && history.environments.length === 0,
    nextMove: history.nextMove(environment),
  };
}

export function advance(
  standing: Standing,
  { record, move }: { readonly record: ReleaseRecord; readonly move?: MoveRecord },
): void {
  standing.latest = { version: record.version, isRetired: record.retired === true };
  if (record.file) standing.base = { path: record.path, blob: record.file.blob };
  if (move) {
    standing.running = move.to;
    standing.nextMove = move.n + 1;
  }
}

/** Those whose tags are at the commit and tell what they are. */
export function releasesAt(history: PromptHistory, commit: Sha): Release[] {
  return history.releases.filter(({ tag, record }) => tag.commit === commit && record !== undefined);
}

/** The last one that tells its bytes. */
export function baseRelease(history: PromptHistory): Release | undefined {
  return history.releases.findLast(({ record }) => record?.file !== undefined);
}

/** A later landing has been released: an older one that comes after it would put old bytes on top. */
export function isSuperseded(history: PromptHistory, commit: Sha, recent: readonly Sha[]): boolean {
  const position = recent.indexOf(commit);
  return history.releases.some(({ tag, record }) => {
    const other = tag.commit && record ? recent.indexOf(tag.commit) : -1;
    return other !== -1 && (position === -1 || other < position);
  });
}

/** Whether something landed between the last release and this that was never released. */
export function isBehind({ base, latest }: Standing, was: Place | undefined): boolean {
  if (!base || !latest) return false;
  return latest.isRetired ? was !== undefined : was?.blob !== base.blob;
}
