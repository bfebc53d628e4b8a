// Judges the changes that a repository really merged by a policy, newest first, and sums up what it says.

import type { Accounts } from "../core/backtest/accounts.ts";
import type { MergedChange } from "../core/backtest/merged-change.ts";
import type { BacktestReport } from "../core/backtest/report.ts";
import { Tally } from "../core/backtest/tally.ts";
import { asPullRequest, type Verdict, verdictOf } from "../core/backtest/verdict.ts";
import type { Policy } from "../core/config/policy.ts";
import type { Sha } from "../core/identity.ts";
import type { OwnerIndex } from "../core/owners/owner-index.ts";
import type { FileAtCommit } from "../core/ports.ts";
import { nothingKnown, type Question } from "../core/review/inquiry.ts";
import { judge } from "./judge.ts";

export interface MergedHistory {
  readonly branch: string;
  /** How many changes there are. */
  readonly total: number;
  readonly accounts: Accounts;
  /** Newest first. */
  readonly changes: AsyncIterable<MergedChange>;
  /** A blob by its name. */
  read(blob: Sha): Promise<FileAtCommit>;
  /** The files that exist at the end of the history. */
  paths(): Promise<readonly string[]>;
}

export interface BacktestOptions {
  readonly policy: Policy;
  readonly index: OwnerIndex;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Ends the judging early; what was judged is summed up. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (judged: number, total: number) => void;
}

export async function backtest(history: MergedHistory, options: BacktestOptions): Promise<BacktestReport> {
  const { policy, index } = options;
  const tally = new Tally(policy);
  const paths = await history.paths();
  const judged = await judgeAll(history, options, tally);
  const header = { config: policy.file, branch: history.branch, interrupted: judged < history.total };
  return tally.report(header, paths, index);
}

/** @returns how many were judged */
async function judgeAll(history: MergedHistory, options: BacktestOptions, tally: Tally): Promise<number> {
  const { signal, onProgress } = options;
  let judged = 0;
  try {
    for await (const change of history.changes) {
      if (signal?.aborted) break;
      tally.add(await judgeMerged(change, history, options));
      judged += 1;
      onProgress?.(judged, history.total);
    }
  } catch (error) {
    // Whoever stops us may have stopped what we read from as well.
    if (!signal?.aborted) throw error;
  }
  return judged;
}

async function judgeMerged(
  change: MergedChange,
  history: MergedHistory,
  { policy, index, now }: BacktestOptions,
): Promise<Verdict> {
  const started = now();
  const { commit, files, brought, incomplete } = change;
  const known = nothingKnown();
  const changes = { commit: commit.sha, files, commits: brought, ...(incomplete ? { incomplete } : {}) };
  known.changes.set(commit.sha, changes);
  const input = {
    pull: asPullRequest(change, history.accounts),
    governance: { kind: "policy" as const, policy, index },
    place: "clone" as const,
    hasBody: true,
    arrived: new Map<number, Sha>(),
  };
  const evaluation = await judge(input, known, async (question) => {
    known.files.set(pathOf(question), await readChanged(pathOf(question), change, history));
  });
  return verdictOf(change, evaluation, policy, history.accounts, now() - started);
}

/** In a clone judgement asks for files alone: reviews and accounts are on GitHub. */
function pathOf(question: Question): string {
  if (question.kind !== "file") throw new Error(`history cannot answer ${JSON.stringify(question)}`);
  return question.path;
}

async function readChanged(
  path: string,
  { files, notFiles }: MergedChange,
  history: MergedHistory,
): Promise<FileAtCommit> {
  const kind = notFiles.get(path);
  if (kind) return { kind };
  const file = files.find((one) => one.path === path);
  return file && file.status !== "removed" ? history.read(file.blob) : { kind: "missing" };
}
