// Files at a commit and the config of a branch, read from a clone.

import { CONFIG_PATH } from "../core/config/policy.ts";
import type { Sha } from "../core/identity.ts";
import type { ConfigSource, Contents, FileAtCommit } from "../core/ports.ts";
import type { Clone } from "./clone.ts";
import { resolveRevision } from "./revision.ts";
import type { Trees } from "./tree.ts";

/** The organisation's default config is not in a clone: where the repository has none of its own, there is none. */
export function contents(clone: Clone, trees: Trees): Contents {
  const read = async (path: string, commit: Sha): Promise<FileAtCommit> => {
    const entry = (await trees.of(commit)).get(path);
    if (!entry) return { kind: "missing" };
    return entry.kind === "file" ? clone.objects.read(entry.object) : { kind: entry.kind };
  };
  return {
    read,
    async config(branch): Promise<ConfigSource | undefined> {
      const { commit } = await resolveRevision(clone, branch);
      const object = (await trees.of(commit)).get(CONFIG_PATH)?.object;
      if (!object) return undefined;
      const file = await read(CONFIG_PATH, commit);
      const source = { file: CONFIG_PATH, blob: object };
      if (file.kind === "file") return { ...source, text: new TextDecoder().decode(file.bytes) };
      return { ...source, text: "", unreadable: file.kind === "too-large" ? "over 1 MiB" : `a ${file.kind}` };
    },
  };
}
