// Fetches the bytes of every pin and holds them against it: nothing is handed on that is not what was pinned.

import type { PromptId, Sha } from "../core/identity.ts";
import type { LocatedPin } from "../core/pins/lock.ts";
import { type Verdict, verifyPin } from "../core/pins/verify.ts";
import type { FileAtCommit } from "../core/ports.ts";
import type { History } from "../core/release/history.ts";
import type { Digest } from "../core/release/record.ts";
import { UserError } from "../core/user-error.ts";
import { evidenceOf, placeOf, sha256Of } from "./pin.ts";
import { readTagHistory, type TagSource } from "./read-history.ts";
import { byRepository } from "./verify-pins.ts";

export interface ResolvePorts {
  /**
   * @param repository in lower case, `acme/prompts`
   * @throws UserError where it cannot be read; that is told of each of its pins
   */
  open(repository: string, prompts: readonly PromptId[]): Promise<PinnedRepository>;
  readonly cache: DigestCache;
}

export interface PinnedRepository extends TagSource {
  /** In the order of the places. @throws UserError where the repository cannot be read */
  filesAt(places: readonly Place[]): Promise<readonly FileAtCommit[]>;
}

/** Where a file is in history. */
export interface Place {
  readonly commit: Sha;
  readonly path: string;
  /** Bytes that are at hand: where git has these very bytes there, nobody sends them again. */
  readonly known?: Uint8Array;
}

/** Bytes by their digest. What it gives is hashed before it is trusted. */
export interface DigestCache {
  read(digest: Digest): Promise<Uint8Array | undefined>;
  keep(digest: Digest, bytes: Uint8Array): Promise<void>;
}

export type ResolvedPin =
  | {
      readonly kind: "resolved";
      readonly pin: LocatedPin;
      /** Its notes say what to know before using it. */
      readonly verdict: Verdict;
      readonly bytes: Uint8Array;
      /** Where its repository has it, which tells its format. */
      readonly path: string;
      readonly from: "cache" | "repository";
    }
  | { readonly kind: "refused"; readonly pin: LocatedPin; readonly verdict: Verdict };

/** In the order of the pins. Each repository is opened once, and what is wrong with one pin stops no other. */
export async function resolvePins(
  pins: readonly LocatedPin[],
  { open, cache }: ResolvePorts,
): Promise<ResolvedPin[]> {
  const resolved = await Promise.all(
    [...byRepository(pins)].map(async ([repository, some]): Promise<ResolvedPin[]> => {
      try {
        const prompts = [...new Set(some.map(({ prompt }) => prompt))];
        return await resolveFrom(await open(repository, prompts), some, prompts, cache);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return some.map((pin) => unreachable(pin, error));
      }
    }),
  );
  const known = new Map(resolved.flat().map((one) => [one.pin, one]));
  return pins.flatMap((pin) => known.get(pin) ?? []);
}

async function resolveFrom(
  source: PinnedRepository,
  pins: readonly LocatedPin[],
  prompts: readonly PromptId[],
  cache: DigestCache,
): Promise<ResolvedPin[]> {
  const history = await readTagHistory(source, { prompts, about: "past" });
  const asked = await Promise.all(
    pins.map(async (pin) => ({ pin, place: await whereToLook(pin, history, cache) })),
  );
  const files = await source.filesAt(asked.flatMap(({ place }) => place ?? [])).then((all) => [...all]);
  const resolved: ResolvedPin[] = [];
  for (const { pin, place } of asked) {
    const file = place && files.shift();
    const verdict = verifyPin(pin, { history, ...evidenceOf(file) });
    if (verdict.kind !== "ok" || !place || file?.kind !== "file") {
      resolved.push({ kind: "refused", pin, verdict });
      continue;
    }
    const from = file.bytes === place.known ? "cache" : "repository";
    if (from === "repository") await cache.keep(pin.sha256, file.bytes);
    resolved.push({ kind: "resolved", pin, verdict, bytes: file.bytes, path: place.path, from });
  }
  return resolved;
}

/** Undefined where the tag alone shows that the pin does not hold. */
async function whereToLook(
  pin: LocatedPin,
  history: History,
  cache: DigestCache,
): Promise<Place | undefined> {
  if (verifyPin(pin, { history }).kind !== "ok") return undefined;
  const release = history.prompts.get(pin.prompt)?.release(pin.version);
  const place = release && placeOf(release);
  const known = place && (await cache.read(pin.sha256));
  return known && sha256Of(known) === pin.sha256 ? { ...place, known } : place;
}

function unreachable(pin: LocatedPin, { problem, mend }: UserError): ResolvedPin {
  return {
    kind: "refused",
    pin,
    verdict: { kind: "unreachable", pin, message: problem, fix: mend, notes: [] },
  };
}
