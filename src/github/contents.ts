// Files at a commit and the config of a branch, read from GitHub's contents API.

import { CONFIG_PATH } from "../core/config/policy.ts";
import { sha } from "../core/identity.ts";
import type { ConfigSource, Contents, FileAtCommit } from "../core/ports.ts";
import { type RepositoryClient, repositoryParameters, statusOf, unlessMissing } from "./client.ts";
import { conditional } from "./conditional.ts";
import { remembered } from "./memory.ts";

const ROUTE = "GET /repos/{owner}/{repo}/contents/{path}";

interface ContentData {
  type: string;
  sha: string;
  size: number;
  encoding?: string;
  content?: string;
}

export function contents(client: RepositoryClient): Contents {
  const { memory } = client;
  const { owner, repo } = repositoryParameters(client);
  return {
    read(path, commit) {
      return remembered(memory.files, `${owner}/${repo} ${commit} ${path}`, async () => {
        try {
          const { data } = await client.octokit.request(ROUTE, { owner, repo, path, ref: commit });
          return toFile(data as ContentData | ContentData[]);
        } catch (error) {
          if (statusOf(error) === 404) return { kind: "missing" };
          // 403 is GitHub's answer to a file of more than 100 MB.
          if (statusOf(error) === 403 && /too large/i.test(String(error)))
            return { kind: "too-large", size: Infinity };
          throw error;
        }
      });
    },

    async config(branch) {
      const source = await remembered(memory.configs, `${owner}/${repo} ${branch}`, async () => {
        const own = await readConfig(client, { owner, repo, ref: branch }, CONFIG_PATH);
        if (own || repo === ".github") return own ?? "none";
        const shared = `${owner}/.github:${CONFIG_PATH}`;
        return (await readConfig(client, { owner, repo: ".github" }, shared)) ?? "none";
      });
      return source === "none" ? undefined : source;
    },
  };
}

async function readConfig(
  { octokit, memory }: RepositoryClient,
  place: { owner: string; repo: string; ref?: string },
  name: string,
): Promise<ConfigSource | undefined> {
  // An installation that may not see the organisation's `.github` repository has no default config there.
  const missing = place.repo === ".github" ? [404, 403] : [404];
  const request = () => conditional(octokit, memory, ROUTE, { ...place, path: CONFIG_PATH });
  const data = await unlessMissing(request, missing);
  if (!data) return undefined;
  const file = toFile(data as ContentData | ContentData[]);
  // What is no readable file is left to the config's parser, which says so and fails closed.
  if (file.kind !== "file") return { file: name, blob: sha((data as ContentData).sha), text: "\0" };
  return { file: name, blob: file.blob, text: new TextDecoder().decode(file.bytes) };
}

function toFile(data: ContentData | ContentData[]): FileAtCommit {
  if (Array.isArray(data)) return { kind: "directory" };
  if (data.type === "symlink" || data.type === "submodule") return { kind: data.type };
  if (data.encoding !== "base64" || data.content === undefined) return { kind: "too-large", size: data.size };
  return { kind: "file", blob: sha(data.sha), bytes: Buffer.from(data.content, "base64") };
}
