// The changes that a branch received, read in a constant number of processes however long its history is.

import { Accounts } from "../core/backtest/accounts.ts";
import type { MergedChange } from "../core/backtest/merged-change.ts";
import type { Sha } from "../core/identity.ts";
import type { FileAtCommit } from "../core/ports.ts";
import type { Clone } from "./clone.ts";
import { type LoggedCommit, readChangeLog, readLog } from "./log.ts";
import { whyIncomplete } from "./raw-diff.ts";
import type { Revision } from "./revision.ts";
import { Trees } from "./tree.ts";

export interface MergedChanges {
  readonly branch: string;
  /** How many changes there are. */
  readonly total: number;
  readonly accounts: Accounts;
  /** Newest first, read while they are taken. */
  readonly changes: AsyncIterable<MergedChange>;
  read(blob: Sha): Promise<FileAtCommit>;
  paths(): Promise<readonly string[]>;
}

/**
 * Follows the first parents, as a default branch grows by merges, squashes and direct commits. Starts four processes,
 * and one more where `since` is given. Keeps the commits, but not what they changed, in memory.
 * @param since leaves out what the branch received before
 */
export async function readMergedChanges(
  clone: Clone,
  branch: Revision,
  since?: Date,
): Promise<MergedChanges> {
  const range = [branch.commit, ...(await boundary(clone, branch.commit, since))];
  const commits = new Map<Sha, LoggedCommit>();
  const accounts = new Accounts();
  for await (const commit of readLog(clone.git, "--topo-order", ...range)) {
    commits.set(commit.sha, commit);
    accounts.learn(commit.authorName, commit.authorEmail);
    accounts.learn(commit.committerName, commit.committerEmail);
  }
  const line = firstParents(branch.commit, commits).filter((commit) => !isCutOff(clone, commit));
  return {
    branch: branch.name,
    total: line.length,
    accounts,
    changes: changesOf(clone, range, broughtBy(line, commits)),
    read: (blob) => clone.objects.read(blob),
    paths: () => new Trees(clone.git).paths(branch.commit),
  };
}

async function* changesOf(
  clone: Clone,
  range: readonly string[],
  brought: ReadonlyMap<Sha, MergedChange["brought"]>,
): AsyncGenerator<MergedChange, void> {
  for await (const { files, notFiles, ...commit } of readChangeLog(clone.git, "--first-parent", ...range)) {
    const commits = brought.get(commit.sha);
    if (commits) yield { commit, files, notFiles, brought: commits, ...whyIncomplete(files) };
  }
}

/** What the branch had before; nothing where it began later. */
async function boundary({ git }: Clone, tip: Sha, since: Date | undefined): Promise<string[]> {
  if (!since) return [];
  const before = `--before=${since.toISOString()}`;
  const found = (await git.text("rev-list", "--first-parent", "--max-count=1", before, tip, "--")).trim();
  return found ? [`^${found}`] : [];
}

/** Newest first. */
function firstParents(tip: Sha, commits: ReadonlyMap<Sha, LoggedCommit>): LoggedCommit[] {
  const line: LoggedCommit[] = [];
  for (let commit = commits.get(tip); commit; commit = commits.get(commit.parents[0] ?? tip)) {
    line.push(commit);
    if (commit.parents.length === 0) break;
  }
  return line;
}

/** Where a shallow clone ends, a commit seems to have made all files there are. */
function isCutOff({ isShallow }: Clone, { parents }: LoggedCommit): boolean {
  return isShallow && parents.length === 0;
}

/** The commits that came with each commit of the line: from the oldest on, what none before it had. */
function broughtBy(
  line: readonly LoggedCommit[],
  commits: ReadonlyMap<Sha, LoggedCommit>,
): ReadonlyMap<Sha, MergedChange["brought"]> {
  const seen = new Set(line.map(({ sha }) => sha));
  const brought = new Map<Sha, MergedChange["brought"]>();
  for (const merge of line.toReversed()) {
    const found: LoggedCommit[] = [];
    const open = merge.parents.slice(1);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const commit = commits.get(id);
      if (!commit || seen.has(id)) continue;
      seen.add(id);
      found.push(commit);
      open.push(...commit.parents);
    }
    const [first, ...rest] = found.toSorted((a, b) => a.committedAt.localeCompare(b.committedAt));
    brought.set(merge.sha, first ? [first, ...rest] : [merge]);
  }
  return brought;
}
