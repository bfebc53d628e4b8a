// Combines branches: merge commits, squashed and rebased ones, all by three-way merges of the real trees.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { commitsAhead, mergeBase } from "./history.ts";
import type { BlobAccess, MergeOfTrees } from "./merge-trees.ts";
import { mergeTrees } from "./merge-trees.ts";
import type { Commit, Entry, GitObjects, Identity } from "./objects.ts";

export type Combined<T> =
  | { readonly kind: "clean"; readonly result: T }
  | { readonly kind: "conflict"; readonly paths: readonly string[] };

export class Combiner {
  readonly #objects: GitObjects;
  readonly #repository: RepositoryRecord;

  constructor(objects: GitObjects, repository: RepositoryRecord) {
    this.#objects = objects;
    this.#repository = repository;
  }

  /**
   * The tree of `ours` with what `theirs` changed.
   * @param resolution files as resolved by hand, which settle their conflicts; null deletes
   */
  async tree(
    ours: string,
    theirs: string,
    resolution: ReadonlyMap<string, Entry | null> = new Map(),
  ): Promise<Combined<string>> {
    const base = await mergeBase(this.#objects, this.#repository, ours, theirs);
    return this.#overlay(base, ours, theirs, resolution);
  }

  async merge(
    ours: string,
    theirs: string,
    commit: { message: string; author: Identity; committer: Identity },
    resolution?: ReadonlyMap<string, Entry | null>,
  ): Promise<Combined<Commit>> {
    const tree = await this.tree(ours, theirs, resolution);
    if (tree.kind === "conflict") return tree;
    const made = { ...commit, tree: tree.result, parents: [ours, theirs] };
    return { kind: "clean", result: await this.#objects.putCommit(this.#repository, made) };
  }

  /** All changes of `theirs` as one commit on `ours`. */
  async squash(
    ours: string,
    theirs: string,
    commit: { message: string; author: Identity; committer: Identity },
  ): Promise<Combined<Commit>> {
    const tree = await this.tree(ours, theirs);
    if (tree.kind === "conflict") return tree;
    const made = { ...commit, tree: tree.result, parents: [ours] };
    return { kind: "clean", result: await this.#objects.putCommit(this.#repository, made) };
  }

  /** Each commit of `branch` anew on `onto`, by its author; merge commits are left out, as `git rebase` does. */
  async rebase(onto: string, branch: string, committer: Identity): Promise<Combined<string>> {
    const commits = await commitsAhead(this.#objects, this.#repository, onto, branch);
    let tip = onto;
    for (const { parents, message, author, sha } of commits.filter((one) => one.parents.length < 2)) {
      const tree = await this.#overlay(parents[0], tip, sha, new Map());
      if (tree.kind === "conflict") return tree;
      if (tree.result === (await this.#objects.existing(this.#repository, tip)).tree) continue;
      const made = { tree: tree.result, parents: [tip], message, author, committer };
      tip = (await this.#objects.putCommit(this.#repository, made)).sha;
    }
    return { kind: "clean", result: tip };
  }

  async #overlay(
    base: string | undefined,
    ours: string,
    theirs: string,
    resolution: ReadonlyMap<string, Entry | null>,
  ): Promise<Combined<string>> {
    const merge = await this.#mergeTrees(base, ours, theirs);
    const open = merge.conflicts.filter((path) => !resolution.has(path));
    if (open.length > 0) return { kind: "conflict", paths: open };
    const { tree } = await this.#objects.existing(this.#repository, ours);
    const changes = new Map([...merge.changes, ...resolution]);
    const present = await this.#objects.tree(this.#repository, tree);
    for (const [path, entry] of changes) if (!entry && !present.has(path)) changes.delete(path);
    return { kind: "clean", result: await this.#objects.putTree(this.#repository, tree, changes) };
  }

  async #mergeTrees(base: string | undefined, ours: string, theirs: string): Promise<MergeOfTrees> {
    const repository = this.#repository;
    const blobs: BlobAccess = {
      read: (sha) => this.#objects.blob(repository, sha),
      write: (bytes) => this.#objects.putBlob(repository, bytes),
    };
    const [baseTree, ourTree, theirTree] = await Promise.all([
      base ? this.#objects.treeOf(repository, base) : new Map<string, Entry>(),
      this.#objects.treeOf(repository, ours),
      this.#objects.treeOf(repository, theirs),
    ]);
    return mergeTrees(baseTree, ourTree, theirTree, blobs);
  }
}
