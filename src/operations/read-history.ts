// The history of releases and environments, with as many messages of tags as a question needs.

import type { PromptId } from "../core/identity.ts";
import { type History, HistoryReader, type Tag } from "../core/release/history.ts";
import { tagsOfCurrentMoves } from "../core/release/past.ts";
import { TAG_PREFIX, tagPrefixOf } from "../core/release/tag-name.ts";

/** Tags by name first, their messages when they are needed. */
export interface TagSource {
  /** As they come in, without messages. */
  names(prefix: string): AsyncIterable<readonly Tag[]>;
  /** Puts messages, targets and times on tags that `names` gave. */
  readMessages(tags: Iterable<Tag>): Promise<void>;
}

export interface HistoryQuestion {
  /** Only tags of these and of prompts below them; all where it is left out. */
  readonly prompts?: readonly PromptId[];
  /** `names`: no message. `now`: what runs where, and the newest release of each prompt. `past`: every message. */
  readonly about: "names" | "now" | "past";
  /** Told how many tags were listed so far. */
  readonly onProgress?: (tags: number) => void;
}

export async function readTagHistory(source: TagSource, question: HistoryQuestion): Promise<History> {
  const { prompts, about, onProgress } = question;
  const reader = new HistoryReader();
  const every: Tag[] = [];
  let count = 0;
  for (const prefix of prompts?.map(tagPrefixOf) ?? [TAG_PREFIX]) {
    for await (const tags of source.names(prefix)) {
      for (const tag of tags) reader.add(tag);
      if (about === "past") every.push(...tags);
      count += tags.length;
      onProgress?.(count);
    }
  }
  const history = reader.finish();
  if (about !== "names") await source.readMessages(about === "past" ? every : tagsThatMatterNow(history));
  return history;
}

function tagsThatMatterNow(history: History): Tag[] {
  const newest = [...history.prompts.values()].flatMap(({ latest }) => latest?.tag ?? []);
  return [...newest, ...tagsOfCurrentMoves(history)];
}
