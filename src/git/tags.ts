// The tags of a local clone.

import type { Tags } from "../core/ports.ts";
import type { Tag } from "../core/release/history.ts";
import type { Git } from "./git.ts";
import { createTags } from "./new-tags.ts";
import { listTags, readMessages } from "./tag-list.ts";

export interface CloneTags extends Tags {
  /** Names alone, as they come in: of 200,000 tags few messages matter. */
  names(prefix: string): AsyncIterable<readonly Tag[]>;
  /** Puts messages, targets and times on tags that `names` gave. */
  readMessages(tags: Iterable<Tag>): Promise<void>;
}

/** A fixed number of processes for each call, however many tags there are. */
export function cloneTags(git: Git): CloneTags {
  return {
    names: (prefix) => listTags(git, prefix),
    readMessages: (tags) => readMessages(git, tags),
    async list(prefix) {
      const tags: Tag[] = [];
      for await (const listed of listTags(git, prefix)) tags.push(...listed);
      await readMessages(git, tags);
      return tags.map(({ name, kind, object, commit, message, taggedAt }) => {
        return { name, kind, object, commit, message, taggedAt };
      });
    },
    create: (tags) => createTags(git, tags),
  };
}
