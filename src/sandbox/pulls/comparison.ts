// What head changes against where it left base: commits, files and counted lines, as `compare` and a pull request's
// "Files changed" show them.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { commitsAhead, mergeBase } from "../git/history.ts";
import type { Commit } from "../git/objects.ts";
import { type TextChange, textChange } from "../git/patch.ts";
import { diffTrees, type FileChange } from "../git/tree-diff.ts";
import type { World } from "../world.ts";
import type { PullRecord } from "./pulls.ts";

export type ComparedFile = FileChange & { readonly text: TextChange };

export interface Comparison {
  readonly base: string;
  readonly head: string;
  readonly mergeBase: string;
  readonly ahead: readonly Commit[];
  readonly behind: number;
  readonly files: readonly ComparedFile[];
}

/** What is named by commits never changes. */
const known = new WeakMap<World, Map<string, Comparison>>();

/** @returns undefined where the two have no history in common */
export async function compare(
  world: World,
  repository: RepositoryRecord,
  base: string,
  head: string,
): Promise<Comparison | undefined> {
  const cache = known.get(world) ?? new Map<string, Comparison>();
  known.set(world, cache);
  const key = `${repository.id} ${base} ${head}`;
  const cached = cache.get(key);
  if (cached) return cached;
  const { objects } = world;
  const common = await mergeBase(objects, repository, base, head);
  if (!common) return undefined;
  const read = (sha: string) => objects.blob(repository, sha);
  const before = await objects.treeOf(repository, common);
  const after = await objects.treeOf(repository, head);
  const files: ComparedFile[] = [];
  for (const change of await diffTrees(before, after, read)) {
    files.push({ ...change, text: await textChange(change, read) });
  }
  const comparison = {
    base,
    head,
    mergeBase: common,
    ahead: await commitsAhead(objects, repository, base, head),
    behind: (await commitsAhead(objects, repository, head, base)).length,
    files,
  };
  cache.set(key, comparison);
  return comparison;
}

/** A pull request's own comparison: with base as it is now, or as it was when it was merged. */
export async function comparisonOf(world: World, pull: PullRecord): Promise<Comparison | undefined> {
  const base =
    pull.merged?.onto ?? (await world.refs.branch(pull.repository, pull.base.ref)) ?? pull.base.sha;
  return compare(world, pull.repository, base, pull.head.sha);
}

/** Whether two heads change the same lines of the same files in the same way, each against its own base. */
export function isSamePatch(a: Comparison, b: Comparison): boolean {
  const essence = ({ files }: Comparison) => files.map(({ text }) => text.essence).join("\n");
  return essence(a) === essence(b);
}
