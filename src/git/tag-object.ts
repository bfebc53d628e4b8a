// A tag object as git keeps it: header lines, an empty line, the message.

import { type Sha, sha } from "../core/identity.ts";

export interface TagObject {
  /** Undefined where it points at something else than a commit. */
  readonly commit: Sha | undefined;
  /** By the tagger's clock, ISO 8601; undefined where nobody signed as tagger. */
  readonly taggedAt: string | undefined;
  /** With its signature, if it has one. */
  readonly message: string;
}

/** Never throws, whatever the bytes: git lets people make tags by hand. */
export function readTagObject(bytes: Buffer): TagObject {
  const end = bytes.indexOf("\n\n");
  const head = bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
  const target = /^object ([\da-f]{40,64})\ntype commit$/m.exec(head)?.[1];
  const seconds = /^tagger .*> (-?\d{1,15})(?: [+-]\d{4})?$/m.exec(head)?.[1];
  return {
    commit: target?.length === 40 || target?.length === 64 ? sha(target) : undefined,
    taggedAt: seconds === undefined ? undefined : isoTime(Number(seconds)),
    message: end === -1 ? "" : bytes.toString("utf8", end + 2),
  };
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
