// The history of releases and environments, rebuilt from tags and nothing else. Order comes from version numbers and
// from the numbers of moves, never from clocks. Messages are read when they are asked for: a listing needs few of them.

import type { Finding } from "../finding.ts";
import type { PromptId, Sha } from "../identity.ts";
import { Entries } from "./entries.ts";
import { Move, Release } from "./history-entries.ts";
import { type DoubtedTag, nameFindings } from "./name-findings.ts";
import { TAG_PREFIX, type TagName, TagNameReader } from "./tag-name.ts";
import { isHigherVersion, type Version } from "./version.ts";

export interface Tag {
  /** With or without `refs/tags/`. */
  readonly name: string;
  readonly kind: "annotated" | "lightweight";
  /** The tag object; of a lightweight tag what it points at. */
  readonly object: Sha;
  /** The commit; undefined where it was not asked for. */
  readonly commit?: Sha | undefined;
  /** With its signature, if it has one; undefined where it was not read. */
  readonly message?: string | undefined;
  /** By the tagger's clock, ISO 8601. */
  readonly taggedAt?: string | undefined;
}

export interface History {
  readonly prompts: ReadonlyMap<PromptId, PromptHistory>;
  /** What the tags' names alone show to be wrong. */
  readonly findings: readonly Finding[];
}

export class PromptHistory {
  readonly prompt: PromptId;
  readonly #releases: Entries<Version, Release>;
  readonly #moves = new Map<string, Entries<number, Move>>();

  constructor(prompt: PromptId) {
    this.prompt = prompt;
    this.#releases = new Entries<Version, Release>(
      (version, tag) => new Release({ prompt, version }, tag),
      isHigherVersion,
    );
  }

  /** Lowest version first. */
  get releases(): readonly Release[] {
    return this.#releases.sorted;
  }

  /** The highest version, a retirement included. */
  get latest(): Release | undefined {
    return this.#releases.highest;
  }

  release(version: Version): Release | undefined {
    return this.#releases.get(version);
  }

  /** How many releases have a higher version. */
  countAbove(version: Version): number {
    return this.#releases.countAbove(version);
  }

  get environments(): readonly string[] {
    return [...this.#moves.keys()];
  }

  /** All moves of an environment, first to last. */
  moves(environment: string): readonly Move[] {
    return this.#moves.get(environment)?.sorted ?? [];
  }

  /** The one with the highest number, which says what runs. */
  lastMove(environment: string): Move | undefined {
    return this.#moves.get(environment)?.highest;
  }

  /** Numbers of all moves of an environment, lowest first. */
  moveNumbers(environment: string): readonly number[] {
    return [...(this.#moves.get(environment)?.keys ?? [])].sort((a, b) => a - b);
  }

  /** The number that the next move must take. */
  nextMove(environment: string): number {
    return (this.lastMove(environment)?.n ?? 0) + 1;
  }

  /** For `HistoryReader` alone. @returns the tag that was there under the name before */
  add(name: Exclude<TagName, { kind: "foreign" }>, tag: Tag): Tag | undefined {
    return name.kind === "release"
      ? this.#releases.add(name.version, tag)
      : this.#movesOf(name.environment).add(name.n, tag);
  }

  #movesOf(environment: string): Entries<number, Move> {
    const known = this.#moves.get(environment);
    if (known) return known;
    const { prompt } = this;
    const moves = new Entries<number, Move>(
      (n, tag) => new Move({ prompt, environment, n }, tag),
      (a, b) => a > b,
    );
    this.#moves.set(environment, moves);
    return moves;
  }
}

/** Linear in the number of tags, whatever their order. A tag that comes twice counts once. */
export function readHistory(tags: Iterable<Tag>): History {
  const reader = new HistoryReader();
  for (const tag of tags) reader.add(tag);
  return reader.finish();
}

/** Takes tags as they come in, so that hundreds of thousands of them need not be waited for. */
export class HistoryReader {
  readonly #names = new TagNameReader();
  readonly #prompts = new Map<PromptId, PromptHistory>();
  readonly #foreign = new Map<string, Tag>();
  readonly #doubted: DoubtedTag[] = [];
  #last: PromptHistory | undefined;

  add(tag: Tag): void {
    const parsed = this.#names.read(tag.name);
    if (parsed.kind === "foreign") {
      this.#addForeign(tag, parsed.reason);
      return;
    }
    const known = this.#historyOf(parsed.prompt).add(parsed, tag);
    if (known) this.#meetAgain(known, tag);
    else if (tag.kind === "lightweight") {
      this.#doubt(tag, "lightweight", "has no message, so it was made by hand");
    }
  }

  finish(): History {
    return { prompts: this.#prompts, findings: nameFindings(this.#prompts, this.#doubted) };
  }

  /** Tags of one prompt mostly follow each other. */
  #historyOf(prompt: PromptId): PromptHistory {
    if (this.#last?.prompt === prompt) return this.#last;
    const history = this.#prompts.get(prompt) ?? new PromptHistory(prompt);
    this.#prompts.set(prompt, history);
    this.#last = history;
    return history;
  }

  #addForeign(tag: Tag, reason: string): void {
    const name = tag.name.startsWith("refs/tags/") ? tag.name.slice("refs/tags/".length) : tag.name;
    const known = this.#foreign.get(name);
    if (known) {
      this.#meetAgain(known, tag);
      return;
    }
    this.#foreign.set(name, tag);
    if (name.startsWith(TAG_PREFIX)) this.#doubt(tag, "foreign", reason);
  }

  #meetAgain(known: Tag, tag: Tag): void {
    if (known.object === tag.object) return;
    this.#doubt(tag, "contradicting", "is listed twice, pointing at different objects");
  }

  #doubt(tag: Tag, problem: DoubtedTag["problem"], reason: string): void {
    this.#doubted.push({ tag, problem, reason });
  }
}
