// Releases as GitHub's API and webhooks show them.

import type { ReleaseRecord } from "../releases/releases.ts";
import type { Json } from "../sandbox.ts";
import { nodeId, type World } from "../world.ts";
import { simpleUser } from "./accounts.ts";

export function releaseJson(world: World, release: ReleaseRecord): Json {
  const { id, repository, tagName, isDraft } = release;
  const api = `${world.url}/repos/${repository.fullName}`;
  const tag = tagName.split("/").map(encodeURIComponent).join("/");
  const archive = (kind: string) => (isDraft ? null : `${api}/${kind}/refs/tags/${tag}`);
  return {
    url: `${api}/releases/${id}`,
    assets_url: `${api}/releases/${id}/assets`,
    upload_url: `${api}/releases/${id}/assets{?name,label}`,
    html_url: releaseUrl(world, release),
    id,
    node_id: nodeId("RE", id),
    author: simpleUser(world, release.author),
    tag_name: tagName,
    target_commitish: release.target,
    name: release.name,
    draft: isDraft,
    immutable: false,
    prerelease: release.isPrerelease,
    created_at: release.createdAt,
    updated_at: release.updatedAt,
    published_at: release.publishedAt,
    assets: [],
    tarball_url: archive("tarball"),
    zipball_url: archive("zipball"),
    body: release.body,
  };
}

export function releaseUrl(world: World, { id, repository, tagName, isDraft }: ReleaseRecord): string {
  const tag = tagName.split("/").map(encodeURIComponent).join("/");
  return `${world.url}/${repository.fullName}/releases/tag/${isDraft ? `untagged-${id}` : tag}`;
}
