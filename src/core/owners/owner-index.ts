// Which entry of the policy governs a path. Made for 10,000 entries and 3,000 changed files: exact paths are looked up,
// and a pattern is tried only on paths that hold its literal parts.

import { Minimatch } from "minimatch";
import type { PolicyEntry } from "../config/policy.ts";
import { Crowd, entryOf } from "./crowd.ts";
import { type PathParts, partsOf } from "./path-parts.ts";
import { shapesOf } from "./pattern-shape.ts";

export interface OwnerIndex {
  /** The entry that governs the path: the last one that matches. */
  match(path: string): PolicyEntry | undefined;
  /** Every entry that matches the path, in the policy's order. */
  matchAll(path: string): readonly PolicyEntry[];
}

/** Patterns mean the same on every machine, so never what minimatch makes of them on Windows. */
const DIALECT = { dot: true, platform: "linux" } as const;

/**
 * Linear in the entries. A pattern is compiled when a path first needs it.
 * Asking costs a few look-ups a folder of the path, and one comparison for each pattern that shares a folder and an
 * ending with it. Only patterns without any literal part, such as `**` or `*a*`, are tried on every path.
 */
export function buildOwnerIndex(entries: readonly PolicyEntry[]): OwnerIndex {
  const compiled = new Array<Minimatch | undefined>(entries.length);
  const compile = (position: number): Minimatch => {
    const known = compiled[position] ?? new Minimatch(entries[position]?.pattern ?? "", DIALECT);
    compiled[position] = known;
    return known;
  };
  const exact = new Map<string, number[]>();
  const root: Folder = { below: undefined, globs: undefined };
  for (const [position, { pattern }] of entries.entries()) {
    for (const shape of shapesOf(pattern, () => compile(position))) {
      if (shape.kind === "exact") entryOf(exact, shape.path, () => []).push(position);
      else crowdAt(root, shape.folders).add(position, shape.traits);
    }
  }

  /** Calls back with lists of positions, each ascending, that hold every glob that may match. */
  const eachCandidates = (path: PathParts, visit: (positions: readonly number[]) => void): void => {
    let folder: Folder | undefined = root;
    for (let depth = 0; folder; depth++) {
      folder.globs?.candidates(path, depth, visit);
      const part = path.parts[depth];
      folder = part === undefined ? undefined : folder.below?.get(part);
    }
  };

  return {
    match(path) {
      const parts = partsOf(path);
      let best = exact.get(parts.path)?.at(-1) ?? -1;
      eachCandidates(parts, (positions) => {
        for (let at = positions.length - 1; at >= 0; at--) {
          const position = positions[at] ?? -1;
          if (position <= best) return;
          if (compile(position).match(path)) best = position;
        }
      });
      return entries[best];
    },
    matchAll(path) {
      const parts = partsOf(path);
      const matching = new Set(exact.get(parts.path));
      eachCandidates(parts, (positions) => {
        for (const position of positions) {
          if (!matching.has(position) && compile(position).match(path)) matching.add(position);
        }
      });
      return [...matching].sort((a, b) => a - b).flatMap((position) => entries[position] ?? []);
    },
  };
}

interface Folder {
  below: Map<string, Folder> | undefined;
  /** Patterns whose literal folders end here. */
  globs: Crowd | undefined;
}

function crowdAt(root: Folder, folders: readonly string[]): Crowd {
  let folder = root;
  for (const name of folders) {
    folder.below ??= new Map();
    folder = entryOf(folder.below, name, () => ({ below: undefined, globs: undefined }));
  }
  folder.globs ??= new Crowd();
  return folder.globs;
}
