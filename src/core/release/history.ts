// The history of releases and environments, rebuilt from tags and nothing else. Order comes from version numbers and
// from the numbers of moves, never from clocks. Messages are read when they are asked for: a listing needs few of them.

import type { Finding } from "../finding.ts";
import type { PromptId, Sha } from "../identity.ts";
import { Move, Release } from "./history-entries.ts";
import { nameFindings } from "./name-findings.ts";
import { parseTagName } from "./tag-name.ts";
import { sortVersions, type Version } from "./version.ts";

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
  readonly #releases = new Map<Version, Release>();
  readonly #environments = new Map<string, Move[]>();
  #sorted: readonly Release[] | undefined;

  constructor(prompt: PromptId) {
    this.prompt = prompt;
  }

  /** Lowest version first. */
  get releases(): readonly Release[] {
    this.#sorted ??= sortVersions([...this.#releases.values()], ({ version }) => version);
    return this.#sorted;
  }

  /** The highest version, a retirement included. */
  get latest(): Release | undefined {
    return this.releases.at(-1);
  }

  release(version: Version): Release | undefined {
    return this.#releases.get(version);
  }

  get environments(): readonly string[] {
    return [...this.#environments.keys()];
  }

  /** All moves of an environment, first to last: the last one says what runs. */
  moves(environment: string): readonly Move[] {
    return this.#environments.get(environment) ?? [];
  }

  /** The number that the next move must take. */
  nextMove(environment: string): number {
    return (this.moves(environment).at(-1)?.n ?? 0) + 1;
  }

  /** For `readHistory` alone, which calls `seal` at the end. */
  add(entry: Release | Move): void {
    if (entry instanceof Release) {
      this.#releases.set(entry.version, entry);
    } else {
      const moves = this.#environments.get(entry.environment);
      if (moves) moves.push(entry);
      else this.#environments.set(entry.environment, [entry]);
    }
  }

  seal(): void {
    for (const moves of this.#environments.values()) moves.sort((a, b) => a.n - b.n);
  }
}

/** Linear in the number of tags, whatever their order. A tag that comes twice counts once. */
export function readHistory(tags: Iterable<Tag>): History {
  const prompts = new Map<PromptId, PromptHistory>();
  const seen = new Map<string, Tag>();
  const doubted: { tag: Tag; problem: "foreign" | "contradicting" | "lightweight"; reason: string }[] = [];
  for (const tag of tags) {
    const name = tag.name.startsWith("refs/tags/") ? tag.name.slice("refs/tags/".length) : tag.name;
    const known = seen.get(name);
    if (known) {
      const reason = "is listed twice, pointing at different objects";
      if (known.object !== tag.object) doubted.push({ tag, problem: "contradicting", reason });
      continue;
    }
    seen.set(name, tag);
    const parsed = parseTagName(name);
    if (parsed.kind === "foreign") {
      if (name.startsWith("prompts/")) doubted.push({ tag, problem: "foreign", reason: parsed.reason });
      continue;
    }
    if (tag.kind === "lightweight") {
      doubted.push({ tag, problem: "lightweight", reason: "has no message, so it was made by hand" });
    }
    const history = prompts.get(parsed.prompt) ?? new PromptHistory(parsed.prompt);
    prompts.set(parsed.prompt, history);
    history.add(parsed.kind === "release" ? new Release(parsed, tag) : new Move(parsed, tag));
  }
  for (const history of prompts.values()) history.seal();
  return { prompts, findings: nameFindings(prompts, doubted) };
}
