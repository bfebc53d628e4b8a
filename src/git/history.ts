// What a branch changes against its merge base, read from a clone.

import { type Sha, shortSha } from "../core/identity.ts";
import type { History } from "../core/ports.ts";
import type { Changes } from "../core/pull-request.ts";
import type { Clone } from "./clone.ts";
import { readLog } from "./log.ts";
import { RAW_DIFF_OPTIONS, RawDiffReader, whyIncomplete } from "./raw-diff.ts";
import { findCommit, mergeBase, resolveRevision } from "./revision.ts";
import type { Trees } from "./tree.ts";

export function history(clone: Clone, trees: Trees): History {
  return {
    async changes(base, commit) {
      if (!(await findCommit(clone, commit))) return undefined;
      const from = await resolveRevision(clone, base);
      const fork = await mergeBase(clone, from, { name: shortSha(commit), commit });
      return readChanges(clone, from.commit, fork, commit);
    },

    async blobs(commit) {
      const tree = await trees.of(commit);
      return new Map(
        [...tree].flatMap(([path, { kind, object }]) => (kind === "file" ? [[path, object]] : [])),
      );
    },
  };
}

async function readChanges(clone: Clone, base: Sha, fork: Sha, commit: Sha): Promise<Changes> {
  const diff = new RawDiffReader();
  for await (const part of clone.git.parts("diff-tree", "-r", ...RAW_DIFF_OPTIONS, fork, commit, "--")) {
    diff.take(part);
  }
  const commits = [];
  for await (const one of readLog(clone.git, "--topo-order", "--reverse", commit, `^${base}`))
    commits.push(one);
  return { commit, mergeBase: fork, files: diff.files, commits, ...whyIncomplete(diff.files) };
}
