// A release and a move as their tags show them: what the name says at once, what the message says when asked.

import type { PromptId } from "../identity.ts";
import type { Tag } from "./history.ts";
import { type MoveHead, readMoveHead, readMoveMessage } from "./move-message.ts";
import type { MoveRecord, ReleaseRecord } from "./record.ts";
import { type ReleaseHead, readReleaseHead, readReleaseMessage } from "./release-message.ts";
import type { TagReading } from "./tag-message.ts";
import type { Version } from "./version.ts";

export type EntryReading<T> =
  | TagReading<T>
  /** The tag's object has not been fetched. */
  | { readonly kind: "unread" };

export class Release {
  readonly prompt: PromptId;
  readonly version: Version;
  readonly tag: Tag;
  #head: TagReading<ReleaseHead> | undefined;
  #reading: TagReading<ReleaseRecord> | undefined;

  constructor({ prompt, version }: { readonly prompt: PromptId; readonly version: Version }, tag: Tag) {
    this.prompt = prompt;
    this.version = version;
    this.tag = tag;
  }

  /** Which bytes it is; the rest takes longer to read. */
  get head(): EntryReading<ReleaseHead> {
    this.#head ??= readEntry(this.tag, readReleaseHead, (head) => this.#contradiction(head));
    return this.#head ?? UNREAD;
  }

  /** What the message tells, if it tells it of this very release. */
  get reading(): EntryReading<ReleaseRecord> {
    this.#reading ??= readEntry(this.tag, readReleaseMessage, (record) => this.#contradiction(record));
    return this.#reading ?? UNREAD;
  }

  get record(): ReleaseRecord | undefined {
    return this.reading.kind === "record" ? this.reading.record : undefined;
  }

  #contradiction({ prompt, version }: ReleaseHead): string | undefined {
    return prompt === this.prompt && version === this.version ? undefined : `${prompt} ${version}`;
  }
}

export class Move {
  readonly prompt: PromptId;
  readonly environment: string;
  /** Counts from 1. */
  readonly n: number;
  readonly tag: Tag;
  #head: TagReading<MoveHead> | undefined;
  #reading: TagReading<MoveRecord> | undefined;

  constructor(
    name: { readonly prompt: PromptId; readonly environment: string; readonly n: number },
    tag: Tag,
  ) {
    this.prompt = name.prompt;
    this.environment = name.environment;
    this.n = name.n;
    this.tag = tag;
  }

  /** All but the reason, which takes longer to read. */
  get head(): EntryReading<MoveHead> {
    this.#head ??= readEntry(this.tag, readMoveHead, (head) => this.#contradiction(head));
    return this.#head ?? UNREAD;
  }

  get reading(): EntryReading<MoveRecord> {
    this.#reading ??= readEntry(this.tag, readMoveMessage, (record) => this.#contradiction(record));
    return this.#reading ?? UNREAD;
  }

  /** The release that it set running, as far as the message tells. */
  get to(): Version | undefined {
    return this.head.kind === "record" ? this.head.record.to : undefined;
  }

  /** When it happened by the clock of whoever moved it, in milliseconds since 1970. */
  get time(): number | undefined {
    const text = this.head.kind === "record" ? this.head.record.at : this.tag.taggedAt;
    const time = text === undefined ? Number.NaN : Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  }

  #contradiction({ prompt, environment, n }: MoveHead): string | undefined {
    const isSame = prompt === this.prompt && environment === this.environment && n === this.n;
    return isSame ? undefined : `move ${n} of ${environment} of ${prompt}`;
  }
}

const UNREAD = { kind: "unread" } as const;

/** Undefined as long as the message is not there: whoever lists tags may fetch messages later, for some of them. */
function readEntry<T>(
  tag: Tag,
  read: (message: string) => TagReading<T>,
  contradiction: (record: T) => string | undefined,
): TagReading<T> | undefined {
  if (tag.kind === "lightweight")
    return { kind: "foreign", reason: "has no message, so it was made by hand" };
  if (tag.message === undefined) return undefined;
  const reading = read(tag.message);
  if (reading.kind === "foreign") return reading;
  const other = contradiction(reading.record);
  return other === undefined
    ? reading
    : { kind: "foreign", reason: `has a record of something else: ${other}` };
}
