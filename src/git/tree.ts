// Lists what a commit holds.

import { type Sha, sha } from "../core/identity.ts";
import type { Git } from "./git.ts";

export interface TreeEntry {
  readonly kind: "file" | "symlink" | "submodule" | "directory";
  /** Of a submodule the commit it points to. */
  readonly object: Sha;
}

/** The trees of commits, each listed once. */
export class Trees {
  readonly #git: Git;
  readonly #known = new Map<Sha, Promise<ReadonlyMap<string, TreeEntry>>>();

  constructor(git: Git) {
    this.#git = git;
  }

  of(commit: Sha): Promise<ReadonlyMap<string, TreeEntry>> {
    const known = this.#known.get(commit) ?? readTree(this.#git, commit);
    this.#known.set(commit, known);
    return known;
  }

  /** Every file, links and submodules left out. */
  async paths(commit: Sha): Promise<string[]> {
    const tree = await this.of(commit);
    return [...tree].flatMap(([path, { kind }]) => (kind === "file" ? [path] : []));
  }
}

/** Everything in a commit by path, folders included: one process, linear in the number of files. */
async function readTree(git: Git, commit: Sha): Promise<ReadonlyMap<string, TreeEntry>> {
  const tree = new Map<string, TreeEntry>();
  for await (const part of git.parts("ls-tree", "-r", "-t", "-z", "--full-tree", commit)) {
    const tab = part.indexOf("\t");
    const [mode = "", , object = ""] = part.slice(0, tab).split(" ");
    tree.set(part.slice(tab + 1), { kind: kindOf(mode), object: sha(object) });
  }
  return tree;
}

function kindOf(mode: string): TreeEntry["kind"] {
  switch (mode) {
    case "040000":
      return "directory";
    case "120000":
      return "symlink";
    case "160000":
      return "submodule";
    default:
      return "file";
  }
}
