// Refs and annotated tags as GitHub's API shows them, and the node ids of git's objects, which are made of their names.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { ObjectType, TagObject } from "../git/tag-objects.ts";
import type { Json } from "../sandbox.ts";
import { toSeconds, type World } from "../world.ts";

export type GitNodeKind = "REF" | "T" | "B" | "TR";

/** @param name the whole ref, or the object's name */
export function gitNodeId(kind: GitNodeKind, repository: RepositoryRecord, name: string): string {
  return `${kind}_${Buffer.from(`${kind}:${repository.id}:${name}`).toString("base64url")}`;
}

/** @returns undefined for what is no node id of that kind */
export function parseGitNodeId(
  id: string,
): { kind: GitNodeKind; repository: number; name: string } | undefined {
  const [, prefix = "", encoded = ""] = /^(REF|T|B|TR)_(.+)$/.exec(id) ?? [];
  const [, kind, repository, name] =
    /^(\w+):(\d+):([\s\S]+)$/.exec(Buffer.from(encoded, "base64url").toString()) ?? [];
  if (kind !== prefix || !name) return undefined;
  return { kind: kind as GitNodeKind, repository: Number(repository), name };
}

export function refJson(
  world: World,
  repository: RepositoryRecord,
  ref: string,
  object: { readonly type: string; readonly sha: string },
): Json {
  const short = ref.replace(/^refs\//, "");
  return {
    ref,
    node_id: gitNodeId("REF", repository, ref),
    url: `${world.url}/repos/${repository.fullName}/git/refs/${short.split("/").map(encodeURIComponent).join("/")}`,
    object: objectJson(world, repository, object),
  };
}

export function tagJson(world: World, repository: RepositoryRecord, tag: TagObject): Json {
  const { sha, message, object, tagger } = tag;
  return {
    node_id: gitNodeId("T", repository, sha),
    sha,
    url: `${world.url}/repos/${repository.fullName}/git/tags/${sha}`,
    tagger: { ...tagger, date: toSeconds(new Date(tagger.date).toISOString()) },
    object: objectJson(world, repository, object),
    tag: tag.tag,
    message,
    verification: {
      verified: false,
      reason: "unsigned",
      signature: null,
      payload: null,
      verified_at: null,
    },
  };
}

const ROUTES: Readonly<Record<ObjectType, string>> = {
  commit: "commits",
  tree: "trees",
  blob: "blobs",
  tag: "tags",
};

function objectJson(
  world: World,
  repository: RepositoryRecord,
  { type, sha }: { readonly type: string; readonly sha: string },
): Json {
  const url = `${world.url}/repos/${repository.fullName}/git/${ROUTES[type as ObjectType]}/${sha}`;
  return { sha, type, url };
}
