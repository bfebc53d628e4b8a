// The clone a command works on.

import { type Clone, openClone } from "../git/clone.ts";
import { clonePorts } from "../git/ports.ts";
import { findCommit } from "../git/revision.ts";
import { listWorkTree } from "../git/work-tree.ts";

/**
 * Opens the clone around the folder, and ends its processes when the work is done, however it ends.
 * @param signal ends them at once
 */
export async function withClone<T>(
  folder: string,
  work: (clone: Clone) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const clone = await openClone(folder, { signal });
  try {
    return await work(clone);
  } finally {
    await clone.close();
  }
}

/** The files of the work tree; in a bare repository those of HEAD. */
export async function listFiles(clone: Clone): Promise<string[]> {
  if (clone.workTree !== undefined) return listWorkTree(clone);
  const head = await findCommit(clone, "HEAD");
  return head ? [...(await clonePorts(clone).paths(head))] : [];
}
