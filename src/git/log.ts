// Reads `git log` as it streams: commits with who made them, and on wish what each changed against its first parent.

import { sha } from "../core/identity.ts";
import type { Commit, FileChange } from "../core/pull-request.ts";
import type { Git } from "./git.ts";
import { RAW_DIFF_OPTIONS, RawDiffReader } from "./raw-diff.ts";

export interface LoggedCommit extends Commit {
  readonly authorName: string;
  readonly committerName: string;
  readonly committerEmail: string;
}

export interface LoggedChange extends LoggedCommit {
  /** Against the first parent: what the commit or the merge brought. */
  readonly files: readonly FileChange[];
  /** Paths among them that are no regular files. */
  readonly notFiles: ReadonlyMap<string, "symlink" | "submodule">;
}

const FIELDS = ["%H", "%P", "%an", "%ae", "%cn", "%ce", "%ct", "%B"];
const FORMAT = [`--format=${FIELDS.join("%x00")}`, "--encoding=UTF-8", "-z", "--no-color", "--no-notes"];

/** Newest first. @param selection revisions and options that limit them; options first, never text from outside */
export async function* readLog(git: Git, ...selection: string[]): AsyncGenerator<LoggedCommit, void> {
  for await (const { files: _files, notFiles: _notFiles, ...commit } of parseLog(
    git.parts("log", ...FORMAT, "--no-patch", ...selection, "--"),
  )) {
    yield commit;
  }
}

/** Newest first; merges with what they brought to their first parent. */
export function readChangeLog(git: Git, ...selection: string[]): AsyncGenerator<LoggedChange, void> {
  const diff = ["--diff-merges=first-parent", ...RAW_DIFF_OPTIONS];
  return parseLog(git.parts("log", ...FORMAT, ...diff, ...selection, "--"));
}

/** @throws Error where git's output is not what this reader knows */
export async function* parseLog(parts: AsyncIterable<string>): AsyncGenerator<LoggedChange, void> {
  let fields: string[] = [];
  let diff = new RawDiffReader();
  for await (const part of parts) {
    if (fields.length < FIELDS.length) {
      fields.push(part);
    } else if (!diff.take(part)) {
      yield { ...toCommit(fields), files: diff.files, notFiles: diff.notFiles };
      fields = [part];
      diff = new RawDiffReader();
    }
  }
  if (fields.length > 0) yield { ...toCommit(fields), files: diff.files, notFiles: diff.notFiles };
}

function toCommit(fields: readonly string[]): LoggedCommit {
  const [id, parents, authorName, authorEmail, committerName, committerEmail, seconds, message] = fields;
  if (id === undefined || message === undefined) {
    throw new Error(`git log ended within a commit: ${JSON.stringify(fields).slice(0, 300)}`);
  }
  return {
    sha: sha(id),
    parents: (parents ?? "").split(" ").filter(Boolean).map(sha),
    message: message.replace(/\n+$/, ""),
    authorName: authorName ?? "",
    authorEmail: (authorEmail ?? "").toLowerCase(),
    committerName: committerName ?? "",
    committerEmail: (committerEmail ?? "").toLowerCase(),
    committedAt: isoTime(Number(seconds)),
  };
}

/** Commits may carry any date; those beyond what a Date can hold count as the epoch. */
function isoTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? new Date(0).toISOString() : time.toISOString();
}
