// The blobs of a commit by path.

import { type Sha, sha } from "../core/identity.ts";
import { type RepositoryClient, repositoryParameters, unlessMissing } from "./client.ts";

export interface Tree {
  readonly blobs: ReadonlyMap<string, Sha>;
  /** GitHub ends a tree at 100,000 entries or 7 MB. */
  readonly isTruncated: boolean;
}

export async function readTree(client: RepositoryClient, commit: Sha): Promise<Tree> {
  const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
    ...repositoryParameters(client),
    tree_sha: commit,
    recursive: "1",
  });
  // A submodule's commit counts as a blob: it is what stands at the path.
  const blobs = data.tree.flatMap(({ type, path, sha: blob }): [string, Sha][] =>
    type !== "tree" && path && blob ? [[path, sha(blob)]] : [],
  );
  return { blobs: new Map(blobs), isTruncated: data.truncated };
}

/** Only of `paths`, as far as they exist. */
export async function blobsAt(
  client: RepositoryClient,
  commit: Sha,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Sha>> {
  const { blobs, isTruncated } = await readTree(client, commit);
  const found = new Map<string, Sha>();
  for (const path of paths) {
    // In a tree that is cut off, what is not there may be behind the cut.
    const blob = blobs.get(path) ?? (isTruncated ? await blobAt(client, commit, path) : undefined);
    if (blob) found.set(path, blob);
  }
  return found;
}

async function blobAt(client: RepositoryClient, commit: Sha, path: string): Promise<Sha | undefined> {
  const route = "GET /repos/{owner}/{repo}/contents/{path}";
  const parameters = { ...repositoryParameters(client), path, ref: commit };
  const answer = await unlessMissing(() => client.octokit.request(route, parameters));
  return answer && !Array.isArray(answer.data) ? sha(answer.data.sha) : undefined;
}
