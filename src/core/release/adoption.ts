// Adoption: the bytes that a prompt had when releases began become its first version, so that the first change can be
// compared with them and rolled back to them.

import type { Sha } from "../identity.ts";
import { type Composed, type Composing, digestOf, moverOf } from "./composing.ts";
import type { PromptHistory } from "./history.ts";
import type { Release } from "./history-entries.ts";
import type { Landing } from "./landing.ts";
import { type Contents, obstacleAt, type Place, placeAt } from "./places.ts";
import { proposeVersion } from "./proposal.ts";
import type { ReleaseRecord } from "./record.ts";
import type { Standing } from "./standing.ts";
import type { TouchedPrompt } from "./touched.ts";
import type { Version } from "./version.ts";

const REASONS = ["adopted as it was when releases began", "no approval of it is recorded"];
const WHY = "It ran there before releases began.";

export interface Adoption {
  readonly version: Version;
  readonly place: Place;
}

/**
 * What a change put on `before` adopts first; undefined where the prompt has tags already, or its file was not there.
 * Whether the change touches the prompt is for the caller to know.
 * @param all touched prompts: what was another one's file before is not adopted under a new id
 */
export function adoptionAt(
  touched: TouchedPrompt,
  all: readonly TouchedPrompt[],
  before: Sha,
  { isUntagged, latest }: Standing,
  contents: Contents,
): Adoption | undefined {
  if (!isUntagged || latest) return undefined;
  const { prompt, entry, paths } = touched;
  const place = placeAt(paths, before, contents);
  if (!place || obstacleAt(touched, before, contents, place)) return undefined;
  if (all.some((other) => other.prompt !== prompt && other.formerPaths.includes(place.path)))
    return undefined;
  const event = { kind: "changed", changes: [] } as const;
  const proposal = proposeVersion({ prompt, status: entry.status, event, wishes: [] });
  return proposal.kind === "release" ? { version: proposal.version, place } : undefined;
}

/** The standing once it is adopted. */
export function adoptedStanding({ version, place }: Adoption, standing: Standing): Standing {
  const base = { path: place.path, blob: place.blob };
  return { ...standing, latest: { version, isRetired: false }, base };
}

/** @param landing the change that makes the adoption necessary; whoever landed it moves the environment */
export function composeAdoption(
  { prompt }: TouchedPrompt,
  { version, place }: Adoption,
  landing: Landing,
  standing: Standing,
  { policy, now }: Composing,
): Composed & { readonly landing: Landing } {
  const record: ReleaseRecord = {
    prompt,
    version,
    path: place.path,
    file: { blob: place.blob, sha256: digestOf(place.content.bytes) },
    level: "patch",
    reasons: REASONS,
    approvers: [],
    rationale: [],
    adopted: true,
  };
  const move = {
    prompt,
    environment: policy.release.environments[0] ?? "production",
    n: standing.nextMove,
    to: version,
    by: moverOf(landing),
    at: now,
    why: WHY,
    bad: [],
  };
  return { record, move, landing: adoptedLanding(landing.before) };
}

/** The adoption that an earlier run, or another one, made for one of the landings. */
export function adoptionAmong(history: PromptHistory, landings: readonly Landing[]): Release | undefined {
  const places = new Set(landings.flatMap(({ before, commit }) => [before, commit]));
  const isThere = ({ tag }: Release) => tag.commit !== undefined && places.has(tag.commit);
  return history.releases.find((release) => isThere(release) && release.record?.adopted);
}

/** Nothing landed: the bytes were there. */
export function adoptedLanding(commit: Sha): Landing {
  return { commit, before: commit, title: "", checks: [] };
}
