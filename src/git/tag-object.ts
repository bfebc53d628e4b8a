// A tag object as git keeps it: header lines, an empty line, the message.

import { type Sha, sha } from "../core/identity.ts";

/** Never throws, whatever the bytes: git lets people make tags by hand. Nothing is read before it is asked for. */
export class TagObject {
  readonly #text: string;
  /** Where the header ends. */
  readonly #end: number;

  constructor(bytes: Buffer) {
    this.#text = bytes.toString("utf8");
    const end = this.#text.indexOf("\n\n");
    this.#end = end === -1 ? this.#text.length : end;
  }

  /** Undefined where it points at something else than a commit. */
  get commit(): Sha | undefined {
    const target = /^object ([\da-f]{40}|[\da-f]{64})\ntype commit$/m.exec(this.#head)?.[1];
    return target === undefined ? undefined : sha(target);
  }

  /** By the tagger's clock, ISO 8601; undefined where nobody signed as tagger. */
  get taggedAt(): string | undefined {
    const seconds = /^tagger .*> (-?\d{1,15})(?: [+-]\d{4})?$/m.exec(this.#head)?.[1];
    return seconds === undefined ? undefined : isoTime(Number(seconds));
  }

  /** With its signature, if it has one. */
  get message(): string {
    return this.#text.slice(this.#end + 2);
  }

  get #head(): string {
    return this.#text.slice(0, this.#end);
  }
}

export interface NewTagObject {
  readonly name: string;
  readonly commit: Sha;
  readonly message: string;
  /** ISO 8601. */
  readonly taggedAt: string;
  /** `Alice <alice@example.test>` */
  readonly tagger: string;
}

/** @throws RangeError where the time is none */
export function writeTagObject({ name, commit, message, taggedAt, tagger }: NewTagObject): string {
  const seconds = Math.floor(Date.parse(taggedAt) / 1000);
  if (Number.isNaN(seconds)) throw new RangeError(`not a time: ${JSON.stringify(taggedAt)}`);
  const end = message.endsWith("\n") ? "" : "\n";
  return `object ${commit}\ntype commit\ntag ${name}\ntagger ${tagger} ${seconds} +0000\n\n${message}${end}`;
}

/** Undefined for a time that no Date can hold. */
function isoTime(seconds: number): string | undefined {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
