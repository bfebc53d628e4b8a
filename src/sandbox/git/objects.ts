// Git's objects as the sandbox works with them: read from the emulator once, written to it always.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { type Emulator, ROOT } from "../emulator.ts";

export interface Identity {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
}

export interface Entry {
  readonly mode: string;
  /** `commit` is a submodule. */
  readonly type: "blob" | "commit";
  readonly sha: string;
}

/** Every file of a tree by its whole path. */
export type Tree = ReadonlyMap<string, Entry>;
export type TreeChanges = ReadonlyMap<string, Entry | null>;

export const NO_COMMIT = "0".repeat(40);

export class GitObjects {
  readonly #emulator: Emulator;
  /** By repository and name: an object is visible only where it was put. */
  readonly #commits = new Map<string, Commit>();
  readonly #blobsKnown = new Set<string>();
  /** By name alone, since equal names mean equal bytes. */
  readonly #trees = new Map<string, Tree>();
  readonly #blobs = new Map<string, Buffer>();

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  async commit(repository: RepositoryRecord, sha: string): Promise<Commit | undefined> {
    const key = `${repository.id} ${sha}`;
    const known = this.#commits.get(key);
    if (known) return known;
    const answer = await this.#get(repository, `/git/commits/${sha}`);
    if (!answer) return undefined;
    const commit = toCommit(answer as CommitJson);
    this.#commits.set(key, commit);
    return commit;
  }

  /** @throws Error when there is no such commit */
  async existing(repository: RepositoryRecord, sha: string): Promise<Commit> {
    const commit = await this.commit(repository, sha);
    if (!commit) throw new Error(`${repository.fullName} has no commit ${sha}`);
    return commit;
  }

  async tree(repository: RepositoryRecord, sha: string): Promise<Tree> {
    const known = this.#trees.get(sha);
    if (known) return known;
    const answer = await this.#get(repository, `/git/trees/${sha}?recursive=1`);
    const { tree } = (answer ?? { tree: [] }) as { tree: TreeItem[] };
    const flat = new Map<string, Entry>();
    for (const { path, mode, type, sha: object } of tree) {
      if (type !== "tree") flat.set(path, { mode, type, sha: object });
      if (type === "blob") this.#know(repository, object);
    }
    this.#trees.set(sha, flat);
    return flat;
  }

  async treeOf(repository: RepositoryRecord, commit: string): Promise<Tree> {
    return this.tree(repository, (await this.existing(repository, commit)).tree);
  }

  async blob(repository: RepositoryRecord, sha: string): Promise<Buffer> {
    const known = this.#blobs.get(sha);
    if (known) return known;
    const answer = await this.#get(repository, `/git/blobs/${sha}`);
    if (!answer) throw new Error(`${repository.fullName} has no blob ${sha}`);
    const bytes = Buffer.from((answer as { content: string }).content, "base64");
    this.#blobs.set(sha, bytes);
    return bytes;
  }

  async putBlob(repository: RepositoryRecord, bytes: Buffer): Promise<string> {
    const body = { content: bytes.toString("base64"), encoding: "base64" };
    const { sha } = (await this.#post(repository, "/git/blobs", body)) as { sha: string };
    this.#blobs.set(sha, bytes);
    this.#know(repository, sha);
    return sha;
  }

  /** @param changes null removes a file */
  async putTree(
    repository: RepositoryRecord,
    base: string | undefined,
    changes: TreeChanges,
  ): Promise<string> {
    const tree = [...changes].map(([path, entry]) =>
      entry ? { path, ...entry } : { path, mode: "100644", type: "blob", sha: null },
    );
    if (tree.length === 0 && base) return base;
    const body = { ...(base ? { base_tree: base } : {}), tree };
    return ((await this.#post(repository, "/git/trees", body)) as { sha: string }).sha;
  }

  async putCommit(repository: RepositoryRecord, commit: Omit<Commit, "sha">): Promise<Commit> {
    const json = (await this.#post(repository, "/git/commits", commit)) as CommitJson;
    const made = toCommit(json);
    this.#commits.set(`${repository.id} ${made.sha}`, made);
    return made;
  }

  /** Makes a commit, with all it builds on, known in another repository of the network: forks share their objects. */
  async share(from: RepositoryRecord, to: RepositoryRecord, sha: string): Promise<void> {
    if (from === to) return;
    const missing: Commit[] = [];
    const seen = new Set<string>();
    const waiting = [sha];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (seen.has(next) || (await this.commit(to, next))) continue;
      seen.add(next);
      const commit = await this.existing(from, next);
      missing.push(commit);
      waiting.push(...commit.parents);
    }
    const pending = new Map(missing.map((commit) => [commit.sha, commit]));
    while (pending.size > 0) {
      for (const commit of pending.values()) {
        if (commit.parents.some((parent) => pending.has(parent))) continue;
        await this.#copy(from, to, commit);
        pending.delete(commit.sha);
      }
    }
  }

  async #copy(from: RepositoryRecord, to: RepositoryRecord, commit: Commit): Promise<void> {
    const tree = await this.tree(from, commit.tree);
    for (const { type, sha } of tree.values()) {
      if (type === "blob" && !this.#blobsKnown.has(`${to.id} ${sha}`)) {
        await this.putBlob(to, await this.blob(from, sha));
      }
    }
    await this.putTree(to, undefined, tree);
    const { sha: _, ...content } = commit;
    const copy = await this.putCommit(to, content);
    if (copy.sha !== commit.sha) throw new Error(`${commit.sha} became ${copy.sha} in ${to.fullName}`);
  }

  #know(repository: RepositoryRecord, blob: string): void {
    this.#blobsKnown.add(`${repository.id} ${blob}`);
  }

  async #get(repository: RepositoryRecord, path: string): Promise<unknown> {
    const { status, body } = await this.#emulator.request({
      method: "GET",
      path: `/repos/${repository.fullName}${path}`,
      as: ROOT,
    });
    return status === 200 ? body : undefined;
  }

  #post(repository: RepositoryRecord, path: string, body: unknown): Promise<unknown> {
    return this.#emulator.expect({
      method: "POST",
      path: `/repos/${repository.fullName}${path}`,
      as: storedBy(repository),
      body,
    });
  }
}

/** Whom the emulator lets write there. */
export function storedBy({ owner }: RepositoryRecord): string {
  return owner.kind === "Organization" ? ROOT : owner.login;
}

interface TreeItem {
  readonly path: string;
  readonly mode: string;
  readonly type: "blob" | "commit" | "tree";
  readonly sha: string;
}

interface CommitJson {
  readonly sha: string;
  readonly tree: { readonly sha: string };
  readonly parents: readonly { readonly sha: string }[];
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
}

function toCommit({ sha, tree, parents, message, author, committer }: CommitJson): Commit {
  return { sha, tree: tree.sha, parents: parents.map((parent) => parent.sha), message, author, committer };
}
