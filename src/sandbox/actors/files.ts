// Files as a person writes them down, to entries of a tree, through the git data API.

import type { Octokit } from "@octokit/rest";
import type { FileContent, Files } from "../sandbox.ts";

export interface TreeEntry {
  readonly path: string;
  readonly mode: "100644" | "120000";
  readonly type: "blob";
  readonly sha?: string | null;
  readonly content?: string;
}

interface Place {
  readonly owner: string;
  readonly repo: string;
}

export async function treeEntries(octokit: Octokit, place: Place, files: Files): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const [path, content] of Object.entries(files))
    entries.push(await treeEntry(octokit, place, path, content));
  return entries;
}

async function treeEntry(
  octokit: Octokit,
  place: Place,
  path: string,
  content: FileContent,
): Promise<TreeEntry> {
  const file = { path, mode: "100644", type: "blob" } as const;
  if (content === null) return { ...file, sha: null };
  if (typeof content === "string") return { ...file, content };
  if ("symlink" in content) return { ...file, mode: "120000", content: content.symlink };
  // Bytes that are no text travel as a blob of their own.
  const { data } = await octokit.rest.git.createBlob({
    ...place,
    content: Buffer.from(content).toString("base64"),
    encoding: "base64",
  });
  return { ...file, sha: data.sha };
}
