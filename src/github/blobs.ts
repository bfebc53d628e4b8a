// Blobs by name, for bytes that GraphQL does not show: of long files, and of what is no text.

import type { Sha } from "../core/identity.ts";
import type { FileAtCommit } from "../core/ports.ts";
import { type RepositoryClient, repositoryParameters, unlessMissing } from "./client.ts";

/** What GitHub sends under the name; whoever needs to trust it holds it against a digest. */
export async function readBlob(client: RepositoryClient, blob: Sha): Promise<FileAtCommit> {
  const { memory } = client;
  return memory.files.get(`blob ${blob}`, async (): Promise<FileAtCommit> => {
    const answer = await unlessMissing(
      () =>
        client.octokit.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
          ...repositoryParameters(client),
          file_sha: blob,
        }),
      [404, 409, 422],
    );
    if (!answer) return { kind: "missing" };
    return { kind: "file", blob, bytes: Buffer.from(answer.data.content, "base64") };
  });
}
