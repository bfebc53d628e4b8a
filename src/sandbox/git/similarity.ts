// How much of one file is found again in another, counted as git counts it when it looks for renames.

/** git takes a file for renamed when at least half of it is found again. */
const RENAMED = 0.5;
const LONGEST_CHUNK = 64;

export function isRename(before: Buffer, after: Buffer): boolean {
  return similarity(before, after) >= RENAMED;
}

/** @returns bytes found again, as a share of the larger file, 0..1 */
export function similarity(before: Buffer, after: Buffer): number {
  const largest = Math.max(before.length, after.length);
  if (largest === 0) return 0;
  if (Math.min(before.length, after.length) / largest < RENAMED) return 0;
  const found = chunks(after);
  let again = 0;
  for (const [chunk, bytes] of chunks(before)) again += Math.min(bytes, found.get(chunk) ?? 0);
  return again / largest;
}

/** Bytes by line; a line of more than 64 bytes counts in pieces. */
function chunks(file: Buffer): Map<string, number> {
  const counted = new Map<string, number>();
  for (const line of file.toString("latin1").split(/(?<=\n)/)) {
    for (let start = 0; start < line.length; start += LONGEST_CHUNK) {
      const chunk = line.slice(start, start + LONGEST_CHUNK);
      counted.set(chunk, (counted.get(chunk) ?? 0) + chunk.length);
    }
  }
  return counted;
}
