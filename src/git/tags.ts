// The tags of a local clone.

import type { Tags } from "../core/ports.ts";
import type { Git } from "./git.ts";
import { createTags } from "./new-tags.ts";
import { type ListedTag, listTags, readMessages } from "./tag-list.ts";

/** A fixed number of processes for each call, however many tags there are. */
export function cloneTags(git: Git): Tags {
  return {
    async list(prefix) {
      const tags: ListedTag[] = [];
      for await (const listed of listTags(git, prefix)) tags.push(...listed);
      await readMessages(git, tags);
      return tags;
    },
    create: (tags) => createTags(git, tags),
  };
}
