// `npm run build`: bundles each Action into action/<name>/dist, which is committed, since GitHub runs Actions as they
// are in the repository, and the command line into dist, which the packed package carries. `--check` compares what is
// committed with a fresh build instead, and exits 1 on a difference; `--cli` builds the command line alone.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actionNames, bundleAction, bundleCommandLine } from "./build/bundle.ts";
import { differences } from "./build/differences.ts";

const isCheck = process.argv.includes("--check");
const names = process.argv.includes("--cli") ? [] : actionNames();

if (!isCheck) {
  for (const name of names) {
    const dist = join("action", name, "dist");
    report(dist, await bundleAction(name, dist));
  }
  report("dist", await bundleCommandLine("dist"));
} else {
  const fresh = mkdtempSync(join(tmpdir(), "prompt-steward-build-"));
  try {
    const found: string[] = [];
    for (const name of names) {
      await bundleAction(name, join(fresh, name));
      found.push(...differences(join(fresh, name), join("action", name, "dist")));
    }
    for (const line of found) console.error(line);
    if (found.length > 0) {
      console.error("Run `npm run build` and commit what it writes.");
      process.exitCode = 1;
    } else console.log(`bundles: ${names.length} as committed`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function report(dist: string, bytes: number): void {
  console.log(`${dist}: ${Math.ceil(bytes / 1000)} kB`);
}
