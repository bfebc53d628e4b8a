// How much of one file is found again in another, counted as git counts it when it looks for renames.

/** git takes a file for renamed when at least half of it is found again. */
export const RENAMED = 0.5;
const LONGEST_CHUNK = 64;

/** Counted once for each file, since each is held against many. */
const counted = new WeakMap<Buffer, ReadonlyMap<string, number>>();

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
function chunks(file: Buffer): ReadonlyMap<string, number> {
  const known = counted.get(file);
  if (known) return known;
  const found = new Map<string, number>();
  for (const line of file.toString("latin1").split(/(?<=\n)/)) {
    for (let start = 0; start < line.length; start += LONGEST_CHUNK) {
      const chunk = line.slice(start, start + LONGEST_CHUNK);
      found.set(chunk, (found.get(chunk) ?? 0) + chunk.length);
    }
  }
  counted.set(file, found);
  return found;
}
