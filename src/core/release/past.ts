// Questions about an environment's past: what runs, what ran at a time, which release was good before.

import type { History, PromptHistory, Tag } from "./history.ts";
import type { Move, Release } from "./history-entries.ts";
import type { Version } from "./version.ts";

export type Running =
  | {
      readonly kind: "running";
      readonly version: Version;
      readonly move: Move;
      /** Undefined where its tag is gone. */
      readonly release: Release | undefined;
      /** Earlier moves that are dated after the time asked for: their clock or this one's was wrong. */
      readonly contradictedBy: readonly Move[];
    }
  | { readonly kind: "nothing" }
  /** The move's tag tells no release. */
  | { readonly kind: "unknown"; readonly move: Move; readonly reason: string };

/** The tags whose messages say what runs now: all that a listing of environments has to fetch. */
export function tagsOfCurrentMoves(history: History): Tag[] {
  return [...history.prompts.values()].flatMap((prompt) =>
    prompt.environments.flatMap((environment) => prompt.lastMove(environment)?.tag ?? []),
  );
}

/** What runs now: what the highest number says. */
export function currentRelease(history: PromptHistory, environment: string): Running {
  const move = history.lastMove(environment);
  return move ? runningAfter(history, move, []) : { kind: "nothing" };
}

/**
 * What ran at a time. The latest move by number that is dated no later counts, so a wrong clock early in the log does
 * not hide what came after it.
 * @param time in milliseconds since 1970.
 */
export function releaseAt(history: PromptHistory, environment: string, time: number): Running {
  const moves = history.moves(environment);
  const at = moves.findLastIndex((move) => move.time !== undefined && move.time <= time);
  const move = moves[at];
  if (!move) return { kind: "nothing" };
  return runningAfter(
    history,
    move,
    moves.slice(0, at).filter((earlier) => (earlier.time ?? time) > time),
  );
}

/**
 * Releases that a rollback declared bad and that nobody has set running again since. Each environment's log counts.
 */
export function badReleases(history: PromptHistory): ReadonlySet<Version> {
  const all = new Set<Version>();
  for (const environment of history.environments) {
    const bad = new Set<Version>();
    for (const { head } of history.moves(environment)) {
      if (head.kind !== "record") continue;
      for (const version of head.record.bad) bad.add(version);
      bad.delete(head.record.to);
    }
    for (const version of bad) all.add(version);
  }
  return all;
}

export type PreviousGood =
  | { readonly kind: "found"; readonly release: Release; readonly skipped: readonly Skipped[] }
  | { readonly kind: "none"; readonly skipped: readonly Skipped[] };

export interface Skipped {
  readonly version: Version;
  readonly reason: "bad" | "retired" | "tag-gone" | "same-bytes";
}

/** The release that ran before the present one and can be gone back to, with those passed over on the way. */
export function previousGoodRelease(history: PromptHistory, environment: string): PreviousGood {
  const moves = history.moves(environment);
  const current = moves.at(-1)?.to;
  const bad = badReleases(history);
  const bytes = current === undefined ? undefined : history.release(current)?.record?.file?.sha256;
  const skipped = new Map<Version, Skipped>();
  for (const { to } of moves.slice(0, -1).reverse()) {
    if (to === undefined || to === current || skipped.has(to)) continue;
    const release = history.release(to);
    const reason = bad.has(to) ? "bad" : obstacle(release, bytes);
    if (release && !reason) return { kind: "found", release, skipped: [...skipped.values()] };
    skipped.set(to, { version: to, reason: reason ?? "tag-gone" });
  }
  return { kind: "none", skipped: [...skipped.values()] };
}

function obstacle(
  release: Release | undefined,
  currentBytes: string | undefined,
): Skipped["reason"] | undefined {
  if (!release) return "tag-gone";
  if (release.record?.retired) return "retired";
  return currentBytes !== undefined && release.record?.file?.sha256 === currentBytes
    ? "same-bytes"
    : undefined;
}

function runningAfter(history: PromptHistory, move: Move, contradictedBy: readonly Move[]): Running {
  const { head } = move;
  switch (head.kind) {
    case "record": {
      const { to: version } = head.record;
      return { kind: "running", version, move, release: history.release(version), contradictedBy };
    }
    case "foreign":
      return { kind: "unknown", move, reason: `Its tag ${head.reason}.` };
    case "unread":
      return { kind: "unknown", move, reason: "Its tag has not been fetched." };
  }
}
