// Branches, tags and other refs, and what people write to name a commit.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { type Emulator, ROOT } from "../emulator.ts";
import { type GitObjects, storedBy } from "./objects.ts";

interface RefJson {
  readonly ref: string;
  readonly object: { readonly type: string; readonly sha: string };
}

export class Refs {
  readonly #emulator: Emulator;
  readonly #objects: GitObjects;

  constructor(emulator: Emulator, objects: GitObjects) {
    this.#emulator = emulator;
    this.#objects = objects;
  }

  /** @param ref `refs/heads/main` @returns the object it names, a tag object where it is an annotated tag */
  async find(repository: RepositoryRecord, ref: string): Promise<RefJson["object"] | undefined> {
    const path = `/repos/${repository.fullName}/git/ref/${encoded(ref.replace(/^refs\//, ""))}`;
    const { status, body } = await this.#emulator.request({ method: "GET", path, as: ROOT });
    return status === 200 ? (body as RefJson).object : undefined;
  }

  async branch(repository: RepositoryRecord, branch: string): Promise<string | undefined> {
    return (await this.find(repository, `refs/heads/${branch}`))?.sha;
  }

  async branches(repository: RepositoryRecord): Promise<{ name: string; sha: string }[]> {
    const path = `/repos/${repository.fullName}/git/matching-refs/heads/`;
    const { status, body } = await this.#emulator.request({ method: "GET", path, as: ROOT });
    if (status !== 200) return [];
    return (body as RefJson[]).map(({ ref, object }) => ({
      name: ref.replace(/^refs\/heads\//, ""),
      sha: object.sha,
    }));
  }

  /** @param name a branch, a tag, a whole ref or a commit, as the API takes them all */
  async resolve(repository: RepositoryRecord, name: string): Promise<string | undefined> {
    if (name === "HEAD") return this.branch(repository, repository.defaultBranch);
    const candidates = name.startsWith("refs/")
      ? [name]
      : /^(heads|tags)\//.test(name)
        ? [`refs/${name}`, `refs/heads/${name}`]
        : [`refs/heads/${name}`, `refs/tags/${name}`];
    if (/^[0-9a-f]{40}$/.test(name)) return (await this.#objects.commit(repository, name))?.sha;
    for (const candidate of candidates) {
      const object = await this.find(repository, candidate);
      if (object) return this.#peel(repository, object);
    }
    return /^[0-9a-f]{4,39}$/.test(name) ? this.#abbreviated(repository, name) : undefined;
  }

  /** Creates, moves or deletes a ref, whatever it pointed to before. */
  async set(repository: RepositoryRecord, ref: string, sha: string | undefined): Promise<void> {
    const base = `/repos/${repository.fullName}/git/refs`;
    const as = storedBy(repository);
    const path = `${base}/${encoded(ref.replace(/^refs\//, ""))}`;
    const existing = await this.find(repository, ref);
    if (sha === undefined) {
      if (existing) await this.#emulator.expect({ method: "DELETE", path, as });
    } else if (existing) {
      await this.#emulator.expect({ method: "PATCH", path, as, body: { sha, force: true } });
    } else {
      await this.#emulator.expect({ method: "POST", path: base, as, body: { ref, sha } });
    }
  }

  async #peel(repository: RepositoryRecord, { type, sha }: RefJson["object"]): Promise<string | undefined> {
    if (type !== "tag") return sha;
    const path = `/repos/${repository.fullName}/git/tags/${sha}`;
    const { status, body } = await this.#emulator.request({ method: "GET", path, as: ROOT });
    return status === 200 ? this.#peel(repository, (body as RefJson).object) : undefined;
  }

  async #abbreviated(repository: RepositoryRecord, name: string): Promise<string | undefined> {
    const path = `/repos/${repository.fullName}/commits?sha=${name}&per_page=1`;
    const { status, body } = await this.#emulator.request({ method: "GET", path, as: ROOT });
    return status === 200 ? (body as { sha: string }[])[0]?.sha : undefined;
  }
}

function encoded(ref: string): string {
  return ref.split("/").map(encodeURIComponent).join("/");
}
