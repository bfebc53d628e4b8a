// Entries that can stand side by side: each pattern once, and for each file an id of its own.

import { exactPathOf } from "../config/pattern.ts";
import { findRefClash, MAX_ID_LENGTH, promptIdOfEntry, readPromptId } from "../config/prompt-id.ts";
import type { PromptId } from "../identity.ts";
import { endingOf } from "./prompt-files.ts";
import type { ProposedEntry } from "./proposal.ts";

/**
 * Of entries with the same pattern the last is kept, which decides anyway. An id is given where the one made from the
 * path is taken: `faq.md` and `faq.txt` would both be `faq`.
 */
export function distinctEntries(entries: readonly ProposedEntry[]): ProposedEntry[] {
  const lastOf = new Map(entries.map((entry) => [entry.pattern, entry]));
  const distinct = entries.filter((entry) => lastOf.get(entry.pattern) === entry);
  const taken = new Set<PromptId>();
  const given = new Map<ProposedEntry, PromptId>();
  // The shallow first: their tags are what deeper ids could collide with.
  for (const entry of distinct.toSorted((a, b) => depthOf(a) - depthOf(b))) {
    const own = promptIdOfEntry(entry);
    if (own === undefined) continue;
    const id = firstFree(own, entry.pattern, taken);
    taken.add(id);
    if (id !== own) given.set(entry, id);
  }
  return distinct.map((entry) => {
    const id = given.get(entry);
    return id === undefined ? entry : { ...entry, id };
  });
}

function firstFree(own: PromptId, pattern: string, taken: ReadonlySet<PromptId>): PromptId {
  const isFree = (id: PromptId) => !taken.has(id) && !findRefClash(id, taken);
  const flat = `${own.slice(0, MAX_ID_LENGTH / 2)}${endingOf(exactPathOf(pattern) ?? "")}`.replace(
    /[^\w%-]+/g,
    "-",
  );
  const candidates = [own, ...["", "-2", "-3"].map((suffix) => `${flat}${suffix}`)];
  for (let count = 4; ; count++) {
    for (const candidate of candidates) {
      const reading = readPromptId(candidate);
      if (reading.kind === "value" && isFree(reading.value)) return reading.value;
    }
    candidates.splice(0, candidates.length, `prompt-${count}`);
  }
}

function depthOf({ pattern }: ProposedEntry): number {
  return pattern.split("/").length;
}
