// Bytes of prompts by their digest, kept on the runner. A file that is damaged or was put there by somebody else has
// another digest, and counts for nothing.

import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Digest } from "../core/release/record.ts";
import { writeWhole } from "../disk/whole-file.ts";

/** No prompt is larger; bytes. */
const LARGEST = 1024 * 1024;

export interface BytesCache {
  read(digest: Digest): Promise<Uint8Array | undefined>;
  keep(digest: Digest, bytes: Uint8Array): Promise<void>;
}

/** Where nothing is kept. */
export const NO_CACHE: BytesCache = {
  read: async () => undefined,
  keep: async () => undefined,
};

/** @param report is told, once, why nothing can be kept: everything goes on without */
export function bytesCache(folder: string, report: (message: string) => void): BytesCache {
  let isSilent = false;
  return {
    async read(digest) {
      const file = join(folder, digest);
      try {
        const { size } = await stat(file);
        return size > LARGEST ? undefined : await readFile(file);
      } catch {
        // Whatever is the matter with it, GitHub has the bytes.
        return undefined;
      }
    },
    async keep(digest, bytes) {
      try {
        await mkdir(folder, { recursive: true });
        await writeWhole(join(folder, digest), bytes);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (!isSilent) report(`The cache cannot be written, so nothing is kept: ${reason}`);
        isSilent = true;
      }
    },
  };
}
