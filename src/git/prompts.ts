// What a judgement wants to know of prompts, read from a clone: their files and the tags of their releases.

import type { Sha } from "../core/identity.ts";
import type { FileAtCommit, Prompts } from "../core/ports.ts";
import type { Tag } from "../core/release/history.ts";
import { parseTagName, TAG_PREFIX } from "../core/release/tag-name.ts";
import type { Clone } from "./clone.ts";
import { contents } from "./contents.ts";
import { cloneTags } from "./tags.ts";
import type { Trees } from "./tree.ts";

/** A fixed number of processes, however many prompts. Checks and labels are on GitHub. */
export function prompts(clone: Clone, trees: Trees): Prompts {
  const { read } = contents(clone, trees);
  const filesAt = async (commit: Sha, paths: readonly string[]) => {
    const files = await Promise.all(paths.map(async (path) => [path, await read(path, commit)] as const));
    return new Map<string, FileAtCommit>(files);
  };
  return {
    async read({ head, before, prompts: wanted }) {
      const paths = head.files.map(({ path }) => path);
      return {
        files: await filesAt(head.commit, paths),
        former: before ? await filesAt(before.commit, before.paths) : new Map(),
        releases: { kind: "known", tags: await releasesOf(clone, new Set(wanted)), labels: [] },
      };
    },

    blob: (blob) => clone.objects.read(blob),
  };
}

async function releasesOf({ git }: Clone, wanted: ReadonlySet<string>): Promise<readonly Tag[]> {
  if (wanted.size === 0) return [];
  const tags = cloneTags(git);
  const found: Tag[] = [];
  for await (const listed of tags.names(TAG_PREFIX)) {
    for (const tag of listed) {
      const name = parseTagName(tag.name);
      if (name.kind === "release" && wanted.has(name.prompt)) found.push(tag);
    }
  }
  await tags.readMessages(found);
  return found;
}
