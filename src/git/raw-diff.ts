// The records of `git diff --raw -z`: which files changed, with their blobs.

import { sha } from "../core/identity.ts";
import type { FileChange } from "../core/pull-request.ts";

/** Renames as GitHub finds them: at least half of the bytes alike. The limit is git's default, whatever the user's. */
export const RAW_DIFF_OPTIONS = ["--raw", "-z", "--no-abbrev", "-M50%", "-l1000", "--no-ext-diff"] as const;

/** What a record announces; one or two paths follow it. */
interface RawRecord {
  readonly status: string;
  readonly blob: string;
  readonly paths: 1 | 2;
}

/** Takes the parts of the output one by one. */
export class RawDiffReader {
  readonly files: FileChange[] = [];
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
    this.#open = undefined;
    this.#previousPath = undefined;
    return true;
  }
}

// `:100644 100644 <blob> <blob> R087`
const RECORD = /^\n?:\d{6} \d{6} [\da-f]+ ([\da-f]+) ([A-Z])\d*$/;

function readRecord(part: string): RawRecord | undefined {
  const [, blob, status] = RECORD.exec(part) ?? [];
  return blob && status ? { blob, status, paths: status === "R" || status === "C" ? 2 : 1 } : undefined;
}

/** A copy is a new file, a changed mode or type a modification, as GitHub lists them. */
function toFileChange(record: RawRecord, path: string, previousPath: string | undefined): FileChange {
  if (record.status === "D") return { status: "removed", path };
  const blob = sha(record.blob);
  if (record.status === "R" && previousPath !== undefined)
    return { status: "renamed", path, previousPath, blob };
  return { status: record.status === "A" || record.status === "C" ? "added" : "modified", path, blob };
}
