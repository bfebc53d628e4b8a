// Releases and moves of environments in one list, newest first.

import type { PromptHistory } from "./history.ts";
import type { Move, Release } from "./history-entries.ts";

export type LogEntry =
  | { readonly kind: "release"; readonly release: Release; readonly time: number | undefined }
  | { readonly kind: "move"; readonly move: Move; readonly time: number | undefined };

/**
 * By time, but never against the numbers: what a wrong clock dates before its predecessor stands right after it.
 * Reads heads of moves, no reasons, so that only what is shown need be read whole.
 */
export function logOf(histories: Iterable<PromptHistory>): LogEntry[] {
  const dated = [...histories].flatMap((history) => [
    ...inOrder(history.releases.map((release) => ({ kind: "release", release, time: timeOf(release) }))),
    ...history.environments.flatMap((environment) =>
      inOrder(history.moves(environment).map((move) => ({ kind: "move", move, time: move.time }))),
    ),
  ]);
  // Releases come first in each prompt's list, so that of the same second the release is older than its move.
  return dated
    .map((one, position) => ({ ...one, position }))
    .sort((a, b) => b.order - a.order || b.position - a.position)
    .map(({ entry }) => entry);
}

interface Dated {
  readonly entry: LogEntry;
  readonly order: number;
}

/** @param entries of one sequence, first to last */
function inOrder(entries: readonly LogEntry[]): Dated[] {
  let latest = Number.NEGATIVE_INFINITY;
  return entries.map((entry) => {
    latest = Math.max(latest, entry.time ?? latest);
    return { entry, order: latest === Number.NEGATIVE_INFINITY ? 0 : latest };
  });
}

function timeOf({ tag }: Release): number | undefined {
  const time = tag.taggedAt === undefined ? Number.NaN : Date.parse(tag.taggedAt);
  return Number.isNaN(time) ? undefined : time;
}
