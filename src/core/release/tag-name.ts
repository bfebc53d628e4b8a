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

/** @param name with or without `refs/tags/` in front. Never throws. */
export function parseTagName(name: string): TagName {
  return new TagNameReader().read(name);
}

/** Reads many names: ids that follow each other and versions that come up again are looked at once. */
export class TagNameReader {
  readonly #versions = new Map<string, Version | undefined>();
  #lastId = "";
  #lastPrompt: PromptId | undefined;

  read(name: string): TagName {
    const short = name.startsWith("refs/tags/") ? name.slice("refs/tags/".length) : name;
    if (!short.startsWith(TAG_PREFIX)) return foreign("does not start with `prompts/`");
    const slash = short.lastIndexOf("/");
    if (short[slash + 1] === "v" && slash > TAG_PREFIX.length && short.length > slash + 2) {
      return this.#readRelease(short.slice(TAG_PREFIX.length, slash), short.slice(slash + 2));
    }
    const move = MOVE.exec(short);
    if (!move?.[1] || move.index <= TAG_PREFIX.length) {
      return foreign("ends neither in a version nor in the number of a move");
    }
    const prompt = this.#readId(short.slice(TAG_PREFIX.length, move.index));
    if (!prompt) return foreign("names no sound prompt id");
    return { kind: "move", prompt, environment: move[1], n: Number(move[2]) };
  }

  #readRelease(id: string, text: string): TagName {
    const version = this.#readVersion(text);
    if (!version) return foreign("has no semantic version after the `v`");
    const prompt = this.#readId(id);
    return prompt ? { kind: "release", prompt, version } : foreign("names no sound prompt id");
  }

  #readVersion(text: string): Version | undefined {
    const known = this.#versions.get(text);
    if (known !== undefined || this.#versions.has(text)) return known;
    const version = parseVersion(text);
    this.#versions.set(text, version);
    return version;
  }

  #readId(id: string): PromptId | undefined {
    if (id !== this.#lastId) {
      const reading = readPromptId(id);
      this.#lastId = id;
      this.#lastPrompt = reading.kind === "value" ? reading.value : undefined;
    }
    return this.#lastPrompt;
  }
}

const MOVE = /\/env\/([a-z0-9][a-z0-9_-]{0,49})\/([1-9]\d{0,8})$/;

function foreign(reason: string): TagName {
  return { kind: "foreign", reason };
}
