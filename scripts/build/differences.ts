// How the files of two folders differ.

import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @returns a line for each file that differs; none where both folders are the same */
export function differences(expected: string, found: string): string[] {
  const files = new Set([...filesIn(expected), ...filesIn(found)]);
  return [...files].sort().flatMap((file) => {
    const path = join(found, file);
    if (!existsSync(path)) return [`${path} is missing`];
    if (!existsSync(join(expected, file))) return [`${path} is not made by the build`];
    return readFileSync(join(expected, file)).equals(readFileSync(path))
      ? []
      : [`${path} is not what the build makes now`];
  });
}

function filesIn(folder: string): string[] {
  return globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length));
}
