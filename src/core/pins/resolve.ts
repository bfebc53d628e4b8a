// Finds the release that `<id>@<range>` asks for.

import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import { didYouMean } from "../config/did-you-mean.ts";
import { readPromptId } from "../config/prompt-id.ts";
import { problem, quoted, type Reading, value } from "../config/reading.ts";
import type { PromptId } from "../identity.ts";
import type { History } from "../release/history.ts";
import type { Release } from "../release/history-entries.ts";
import { badReleases } from "../release/past.ts";
import type { ReleasedFile } from "../release/record.ts";
import { isPreRelease, parseVersion } from "../release/version.ts";

export interface PinRequest {
  readonly prompt: PromptId;
  /** As semver writes ranges: `^1.2`, `1.4.0`, `>=1 <3`; `*` for the newest. */
  readonly range: string;
}

const EXAMPLE = "Write it as `support/triage@^1.2`, or `support/triage` for the newest version.";
const LONGEST_RANGE = 200;

/** Reads `<id>@<range>`; without a range, or with `latest`, the newest release is meant. */
export function readPinRequest(text: string): Reading<PinRequest> {
  const at = text.lastIndexOf("@");
  const [id, range] = at === -1 ? [text, "*"] : [text.slice(0, at), text.slice(at + 1).trim()];
  const prompt = readPromptId(id);
  if (prompt.kind === "problem") return problem(`names no prompt: the id ${prompt.problem}`, EXAMPLE);
  const asked = range === "latest" ? "*" : range;
  if (asked === "" || asked.length > LONGEST_RANGE || validRange(asked) === null) {
    return problem(`asks for no range of versions, got ${quoted(range)}.`, EXAMPLE);
  }
  return value({ prompt: prompt.value, range: asked });
}

export type Resolution =
  | {
      readonly kind: "release";
      readonly release: Release;
      readonly file: ReleasedFile;
      /** What to know before using it. */
      readonly notes: readonly string[];
    }
  | { readonly kind: "none"; readonly message: string; readonly fix: string };

/**
 * The highest version in the range that can be pinned. Retired versions, those rolled back and those whose tags tell
 * no digest are passed over; one that was rolled back is still given where the range is that very version.
 */
export function resolvePin({ prompt, range }: PinRequest, history: History): Resolution {
  const known = history.prompts.get(prompt);
  if (!known || known.releases.length === 0) return unknownPrompt(prompt, history);
  const bad = badReleases(known);
  const isExact = parseVersion(range) !== undefined;
  const notes: string[] = [];
  for (const release of [...known.releases].reverse()) {
    const { version, reading } = release;
    if (!satisfies(version, range)) continue;
    if (reading.kind !== "record") {
      const reason = reading.kind === "unread" ? "has not been fetched" : reading.reason;
      notes.push(`${version} was passed over: its tag ${reason}.`);
    } else if (!reading.record.file) {
      notes.push(`${version} was passed over: it retired the prompt.`);
    } else if (bad.has(version) && !isExact) {
      notes.push(`${version} was passed over: it was rolled back.`);
    } else {
      const warning = bad.has(version) ? [`${version} was rolled back in its own repository.`] : [];
      return { kind: "release", release, file: reading.record.file, notes: [...notes, ...warning] };
    }
  }
  const message = `No release of ${prompt} is in the range ${quoted(range)}.`;
  const versions = known.releases
    .filter((one) => isExact || !isPreRelease(one.version))
    .map((one) => one.version);
  const newest = versions.slice(-5).reverse().join(", ");
  const fix =
    notes.length > 0
      ? `${notes.join(" ")} Choose another range.`
      : `The newest are ${newest}: choose a range with one of them.`;
  return { kind: "none", message, fix };
}

function unknownPrompt(prompt: PromptId, history: History): Resolution {
  const released = [...history.prompts.values()].filter(({ releases }) => releases.length > 0);
  const meant = didYouMean(
    prompt,
    released.map((one) => one.prompt),
  );
  const fix = meant
    ? `Did you mean \`${meant}\`?`
    : released.length === 0
      ? "The repository has no release tags: fetch them (`git fetch --tags`), or release the prompt first."
      : "Check the id against `prompt-steward list` in that repository.";
  return { kind: "none", message: `There is no release of ${quoted(prompt)}.`, fix };
}
