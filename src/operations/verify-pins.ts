// Holds every pin of a lock file against the repository that released it, and against the consumer's own copy.

import type { PromptId } from "../core/identity.ts";
import type { LocatedPin } from "../core/pins/lock.ts";
import { type Evidence, type Verdict, verifyCopy, verifyPin } from "../core/pins/verify.ts";
import { contentOf, evidenceOf, type ReleasedPrompts, sha256Of } from "./pin.ts";
import { readTagHistory } from "./read-history.ts";

export interface VerifyPorts {
  /** Opens a repository for some of its prompts; undefined where nothing may be fetched. */
  readonly open:
    | ((
        repository: string,
        prompts: readonly PromptId[],
      ) => Promise<ReleasedPrompts & { close(): Promise<void> }>)
    | undefined;
  /** A file of the consumer's; undefined where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  readonly onProgress?: (verified: number, total: number) => void;
}

/** In the order of the pins. Each repository is opened once. */
export async function verifyPins(
  pins: readonly LocatedPin[],
  { open, read, onProgress }: VerifyPorts,
): Promise<Verdict[]> {
  const verdicts = new Map<LocatedPin, Verdict>();
  const settle = (pin: LocatedPin, verdict: Verdict) => {
    verdicts.set(pin, verdict);
    onProgress?.(verdicts.size, pins.length);
  };
  const copyOf = async ({ path }: LocatedPin): Promise<Pick<Evidence, "copy">> => {
    if (path === undefined) return {};
    const bytes = await read(path);
    return { copy: bytes ? { kind: "file", sha256: sha256Of(bytes) } : { kind: "missing" } };
  };
  if (!open) {
    for (const pin of pins) settle(pin, verifyCopy(pin, await copyOf(pin)));
  } else {
    for (const [repository, some] of byRepository(pins)) {
      const prompts = [...new Set(some.map(({ prompt }) => prompt))];
      const source = await open(repository, prompts);
      try {
        const history = await readTagHistory(source, { prompts, about: "past" });
        for (const pin of some) {
          const release = history.prompts.get(pin.prompt)?.release(pin.version);
          const released = evidenceOf(release && (await contentOf(release, source)));
          settle(pin, verifyPin(pin, { history, ...released, ...(await copyOf(pin)) }));
        }
      } finally {
        await source.close();
      }
    }
  }
  return pins.flatMap((pin) => verdicts.get(pin) ?? []);
}

/** GitHub compares names of repositories without case. */
export function byRepository(pins: readonly LocatedPin[]): Map<string, LocatedPin[]> {
  const groups = new Map<string, LocatedPin[]>();
  for (const pin of pins) {
    const name = pin.repository.toLowerCase();
    groups.set(name, [...(groups.get(name) ?? []), pin]);
  }
  return groups;
}
