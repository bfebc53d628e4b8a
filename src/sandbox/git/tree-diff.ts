// What changes from one tree to another: added, removed, modified, changed in mode, and renamed as git finds it.

import type { Entry, Tree } from "./objects.ts";
import { RENAMED, similarity } from "./similarity.ts";

export type FileChange =
  | { readonly status: "added"; readonly path: string; readonly after: Entry }
  | { readonly status: "removed"; readonly path: string; readonly before: Entry }
  | {
      /** `changed`: only its mode or type. */
      readonly status: "modified" | "changed";
      readonly path: string;
      readonly before: Entry;
      readonly after: Entry;
    }
  | {
      readonly status: "renamed";
      readonly path: string;
      readonly previousPath: string;
      readonly before: Entry;
      readonly after: Entry;
    };

type Added = Extract<FileChange, { status: "added" }>;
type Removed = Extract<FileChange, { status: "removed" }>;

/** Above so many pairs git looks for exact renames only (`diff.renameLimit` 1000, squared). */
const MOST_PAIRS = 1_000_000;

/** @returns in git's order, by the bytes of the path */
export async function diffTrees(
  before: Tree,
  after: Tree,
  read: (sha: string) => Promise<Buffer>,
): Promise<FileChange[]> {
  const added: Added[] = [];
  const removed: Removed[] = [];
  const changes: FileChange[] = [];
  for (const [path, entry] of after) {
    const old = before.get(path);
    if (!old) added.push({ status: "added", path, after: entry });
    else if (old.sha !== entry.sha) changes.push({ status: "modified", path, before: old, after: entry });
    else if (old.mode !== entry.mode) changes.push({ status: "changed", path, before: old, after: entry });
  }
  for (const [path, entry] of before) {
    if (!after.has(path)) removed.push({ status: "removed", path, before: entry });
  }
  const renamed = await findRenames(removed, added, read);
  const paired = new Set<FileChange>([...renamed].flat());
  for (const change of [...added, ...removed]) if (!paired.has(change)) changes.push(change);
  for (const [old, created] of renamed) {
    const { path, after: entry } = created;
    changes.push({ status: "renamed", path, previousPath: old.path, before: old.before, after: entry });
  }
  return changes.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

async function findRenames(
  removed: readonly Removed[],
  added: readonly Added[],
  read: (sha: string) => Promise<Buffer>,
): Promise<Map<Removed, Added>> {
  const pairs = new Map<Removed, Added>();
  const taken = new Set<Added>();
  const pair = (old: Removed, created: Added) => {
    pairs.set(old, created);
    taken.add(created);
  };
  const byName = Map.groupBy(added, ({ after }) => after.sha);
  for (const old of removed) {
    const same = (byName.get(old.before.sha) ?? []).filter((one) => !taken.has(one));
    // Of several equal files git prefers the one that keeps its file name.
    const created = same.find(({ path }) => baseName(path) === baseName(old.path)) ?? same[0];
    if (created && !isEmpty(old.before)) pair(old, created);
  }
  const lost = removed.filter((old) => !pairs.has(old) && isFile(old.before));
  const found = added.filter((created) => !taken.has(created) && isFile(created.after));
  if (lost.length * found.length > MOST_PAIRS) return pairs;
  const scored: { old: Removed; created: Added; score: number }[] = [];
  for (const old of lost) {
    const bytes = await read(old.before.sha);
    for (const created of found) {
      const score = similarity(bytes, await read(created.after.sha));
      if (score >= RENAMED) scored.push({ old, created, score });
    }
  }
  for (const { old, created } of scored.sort((a, b) => b.score - a.score)) {
    if (!pairs.has(old) && !taken.has(created)) pair(old, created);
  }
  return pairs;
}

function isFile({ mode }: Entry): boolean {
  return mode === "100644" || mode === "100755";
}

const EMPTY_BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

function isEmpty({ sha }: Entry): boolean {
  return sha === EMPTY_BLOB;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
