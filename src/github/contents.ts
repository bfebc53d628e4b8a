// Files at a commit and the config of a branch, read from GitHub's contents API.

import * as z from "zod";
import { CONFIG_PATH } from "../core/config/policy.ts";
import { type RepositoryName, type Sha, sha } from "../core/identity.ts";
import type { ConfigSource, Contents, FileAtCommit } from "../core/ports.ts";
import { blobNameOf } from "./blob.ts";
import { type RepositoryClient, repositoryParameters, statusOf, unlessMissing } from "./client.ts";
import { conditional } from "./conditional.ts";
import { keyOf } from "./memory.ts";
import { wholeFile } from "./patch.ts";

const ROUTE = "GET /repos/{owner}/{repo}/contents/{path}";

/** Larger files are read again rather than kept in memory. */
const MOST_BYTES_KEPT = 64 * 1024;

/** Stands in for the name of a config that is no file; no content has it. */
const NO_BLOB = sha("0".repeat(40));

const Content = z.object({
  type: z.string(),
  sha: z.string(),
  size: z.number(),
  encoding: z.string().nullish(),
  content: z.string().nullish(),
});

export function contents(client: RepositoryClient): Contents {
  const { memory, repository } = client;
  return {
    read(path, commit, blob) {
      const key = blob ?? `${keyOf(repository)} ${commit} ${path}`;
      const isSmall = (file: FileAtCommit) =>
        file.kind === "file" && file.bytes.byteLength <= MOST_BYTES_KEPT;
      return memory.files.get(key, () => readFile(client, path, commit, blob), isSmall);
    },

    async config(branch) {
      const source = await memory.configs.get(`${keyOf(repository)} ${branch}`, async () => {
        return (await ownConfig(client, branch)) ?? (await sharedConfig(client)) ?? "none";
      });
      return source === "none" ? undefined : source;
    },
  };
}

async function readFile(
  client: RepositoryClient,
  path: string,
  commit: Sha,
  blob: Sha | undefined,
): Promise<FileAtCommit> {
  const patch = client.memory.patches.get(`${keyOf(client.repository)} ${commit}`)?.get(path);
  const shown = patch !== undefined && blob ? wholeFile(patch, blob) : undefined;
  if (shown && blob) return { kind: "file", blob, bytes: shown };
  try {
    const { data } = await client.octokit.request(ROUTE, {
      ...repositoryParameters(client),
      path,
      ref: commit,
    });
    return toFile(data, blob);
  } catch (error) {
    if (statusOf(error) === 404) return { kind: "missing" };
    // 403 is GitHub's answer to a file of more than 100 MB.
    if (statusOf(error) === 403 && /too large/i.test(String(error)))
      return { kind: "too-large", size: Infinity };
    throw error;
  }
}

async function ownConfig(client: RepositoryClient, branch: string): Promise<ConfigSource | undefined> {
  const { memory, repository } = client;
  const key = `${keyOf(repository)} ${branch}`;
  let source: ConfigSource | undefined;
  await memory.unconfigured.get(
    key,
    async () => {
      // Named in full, so that a tag of the branch's name cannot take its place.
      const ref = `refs/heads/${branch}`;
      source = await readConfig(client, repository, { ref }, CONFIG_PATH);
      return source ? "some" : "none";
    },
    (answer) => answer === "none",
  );
  return source;
}

async function sharedConfig(client: RepositoryClient): Promise<ConfigSource | undefined> {
  const { owner, name } = client.repository;
  if (name === ".github") return undefined;
  return readConfig(client, { owner, name: ".github" }, {}, `${owner}/.github:${CONFIG_PATH}`);
}

async function readConfig(
  { octokit, memory }: RepositoryClient,
  { owner, name: repo }: RepositoryName,
  at: { readonly ref?: string },
  file: string,
): Promise<ConfigSource | undefined> {
  // An installation that may not see the organisation's `.github` repository has no default config there.
  const missing = at.ref === undefined ? [404, 403] : [404];
  const read = (data: unknown) => toFile(data, undefined);
  const parameters = { owner, repo, ...at, path: CONFIG_PATH };
  const answer = await unlessMissing(
    () => conditional(octokit, memory.answers, ROUTE, parameters, read),
    missing,
  );
  if (!answer) return undefined;
  const { value } = answer;
  if (value.kind !== "file") {
    const unreadable = value.kind === "too-large" ? "over 1 MiB" : `a ${value.kind}`;
    return { file, blob: NO_BLOB, text: "", unreadable };
  }
  return { file, blob: value.blob, text: new TextDecoder().decode(value.bytes) };
}

/**
 * @param expected the blob that git has at the path, where it is known. GitHub follows a symbolic link to a file of the
 * repository and shows that file, so other bytes than the blob's mean a link.
 */
function toFile(data: unknown, expected: Sha | undefined): FileAtCommit {
  if (Array.isArray(data)) return { kind: "directory" };
  const { type, sha: name, size, encoding, content } = Content.parse(data);
  if (type === "symlink" || type === "submodule") return { kind: type };
  const blob = sha(name);
  if (encoding !== "base64" || typeof content !== "string") return { kind: "too-large", size };
  const bytes = Buffer.from(content, "base64");
  return blobNameOf(bytes, blob) === (expected ?? blob) ? { kind: "file", blob, bytes } : { kind: "symlink" };
}
