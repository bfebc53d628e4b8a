// The names of our tags: `prompts/<id>/v<version>` for releases, `prompts/<id>/env/<environment>/<n>` for moves of an
// environment. Read from their end, so that an id may hold `/`, `env` and dots.

import { readPromptId } from "../config/prompt-id.ts";
import type { PromptId } from "../identity.ts";
import { parseVersion, type Version } from "./version.ts";

/** What every tag of ours starts with, for queries of matching refs. */
export const TAG_PREFIX = "prompts/";

export type TagName =
  | { readonly kind: "release"; readonly prompt: PromptId; readonly version: Version }
  | { readonly kind: "move"; readonly prompt: PromptId; readonly environment: string; readonly n: number }
  /** Somebody else's, or made by hand in a way that means nothing here. */
  | { readonly kind: "foreign"; readonly reason: string };

export function releaseTag(prompt: PromptId, version: Version): string {
  return `${TAG_PREFIX}${prompt}/v${version}`;
}

/** @param n from 1 on, without gaps. */
export function moveTag(prompt: PromptId, environment: string, n: number): string {
  return `${TAG_PREFIX}${prompt}/env/${environment}/${n}`;
}

/** All tags of one prompt start with this, but so do those of ids below it, such as `a/b` under `a`. */
export function tagPrefixOf(prompt: PromptId): string {
  return `${TAG_PREFIX}${prompt}/`;
}

const MOVE = /^(?<id>.+)\/env\/(?<environment>[a-z0-9][a-z0-9_-]{0,49})\/(?<n>[1-9]\d{0,8})$/s;
const RELEASE = /^(?<id>.+)\/v(?<version>[^/]+)$/s;

/** @param name with or without `refs/tags/` in front. Never throws. */
export function parseTagName(name: string): TagName {
  const short = name.startsWith("refs/tags/") ? name.slice("refs/tags/".length) : name;
  if (!short.startsWith(TAG_PREFIX)) return foreign("does not start with `prompts/`");
  const rest = short.slice(TAG_PREFIX.length);
  const move = MOVE.exec(rest)?.groups;
  if (move?.id && move.environment && move.n) {
    const prompt = soundId(move.id);
    if (!prompt) return foreign("names no sound prompt id");
    return { kind: "move", prompt, environment: move.environment, n: Number(move.n) };
  }
  const release = RELEASE.exec(rest)?.groups;
  if (!release?.id || !release.version)
    return foreign("ends neither in a version nor in the number of a move");
  const version = parseVersion(release.version);
  if (!version) return foreign("has no semantic version after the `v`");
  const prompt = soundId(release.id);
  return prompt ? { kind: "release", prompt, version } : foreign("names no sound prompt id");
}

function soundId(text: string): PromptId | undefined {
  const reading = readPromptId(text);
  return reading.kind === "value" ? reading.value : undefined;
}

function foreign(reason: string): TagName {
  return { kind: "foreign", reason };
}
