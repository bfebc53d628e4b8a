// Annotated tags as git keeps them: named by the hash of what they say, so that the same tag written twice is one
// object. The emulator names its tags at random, so they are kept here.

import { createHash } from "node:crypto";
import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { Identity } from "./objects.ts";

export type ObjectType = "commit" | "tree" | "blob" | "tag";

export interface TagObject {
  readonly sha: string;
  /** The name it was given, which says nothing about the refs that point to it. */
  readonly tag: string;
  readonly message: string;
  readonly object: { readonly type: ObjectType; readonly sha: string };
  readonly tagger: Identity;
}

export class TagObjects {
  readonly #tags = new Map<string, TagObject>();

  put(repository: RepositoryRecord, content: Omit<TagObject, "sha">): TagObject {
    const tag = { ...content, sha: hashOf(content) };
    this.#tags.set(`${repository.id} ${tag.sha}`, tag);
    return tag;
  }

  find(repository: RepositoryRecord, sha: string): TagObject | undefined {
    return this.#tags.get(`${repository.id} ${sha}`);
  }
}

function hashOf({ tag, message, object, tagger }: Omit<TagObject, "sha">): string {
  const content = Buffer.from(
    `object ${object.sha}\ntype ${object.type}\ntag ${tag}\n` +
      `tagger ${tagger.name} <${tagger.email}> ${gitTime(tagger.date)}\n\n${message}`,
  );
  return createHash("sha1").update(`tag ${content.length}\0`).update(content).digest("hex");
}

/** Seconds, and the offset that the date was written with. */
function gitTime(date: string): string {
  const offset = /([+-]\d\d):?(\d\d)$/.exec(date);
  return `${Math.floor(Date.parse(date) / 1000)} ${offset ? `${offset[1]}${offset[2]}` : "+0000"}`;
}
