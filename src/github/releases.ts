// GitHub Releases, one for a tag. GitHub refuses a second one for the same tag, but not when both come at one moment.

import * as z from "zod";
import type { GitHubReleases, NewGitHubRelease } from "../core/ports.ts";
import { type RepositoryClient, repositoryParameters, statusOf, unlessMissing } from "./client.ts";

const Listed = z.array(z.object({ id: z.number(), tag_name: z.string() }));

export function releases(client: RepositoryClient): GitHubReleases {
  return {
    async ensure(release, claim) {
      if (claim === "held") {
        await create(client, release);
        return;
      }
      if (await isThere(client, release.tag)) return;
      const id = await create(client, release);
      if (id !== undefined) await takeBackIfSecond(client, release.tag, id);
    },
  };
}

/** @returns its id; undefined where there is one already */
async function create(
  client: RepositoryClient,
  { tag, title, body, isPreRelease }: NewGitHubRelease,
): Promise<number | undefined> {
  try {
    const { data } = await client.octokit.request("POST /repos/{owner}/{repo}/releases", {
      ...repositoryParameters(client),
      tag_name: tag,
      name: title,
      body,
      prerelease: isPreRelease,
      // "Latest" belongs to the repository's own software, and to no one of many prompts.
      make_latest: "false",
    });
    return data.id;
  } catch (error) {
    if (statusOf(error) === 422 && /already_exists/.test(String(error))) return undefined;
    throw error;
  }
}

async function isThere(client: RepositoryClient, tag: string): Promise<boolean> {
  const route = "GET /repos/{owner}/{repo}/releases/tags/{tag}";
  const found = await unlessMissing(() =>
    client.octokit.request(route, { ...repositoryParameters(client), tag }),
  );
  return found !== undefined;
}

/** Of several that were made at one moment the first one stays; each run looks after its own. */
async function takeBackIfSecond(client: RepositoryClient, tag: string, id: number): Promise<void> {
  const { data } = await client.octokit.request("GET /repos/{owner}/{repo}/releases", {
    ...repositoryParameters(client),
    per_page: 100,
  });
  const others = Listed.parse(data).filter((one) => one.tag_name === tag && one.id < id);
  if (others.length === 0) return;
  await unlessMissing(() =>
    client.octokit.request("DELETE /repos/{owner}/{repo}/releases/{release_id}", {
      ...repositoryParameters(client),
      release_id: id,
    }),
  );
}
