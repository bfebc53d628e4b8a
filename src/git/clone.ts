// A local clone: where it is, and the processes that answer for it.

import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { Git, type GitOptions } from "./git.ts";
import { ObjectReader } from "./objects.ts";

export interface Clone {
  readonly git: Git;
  readonly objects: ObjectReader;
  /** The root of the work tree; undefined in a bare repository. */
  readonly workTree?: string;
  /** The folder that was asked about, from the root, `/` as separator; empty for the root itself. */
  readonly prefix: string;
  /** Whether older history was left behind when it was cloned. */
  readonly isShallow: boolean;
  /** Ends the process that waits for questions, without which Node would not end. */
  close(): Promise<void>;
}

/**
 * Starts one process.
 * @throws NoRepository when the folder is not in a git repository
 */
export async function openClone(folder: string, options: GitOptions = {}): Promise<Clone> {
  const facts = await new Git(folder, options).text(
    "rev-parse",
    "--is-shallow-repository",
    "--is-inside-work-tree",
    "--show-cdup",
    "--absolute-git-dir",
  );
  // The git folder comes last, because a path may hold line ends. The way up is left out where there is no work tree.
  const [isShallow, isInside, ...paths] = facts.replace(/\n$/, "").split("\n");
  const [up = "", ...below] = paths;
  const gitFolder = isInside === "true" || up === "" ? below : paths;
  const here = realpathSync(folder);
  const workTree = isInside === "true" ? resolve(here, up) : undefined;
  const git = new Git(workTree ?? gitFolder.join("\n"), options);
  const objects = new ObjectReader(git);
  return {
    git,
    objects,
    prefix: workTree === undefined ? "" : relative(workTree, here).split(sep).join("/"),
    isShallow: isShallow === "true",
    close: () => objects.close(),
    ...(workTree === undefined ? {} : { workTree }),
  };
}
