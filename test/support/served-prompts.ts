// Repositories that release prompts, on the test's wire: tags with records, files at commits, and what can be wrong with
// either.

import { createHash } from "node:crypto";
import { type PromptId, type Sha, sha } from "../../src/core/identity.ts";
import type { ReleaseRecord } from "../../src/core/release/record.ts";
import { writeReleaseMessage } from "../../src/core/release/release-message.ts";
import { releaseTag } from "../../src/core/release/tag-name.ts";
import { version } from "../../src/core/release/version.ts";
import { blobName, objectName } from "./github-json.ts";
import { answeredBy, page, Refused } from "./graphql.ts";
import type { Wire } from "./wire.ts";

type Content = string | Uint8Array;

export interface ReleaseFacts {
  readonly prompt?: string;
  readonly path?: string;
  readonly record?: Partial<ReleaseRecord>;
  /** What the tag's commit holds, where that is not what was released. */
  readonly atCommit?: Content | null | "a symlink";
  /** What comes over the wire, where that is not what git holds. */
  readonly onTheWay?: Content;
}

interface TagFacts {
  readonly name: string;
  readonly commit: Sha;
  /** Undefined for a lightweight tag. */
  readonly message: string | undefined;
}

/** git's own digests, for lock files. */
export function digestOf(content: Content): string {
  return createHash("sha256").update(content).digest("hex");
}

export class ServedRepository {
  readonly name: string;
  readonly #wire: Wire;
  readonly #tags = new Map<string, TagFacts>();
  readonly #files = new Map<string, object>();

  constructor(name: string, wire: Wire) {
    this.name = name;
    this.#wire = wire;
  }

  /** @param of version */
  release(of: string, content: Content, facts: ReleaseFacts = {}): this {
    const prompt = (facts.prompt ?? "support/triage") as PromptId;
    const path = facts.path ?? `prompts/${prompt}.prompt.yml`;
    const record: ReleaseRecord = {
      prompt,
      version: version(of),
      path,
      file: { blob: sha(blobName(content)), sha256: digestOf(content) },
      level: "behaviour",
      reasons: ["the text changed"],
      approvers: [],
      rationale: [],
      ...facts.record,
    };
    const commit = sha(objectName(`${this.name} ${prompt} ${of}`));
    this.tag(releaseTag(prompt, record.version), writeReleaseMessage(record), commit);
    const held = facts.atCommit === undefined ? content : facts.atCommit;
    if (held !== null) this.#files.set(`${commit} ${path}`, this.#entry(held, facts.onTheWay ?? held));
    return this;
  }

  /** @param message left out for a lightweight tag */
  tag(name: string, message?: string, commit: Sha = sha(objectName(name))): this {
    this.#tags.set(name, { name, commit, message });
    return this;
  }

  delete(tag: string): this {
    this.#tags.delete(tag);
    return this;
  }

  get fields(): object {
    return {
      id: "R_1",
      refs: ({ refPrefix, after }: { refPrefix: string; after?: string | null }) => {
        const all = [...this.#tags.values()].filter(({ name }) => `refs/tags/${name}`.startsWith(refPrefix));
        const start = Number(after ?? 0);
        const rest = all.length > start + 100 ? String(start + 100) : undefined;
        return page(all.slice(start, start + 100).map(refOf(refPrefix)), rest);
      },
      object: ({ oid }: { oid: string }) => ({
        __typename: "Commit",
        oid,
        file: ({ path }: { path: string }) => this.#files.get(`${oid} ${path}`) ?? null,
      }),
    };
  }

  /** As GraphQL shows a file: what is no UTF-8 text, and all of a long one, has to be read by name. */
  #entry(held: Content, sent: Content): object {
    const [oid, bytes] = [blobName(held), Buffer.from(sent)];
    this.#wire.on(`GET /repos/${this.name}/git/blobs/${oid}`, {
      body: {
        ...{ sha: oid, node_id: "B_1", size: bytes.length, url: "https://api.github.com/made-up" },
        ...{ content: bytes.toString("base64"), encoding: "base64" },
      },
    });
    const isText = Buffer.from(bytes.toString()).equals(bytes);
    return {
      mode: held === "a symlink" ? 0o120000 : 0o100644,
      type: "blob",
      oid,
      object: {
        ...{ __typename: "Blob", oid, byteSize: bytes.length, isTruncated: bytes.length > 512_000 },
        text: isText ? bytes.toString().slice(0, 512_000) : null,
      },
    };
  }
}

function refOf(prefix: string) {
  return ({ name, commit, message }: TagFacts) => ({
    name: `refs/tags/${name}`.slice(prefix.length),
    prefix,
    target:
      message === undefined
        ? { __typename: "Commit", oid: commit }
        : {
            ...{ __typename: "Tag", oid: objectName(`tag ${name}`), message },
            ...{ tagger: { date: "2030-01-01T00:00:00Z" }, target: { __typename: "Commit", oid: commit } },
          },
  });
}

/** @param path of GraphQL, which GitHub Enterprise Server has elsewhere */
export function servePrompts(
  wire: Wire,
  names: readonly string[] = ["acme/prompts"],
  path = "/graphql",
): ServedRepository[] {
  const all = names.map((name) => new ServedRepository(name, wire));
  const root = {
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const found = all.find((one) => one.name.toLowerCase() === `${owner}/${name}`.toLowerCase());
      if (found) return found.fields;
      throw new Refused("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
    },
  };
  wire.on(`POST ${path}`, answeredBy(root));
  return all;
}
