// Branches, tags and other refs, and what people write to name a commit.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import { type Emulator, ROOT } from "../emulator.ts";
import { type GitObjects, storedBy } from "./objects.ts";
import { type ObjectType, TagObjects } from "./tag-objects.ts";

export interface NamedRef {
  /** Whole: `refs/heads/main`. */
  readonly ref: string;
  readonly object: RefTarget;
}

export interface RefTarget {
  readonly type: string;
  readonly sha: string;
}

const TAGS = "refs/tags/";

export class Refs {
  readonly #emulator: Emulator;
  readonly #objects: GitObjects;
  readonly tags = new TagObjects();
  /** Tags by repository and whole name. The emulator knows of each only the commit it leads to. */
  readonly #tagRefs = new Map<RepositoryRecord, Map<string, RefTarget>>();

  constructor(emulator: Emulator, objects: GitObjects) {
    this.#emulator = emulator;
    this.#objects = objects;
  }

  /** @param ref `refs/heads/main` @returns the object it names, a tag object where it is an annotated tag */
  async find(repository: RepositoryRecord, ref: string): Promise<RefTarget | undefined> {
    if (ref.startsWith(TAGS)) return this.#tagRefs.get(repository)?.get(ref);
    const path = `/repos/${repository.fullName}/git/ref/${encoded(ref.replace(/^refs\//, ""))}`;
    const { status, body } = await this.#emulator.request({ method: "GET", path, as: ROOT });
    return status === 200 ? (body as NamedRef).object : undefined;
  }

  /** All refs whose whole names begin like that, in the order of their bytes. */
  async matching(repository: RepositoryRecord, prefix: string): Promise<NamedRef[]> {
    const tags = [...(this.#tagRefs.get(repository) ?? [])]
      .filter(([ref]) => ref.startsWith(prefix))
      .map(([ref, object]) => ({ ref, object }));
    const others = prefix.startsWith(TAGS) ? [] : await this.#stored(repository, prefix);
    return [...others, ...tags].sort((a, b) => Buffer.compare(Buffer.from(a.ref), Buffer.from(b.ref)));
  }

  async branch(repository: RepositoryRecord, branch: string): Promise<string | undefined> {
    return (await this.find(repository, `refs/heads/${branch}`))?.sha;
  }

  async branches(repository: RepositoryRecord): Promise<{ name: string; sha: string }[]> {
    return (await this.#stored(repository, "refs/heads/")).map(({ ref, object }) => ({
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
      if (object) return this.peel(repository, object);
    }
    return /^[0-9a-f]{4,39}$/.test(name) ? this.#abbreviated(repository, name) : undefined;
  }

  /** Creates, moves or deletes a ref, whatever it pointed to before. */
  async set(repository: RepositoryRecord, ref: string, sha: string | undefined): Promise<void> {
    if (!ref.startsWith(TAGS)) return this.#store(repository, ref, sha);
    const type = sha === undefined ? undefined : await this.typeOf(repository, sha);
    if (sha !== undefined && !type) throw new Error(`${repository.fullName} has no object ${sha}`);
    const tags = this.#tagRefs.get(repository) ?? new Map<string, RefTarget>();
    this.#tagRefs.set(repository, tags);
    const object = type && sha ? { type, sha } : undefined;
    if (object) tags.set(ref, object);
    else tags.delete(ref);
    // What the emulator answers by itself (files, commits) takes tags by name too.
    await this.#store(repository, ref, object && (await this.peel(repository, object)));
  }

  /** @returns undefined where the repository has no such object */
  async typeOf(repository: RepositoryRecord, sha: string): Promise<ObjectType | undefined> {
    if (this.tags.find(repository, sha)) return "tag";
    if (await this.#objects.commit(repository, sha)) return "commit";
    for (const type of ["blob", "tree"] as const) {
      const path = `/repos/${repository.fullName}/git/${type}s/${sha}`;
      if ((await this.#emulator.request({ method: "GET", path, as: ROOT })).status === 200) return type;
    }
    return undefined;
  }

  /** @returns the commit that a ref's object leads to; undefined where it leads to none */
  async peel(repository: RepositoryRecord, { type, sha }: RefTarget): Promise<string | undefined> {
    if (type === "commit") return sha;
    const tag = type === "tag" ? this.tags.find(repository, sha) : undefined;
    return tag && this.peel(repository, tag.object);
  }

  async #store(repository: RepositoryRecord, ref: string, sha: string | undefined): Promise<void> {
    const git = `/repos/${repository.fullName}/git`;
    const base = `${git}/refs`;
    const as = storedBy(repository);
    const name = encoded(ref.replace(/^refs\//, ""));
    const path = `${base}/${name}`;
    const reading = { method: "GET", path: `${git}/ref/${name}`, as: ROOT };
    const exists = (await this.#emulator.request(reading)).status === 200;
    if (sha === undefined) {
      if (exists) await this.#emulator.expect({ method: "DELETE", path, as });
    } else if (exists) {
      await this.#emulator.expect({ method: "PATCH", path, as, body: { sha, force: true } });
    } else {
      await this.#emulator.expect({ method: "POST", path: base, as, body: { ref, sha } });
    }
  }

  /** As the emulator keeps them: tags apart. */
  async #stored(repository: RepositoryRecord, prefix: string): Promise<NamedRef[]> {
    const path = `/repos/${repository.fullName}/git/matching-refs/${encoded(prefix)}`;
    const { status, body } = await this.#emulator.request({ method: "GET", path, as: ROOT });
    if (status !== 200) return [];
    return (body as NamedRef[]).filter(({ ref }) => !ref.startsWith(TAGS));
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
