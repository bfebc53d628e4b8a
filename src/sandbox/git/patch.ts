// The text of a change: the patch as GitHub shows it, its counted lines, and whether two changes say the same.

import { structuredPatch } from "diff";
import type { FileChange } from "./tree-diff.ts";

export interface TextChange {
  readonly additions: number;
  readonly deletions: number;
  /** Undefined for binary files, and where nothing but the name changed. */
  readonly patch: string | undefined;
  /** Without line numbers: equal for the same change elsewhere in the file. */
  readonly essence: string;
}

/** GitHub leaves the patch of a file out where it grows beyond reading. */
const LONGEST_PATCH_LINES = 20_000;

export async function textChange(
  change: FileChange,
  read: (sha: string) => Promise<Buffer>,
): Promise<TextChange> {
  const before = "before" in change ? change.before : undefined;
  const after = "after" in change ? change.after : undefined;
  const names = `${change.status} ${change.path} ${before?.mode ?? ""} ${after?.mode ?? ""}`;
  if (before?.sha === after?.sha || before?.type === "commit" || after?.type === "commit") {
    return { additions: 0, deletions: 0, patch: undefined, essence: `${names} ${after?.sha}` };
  }
  const [old, current] = await Promise.all(
    [before, after].map((entry) => (entry ? read(entry.sha) : Buffer.of())),
  );
  if (!old || !current || isBinary(old) || isBinary(current)) {
    return { additions: 0, deletions: 0, patch: undefined, essence: `${names} ${before?.sha} ${after?.sha}` };
  }
  const { hunks } = structuredPatch("a", "b", old.toString("utf8"), current.toString("utf8"), "", "", {
    context: 3,
  });
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  const range = (start: number, length: number) => (length === 1 ? `${start}` : `${start},${length}`);
  const patch = hunks
    .map((hunk) => {
      const { oldStart, oldLines, newStart, newLines } = hunk;
      return [`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`, ...hunk.lines].join("\n");
    })
    .join("\n");
  return {
    additions: count("+"),
    deletions: count("-"),
    patch: lines.length === 0 || lines.length > LONGEST_PATCH_LINES ? undefined : patch,
    essence: [names, ...lines].join("\n"),
  };
}

function isBinary(file: Buffer): boolean {
  return file.subarray(0, 8000).includes(0);
}
