// Holds a pin against what its repository says now: whether the version exists, and whether its bytes are those pinned.

import { didYouMean } from "../config/did-you-mean.ts";
import type { Sha } from "../identity.ts";
import type { History, PromptHistory } from "../release/history.ts";
import type { Release } from "../release/history-entries.ts";
import { badReleases } from "../release/past.ts";
import type { Digest } from "../release/record.ts";
import { releaseTag } from "../release/tag-name.ts";
import { isHigherVersion, type Version } from "../release/version.ts";
import type { Pin } from "./lock.ts";

/** What somebody looked up for one pin. */
export interface Evidence {
  /** Of the repository that releases the prompt. */
  readonly history: History;
  /** The file at the tag's commit and the record's path; undefined where it was not looked up. */
  readonly released?:
    | { readonly kind: "file"; readonly blob: Sha; readonly sha256: Digest }
    | { readonly kind: "missing" };
  /** The consumer's own copy; undefined where the pin names none or it was not looked up. */
  readonly copy?: { readonly kind: "file"; readonly sha256: Digest } | { readonly kind: "missing" };
}

export interface Verdict {
  readonly kind: VerdictKind;
  readonly pin: Pin;
  readonly message: string;
  /** What to do about it, in the imperative; empty where nothing needs doing. */
  readonly fix: string;
  /** What to know though all is well. */
  readonly notes: readonly string[];
}

export type VerdictKind =
  | "ok"
  /** The bytes are not those that were released. */
  | "tampered"
  /** The tag names another release than when it was pinned. */
  | "moved-tag"
  /** The tag was there once: others still speak of it. */
  | "deleted-tag"
  | "unknown-version"
  | "unknown-prompt"
  /** The consumer's copy is not there. */
  | "missing-copy"
  /** The tag tells nothing to verify against, and no bytes were looked up. */
  | "unverifiable"
  /** The repository could not be read. */
  | "unreachable";

/** The first thing that is wrong, gravest first; `ok` where nothing is. */
export function verifyPin(pin: Pin, evidence: Evidence): Verdict {
  const history = evidence.history.prompts.get(pin.prompt);
  if (!history || (history.releases.length === 0 && history.environments.length === 0)) {
    return unknownPrompt(pin, evidence.history);
  }
  const release = history.release(pin.version);
  if (!release) return absentRelease(pin, history);
  return (
    tagVerdict(pin, release) ??
    bytesVerdict(pin, release, evidence) ??
    copyVerdict(pin, evidence) ??
    fine(pin, history)
  );
}

/** Without a look at the repository: whether the consumer's own copy is what was pinned, where the pin names one. */
export function verifyCopy(pin: Pin, evidence: Pick<Evidence, "copy">): Verdict {
  const message = evidence.copy
    ? `${pin.path ?? "The copy"} is what was pinned.`
    : `The pin of ${pin.prompt} is sound; it names no copy to hold it against.`;
  return copyVerdict(pin, evidence) ?? verdict("ok", pin, message, "");
}

function tagVerdict(pin: Pin, release: Release): Verdict | undefined {
  const { file, retired } = release.record ?? {};
  if (retired || (file && file.sha256 !== pin.sha256)) {
    const now = retired
      ? "a version that retires the prompt"
      : `bytes with the digest ${file?.sha256.slice(0, 12)}…`;
    const message = `The tag ${tagOf(pin)} names ${now}, but ${pin.sha256.slice(0, 12)}… was pinned: it was moved or made anew.`;
    const fix = `Ask the owners of ${pin.repository} what happened. Pin another version once you trust them again.`;
    return verdict("moved-tag", pin, message, fix);
  }
  return undefined;
}

function bytesVerdict(pin: Pin, release: Release, { released }: Evidence): Verdict | undefined {
  const recorded = release.record?.file;
  if (!released) {
    if (recorded) return undefined;
    const reason = release.reading.kind === "foreign" ? release.reading.reason : "has not been read";
    const message = `The tag ${tagOf(pin)} ${reason}, so there is no digest to hold the pin against.`;
    return verdict("unverifiable", pin, message, "Pin a version that Prompt Steward released.");
  }
  if (released.kind === "missing") {
    const message = `The commit of the tag ${tagOf(pin)} does not hold the prompt's file: the tag was moved.`;
    return verdict("moved-tag", pin, message, `Ask the owners of ${pin.repository} what happened.`);
  }
  if (released.sha256 === pin.sha256) return undefined;
  const got = `${released.sha256.slice(0, 12)}… instead of ${pin.sha256.slice(0, 12)}…`;
  // Git names a blob by its bytes: the right name with other bytes can only come from the way they took.
  if (recorded && released.blob === recorded.blob) {
    const message = `The bytes of ${pin.prompt} ${pin.version} were changed on their way here: their digest is ${got}.`;
    return verdict(
      "tampered",
      pin,
      message,
      "Do not use them. Clear caches and mirrors in between, and fetch again.",
    );
  }
  const message = `The tag ${tagOf(pin)} points at a commit with other bytes: their digest is ${got}. The tag was moved.`;
  return verdict(
    "moved-tag",
    pin,
    message,
    `Do not use them. Ask the owners of ${pin.repository} what happened.`,
  );
}

function copyVerdict(pin: Pin, { copy }: Pick<Evidence, "copy">): Verdict | undefined {
  if (!copy) return undefined;
  const path = pin.path ?? "The copy";
  if (copy.kind === "missing") {
    return verdict(
      "missing-copy",
      pin,
      `${path} does not exist.`,
      "Fetch the pinned prompts, or correct the path.",
    );
  }
  if (copy.sha256 === pin.sha256) return undefined;
  const message = `${path} is not ${pin.prompt} ${pin.version}: its digest is ${copy.sha256.slice(0, 12)}… instead of ${pin.sha256.slice(0, 12)}….`;
  const fix = `Fetch it again, or bring the change to ${pin.repository} and pin the version that it becomes.`;
  return verdict("tampered", pin, message, fix);
}

function fine(pin: Pin, history: PromptHistory): Verdict {
  const newest = history.releases.findLast(({ record }) => record?.file);
  const isOutdated = newest && isHigherVersion(newest.version, pin.version);
  const notes = [
    ...(badReleases(history).has(pin.version)
      ? [`${pin.version} was rolled back in ${pin.repository}: pin another version soon.`]
      : []),
    ...(history.latest?.record?.retired ? [`${pin.prompt} is retired since ${history.latest.version}.`] : []),
    ...(isOutdated ? [`${newest.version} is newer.`] : []),
  ];
  return { ...verdict("ok", pin, `${pin.prompt} ${pin.version} is what was released.`, ""), notes };
}

function absentRelease(pin: Pin, history: PromptHistory): Verdict {
  if (wasReleased(history, pin.version)) {
    const message = `The tag ${tagOf(pin)} was deleted in ${pin.repository}: other tags still speak of it.`;
    return verdict(
      "deleted-tag",
      pin,
      message,
      "Ask its owners to push the tag again, or pin another version.",
    );
  }
  const newest = history.latest?.version;
  const message = `${pin.repository} has no release ${pin.version} of ${pin.prompt}.`;
  const fix = newest ? `Pin one that exists; the newest is ${newest}.` : "Pin one that exists.";
  return verdict("unknown-version", pin, message, fix);
}

/** Whether a later release or a move of an environment names the version. */
function wasReleased(history: PromptHistory, version: Version): boolean {
  const inReleases = history.releases.some(({ record }) =>
    [record?.previous, record?.restores, record?.rollbackOf].includes(version),
  );
  if (inReleases) return true;
  return history.environments.some((environment) =>
    history
      .moves(environment)
      .some(({ head }) => head.kind === "record" && [head.record.to, head.record.from].includes(version)),
  );
}

function unknownPrompt(pin: Pin, history: History): Verdict {
  const meant = didYouMean(pin.prompt, [...history.prompts.keys()]);
  const fix = meant
    ? `Did you mean \`${meant}\`?`
    : "Check the id and the repository, and that its tags were fetched.";
  return verdict("unknown-prompt", pin, `${pin.repository} has no release of ${pin.prompt}.`, fix);
}

function tagOf({ prompt, version }: Pin): string {
  return releaseTag(prompt, version);
}

function verdict(kind: VerdictKind, pin: Pin, message: string, fix: string): Verdict {
  return { kind, pin, message, fix, notes: [] };
}
