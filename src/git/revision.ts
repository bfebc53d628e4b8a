// Names that people give commits, made into full object names; and the branch that changes are merged into.

import { type Sha, sha } from "../core/identity.ts";
import { UserError } from "../core/user-error.ts";
import type { Clone } from "./clone.ts";
import { GitFailure } from "./failure.ts";

export interface Revision {
  /** As people write it: `origin/main`, `HEAD`. */
  readonly name: string;
  readonly commit: Sha;
}

/**
 * Starts one process.
 * @throws UserError when it names no commit
 */
export async function resolveRevision(clone: Clone, name: string): Promise<Revision> {
  const commit = await findCommit(clone, name);
  if (commit) return { name, commit };
  if (name === "HEAD") {
    throw new UserError("There is no commit here yet.", "Commit something first.");
  }
  throw new UserError(
    `${JSON.stringify(name)} names no commit here.`,
    clone.isShallow
      ? "The clone is shallow: fetch more with `git fetch --unshallow`, or correct the name."
      : "Correct the name, or fetch it first: `git fetch origin`.",
  );
}

/** Starts one process. */
export function findCommit(clone: Clone, name: string): Promise<Sha | undefined> {
  return name === "" ? Promise.resolve(undefined) : findObject(clone, `${name}^{commit}`);
}

/** @param name as `git rev-parse` takes it, such as `HEAD:README.md`. Starts one process. */
export async function findObject({ git }: Clone, name: string): Promise<Sha | undefined> {
  // What starts so would be an option, or everything but an object.
  if (/^[-^]/.test(name) || name.includes("\0")) return undefined;
  try {
    return sha((await git.text("rev-parse", "--verify", "--quiet", name)).trim());
  } catch (error) {
    if (error instanceof GitFailure) return undefined;
    throw error;
  }
}

const NAMES = ["main", "master"];

/**
 * The remote's default branch as `git clone` noted it; else the remote's `main` or `master`; else the local one.
 * Starts one process.
 * @throws UserError when there is none of them
 */
export async function defaultBranch({ git, isShallow }: Clone): Promise<Revision> {
  const patterns = ["HEAD", ...NAMES].map((name) => `refs/remotes/*/${name}`);
  const listed = await git.text(
    "for-each-ref",
    "--format=%(refname)%00%(symref)%00%(objectname)",
    ...patterns,
    ...NAMES.map((name) => `refs/heads/${name}`),
  );
  const refs = new Map<string, Revision>();
  for (const line of listed.split("\n")) {
    const [ref = "", target, commit] = line.split("\0");
    if (commit)
      refs.set(ref, { name: (target || ref).replace(/^refs\/(?:heads|remotes)\//, ""), commit: sha(commit) });
  }
  const others = [...refs.keys()]
    .filter((ref) => ref.startsWith("refs/remotes/"))
    .map((ref) => ref.split("/")[2]);
  const preferred = ["origin", "upstream", ...others].flatMap((remote) =>
    ["HEAD", ...NAMES].map((name) => `refs/remotes/${remote}/${name}`),
  );
  for (const ref of [...preferred, ...NAMES.map((name) => `refs/heads/${name}`)]) {
    const found = refs.get(ref);
    if (found) return found;
  }
  throw new UserError(
    "No default branch is known here: the remote has told none, and there is no main or master.",
    isShallow
      ? "Fetch the branch to compare with, such as `git fetch origin main`, or name a commit."
      : "Tell git with `git remote set-head origin --auto`, or name the branch.",
  );
}

/**
 * Starts one process.
 * @throws UserError when the two have no commit in common
 */
export async function mergeBase({ git, isShallow }: Clone, base: Revision, head: Revision): Promise<Sha> {
  try {
    return sha((await git.text("merge-base", base.commit, head.commit)).trim());
  } catch (error) {
    if (!(error instanceof GitFailure) || error.code !== 1) throw error;
    throw new UserError(
      `${base.name} and ${head.name} have no commit in common here.`,
      isShallow
        ? "The clone is shallow: fetch the rest with `git fetch --unshallow` (in actions/checkout: `fetch-depth: 0`)."
        : "Name another branch with --base.",
    );
  }
}
