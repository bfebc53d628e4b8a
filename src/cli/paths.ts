// Paths as people type them, made into the repository's own.

import { realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { UserError } from "../core/user-error.ts";
import type { Clone } from "../git/clone.ts";

/**
 * From the repository's root, with `/` between folders; empty for the root itself.
 * @param folder the one the command runs in; in a bare repository paths are taken from the root
 * @throws UserError when the path leads out of the repository
 */
export function repositoryPath(path: string, folder: string, { workTree }: Clone): string {
  if (path.includes("\0")) throw new UserError("A path cannot hold a zero byte.", "Correct the path.");
  const root = workTree ?? "/";
  const from = workTree === undefined ? root : realpathSync(folder);
  const inside = relative(root, withRealFolder(resolve(from, path)));
  if (inside === ".." || inside.startsWith(`..${sep}`)) {
    throw new UserError(
      `${JSON.stringify(path)} is not in the repository ${root}.`,
      "Name paths inside of it, or another clone with -C DIR.",
    );
  }
  return inside.split(sep).join("/");
}

/** The root's own path has no links in it, so the path's folders must have none either; the file itself may be one. */
function withRealFolder(path: string): string {
  const folder = dirname(path);
  if (folder === path) return path;
  try {
    return resolve(realpathSync(folder), path.slice(folder.length + (folder.endsWith(sep) ? 0 : 1)));
  } catch {
    return resolve(withRealFolder(folder), path.slice(folder.length + 1));
  }
}
