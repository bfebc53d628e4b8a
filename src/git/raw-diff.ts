// The records of `git diff --raw -z`: which files changed, with their blobs.

import { sha } from "../core/identity.ts";
import type { FileChange } from "../core/pull-request.ts";

/** Renames as GitHub finds them: at least half of the bytes alike. The limit is git's default, whatever the user's. */
export const RAW_DIFF_OPTIONS = ["--raw", "-z", "--no-abbrev", "-M50%", "-l1000", "--no-ext-diff"] as const;

/** What a record announces; one or two paths follow it. */
interface RawRecord {
  readonly status: string;
  readonly mode: string;
  readonly blob: string;
  readonly paths: 1 | 2;
}

/** Takes the parts of the output one by one. */
export class RawDiffReader {
  readonly files: FileChange[] = [];
  /** Paths among them that are no regular files any more. */
  readonly notFiles = new Map<string, "symlink" | "submodule">();
  #open: RawRecord | undefined;
  #previousPath: string | undefined;

  /** @returns false where the part is not of a diff: it belongs to what follows */
  take(part: string): boolean {
    if (!this.#open) {
      this.#open = readRecord(part);
      return this.#open !== undefined;
    }
    if (this.#open.paths === 2 && this.#previousPath === undefined) {
      this.#previousPath = part;
      return true;
    }
    this.files.push(toFileChange(this.#open, part, this.#previousPath));
    if (this.#open.mode === "120000") this.notFiles.set(part, "symlink");
    if (this.#open.mode === "160000") this.notFiles.set(part, "submodule");
    this.#open = undefined;
    this.#previousPath = undefined;
    return true;
  }
}

// `:100644 100644 <blob> <blob> R087`
const RECORD = /^\n?:\d{6} (\d{6}) [\da-f]+ ([\da-f]+) ([A-Z])\d*$/;

function readRecord(part: string): RawRecord | undefined {
  const [, mode, blob, status] = RECORD.exec(part) ?? [];
  if (!mode || !blob || !status) return undefined;
  return { mode, blob, status, paths: status === "R" || status === "C" ? 2 : 1 };
}

/** A copy is a new file, a changed mode or type a modification, as GitHub lists them. */
function toFileChange(record: RawRecord, path: string, previousPath: string | undefined): FileChange {
  if (record.status === "D") return { status: "removed", path };
  const blob = sha(record.blob);
  if (record.status === "R" && previousPath !== undefined)
    return { status: "renamed", path, previousPath, blob };
  return { status: record.status === "A" || record.status === "C" ? "added" : "modified", path, blob };
}

/** GitHub's end of a pull request's file list. */
const MOST_FILES = 3000;

/** Why GitHub would not list all of the files, so that the review gate could not judge them. */
export function whyIncomplete(files: readonly FileChange[]): { readonly incomplete?: string } {
  if (files.length < MOST_FILES) return {};
  const most = MOST_FILES.toLocaleString("en");
  return {
    incomplete: `GitHub lists at most ${most} changed files of a pull request, and this one reaches that.`,
  };
}
