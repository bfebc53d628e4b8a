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
import type { FileChange } from "../core/pull-request.ts";
import { nothingKnown, type Question } from "../core/review/inquiry.ts";
import { NO_PROMPTS } from "../core/review/prompt-facts.ts";
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

/** Changes whose files are read together: asked one by one, most of the time would pass with waiting. */
const BATCH = 64;

/** @returns how many were judged */
async function judgeAll(history: MergedHistory, options: BacktestOptions, tally: Tally): Promise<number> {
  const { index, signal, onProgress } = options;
  let judged = 0;
  try {
    for await (const batch of inBatches(history.changes, BATCH)) {
      const files = await readGoverned(batch, index, history);
      for (const change of batch) {
        if (signal?.aborted) return judged;
        tally.add(await judgeMerged(change, files, history, options));
        judged += 1;
        onProgress?.(judged, history.total);
      }
    }
  } catch (error) {
    // Whoever stops us may have stopped what we read from as well.
    if (!signal?.aborted) throw error;
  }
  return judged;
}

async function* inBatches<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[], void> {
  let batch: T[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The governed files of some changes, by blob. */
async function readGoverned(
  changes: readonly MergedChange[],
  index: OwnerIndex,
  history: MergedHistory,
): Promise<ReadonlyMap<Sha, FileAtCommit>> {
  const blobs = new Set<Sha>();
  for (const { files, notFiles, incomplete } of changes) {
    for (const file of incomplete ? [] : files) {
      if (file.status !== "removed" && !notFiles.has(file.path) && index.match(file.path))
        blobs.add(file.blob);
    }
  }
  return new Map(
    await Promise.all([...blobs].map(async (blob) => [blob, await history.read(blob)] as const)),
  );
}

async function judgeMerged(
  change: MergedChange,
  governedFiles: ReadonlyMap<Sha, FileAtCommit>,
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
    place: "history" as const,
    hasBody: true,
    arrived: new Map<number, Sha>(),
  };
  const read = async (path: string): Promise<FileAtCommit> => {
    const kind = change.notFiles.get(path);
    const blob = blobAt(path, files);
    return kind ? { kind } : blob ? (governedFiles.get(blob) ?? (await history.read(blob))) : MISSING;
  };
  const evaluation = await judge(input, known, async (question) => {
    for (const path of pathsOf(question)) known.files.set(path, await read(path));
    if (question.kind === "prompts") known.prompts = { ...NO_PROMPTS, files: known.files };
  });
  return verdictOf(change, evaluation, policy, history.accounts, now() - started);
}

const MISSING: FileAtCommit = { kind: "missing" };

function blobAt(path: string, files: readonly FileChange[]): Sha | undefined {
  const file = files.find((one) => one.path === path);
  return file && file.status !== "removed" ? file.blob : undefined;
}

/** Of what was merged long ago judgement asks for files alone: reviews and accounts are on GitHub. */
function pathsOf(question: Question): readonly string[] {
  switch (question.kind) {
    case "file":
      return [question.path];
    case "prompts":
      return question.query.head.files.map(({ path }) => path);
    default:
      throw new Error(`history cannot answer ${JSON.stringify(question)}`);
  }
}
