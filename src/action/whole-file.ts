// Writes files whole or not at all: whoever reads one meanwhile sees the old one or the new one.

import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What is there under the name is replaced, a link itself and not what it leads to. @throws what the disk says */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const draft = join(folder, `.${randomUUID()}.tmp`);
  try {
    await writeFile(draft, bytes, { flag: "wx" });
    await rename(draft, join(folder, name));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
