// Merges two trees over what they have in common, file by file, following renames: what `git merge` would make of them.

import { mergeFiles } from "./merge-files.ts";
import type { Entry, Tree } from "./objects.ts";
import { diffTrees } from "./tree-diff.ts";

export interface MergeOfTrees {
  /** What the merge changes against `ours`. */
  readonly changes: ReadonlyMap<string, Entry | null>;
  readonly conflicts: readonly string[];
}

export interface BlobAccess {
  read(sha: string): Promise<Buffer>;
  write(bytes: Buffer): Promise<string>;
}

/** Where one side has put a file of the base, and what it is there; undefined where it deleted it. */
type Side = { readonly path: string; readonly entry: Entry } | undefined;

export async function mergeTrees(
  base: Tree,
  ours: Tree,
  theirs: Tree,
  blobs: BlobAccess,
): Promise<MergeOfTrees> {
  const movedByUs = await renames(base, ours, blobs);
  const movedByThem = await renames(base, theirs, blobs);
  const merged = new Map<string, Entry>();
  const conflicts = new Set<string>();
  /** Two files that end at one path conflict, unless they are the same. */
  const place = (path: string, entry: Entry) => {
    const present = merged.get(path);
    if (present && !isSame(present, entry)) conflicts.add(path);
    merged.set(path, entry);
  };
  const accounted = { ours: new Set<string>(), theirs: new Set<string>() };

  for (const [path, entry] of base) {
    const our = sideOf(ours, movedByUs.get(path) ?? path);
    const their = sideOf(theirs, movedByThem.get(path) ?? path);
    if (our) accounted.ours.add(our.path);
    if (their) accounted.theirs.add(their.path);
    const result = await mergeFile({ path, entry }, our, their, blobs);
    if (result === "conflict") conflicts.add(our?.path ?? their?.path ?? path);
    else if (result) place(result.path, result.entry);
  }
  const ourNew = [...ours].filter(([path]) => !accounted.ours.has(path));
  const theirNew = [...theirs].filter(([path]) => !accounted.theirs.has(path));
  for (const [path, entry] of [...ourNew, ...theirNew]) place(path, entry);
  return { changes: changesFrom(ours, merged), conflicts: [...conflicts].sort() };
}

async function renames(base: Tree, side: Tree, blobs: BlobAccess): Promise<Map<string, string>> {
  const changes = await diffTrees(base, side, (sha) => blobs.read(sha));
  return new Map(
    changes.flatMap((change) => (change.status === "renamed" ? [[change.previousPath, change.path]] : [])),
  );
}

function sideOf(tree: Tree, path: string): Side {
  const entry = tree.get(path);
  return entry && { path, entry };
}

async function mergeFile(
  base: { path: string; entry: Entry },
  our: Side,
  their: Side,
  blobs: BlobAccess,
): Promise<Side | "conflict"> {
  const isOurOld = our && our.path === base.path && isSame(our.entry, base.entry);
  const isTheirOld = their && their.path === base.path && isSame(their.entry, base.entry);
  if (isOurOld) return their;
  if (isTheirOld) return our;
  if (!our && !their) return undefined;
  if (!our || !their) return "conflict";
  const path = our.path === base.path ? their.path : our.path;
  if (their.path !== base.path && their.path !== path) return "conflict";
  const entry = await mergeEntry(base.entry, our.entry, their.entry, blobs);
  return entry ? { path, entry } : "conflict";
}

async function mergeEntry(
  base: Entry,
  our: Entry,
  their: Entry,
  blobs: BlobAccess,
): Promise<Entry | undefined> {
  if (isSame(our, their) || isSame(their, base)) return our;
  if (isSame(our, base)) return their;
  const mode = our.mode === base.mode ? their.mode : our.mode;
  if (our.sha === their.sha || their.sha === base.sha) return { ...our, mode };
  if (our.sha === base.sha) return { ...their, mode };
  if (![our, their, base].every(({ mode: one }) => one.startsWith("100"))) return undefined;
  const [baseBytes, ourBytes, theirBytes] = await Promise.all(
    [base, our, their].map(({ sha }) => blobs.read(sha)),
  );
  if (!baseBytes || !ourBytes || !theirBytes) return undefined;
  const bytes = await mergeFiles(baseBytes, ourBytes, theirBytes);
  return bytes && { mode, type: "blob", sha: await blobs.write(bytes) };
}

function isSame(a: Entry, b: Entry): boolean {
  return a.sha === b.sha && a.mode === b.mode;
}

function changesFrom(from: Tree, to: Tree): Map<string, Entry | null> {
  const changes = new Map<string, Entry | null>();
  for (const [path, entry] of to) {
    const old = from.get(path);
    if (!old || !isSame(old, entry)) changes.set(path, entry);
  }
  for (const path of from.keys()) if (!to.has(path)) changes.set(path, null);
  return changes;
}
