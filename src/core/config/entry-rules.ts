// What the entries say against each other or against themselves, beyond the type of each value.

import { mention, type PromptId } from "../identity.ts";
import type { ValueProblem } from "./issues.ts";
import { countAlternatives, exactPathOf } from "./pattern.ts";
import { findRefClash, promptIdOfEntry } from "./prompt-id.ts";
import { quoted } from "./reading.ts";
import type { ConfigEntry } from "./schema.ts";

/** An entry with its place among all of them. */
export interface NumberedEntry {
  readonly index: number;
  /** 1-based line of the file. */
  readonly line: number;
  readonly entry: ConfigEntry;
}

export interface EntryProblem extends ValueProblem {
  readonly rule: "config-conflict" | "no-owner" | "bus-factor";
  readonly severity: "error" | "warning";
}

/** Patterns of the whole file once all braces are expanded. */
const MAX_ALTERNATIVES_OF_FILE = 100_000;

/** Linear in the number of entries. */
export function judgeEntries(entries: readonly NumberedEntry[]): EntryProblem[] {
  return [...entries.flatMap(judgeOne), ...judgeIds(entries), ...judgeCost(entries)];
}

function judgeOne({ index, entry }: NumberedEntry): EntryProblem[] {
  const at = (key: string) => ["prompts", index, key];
  const found: EntryProblem[] = [];
  if (entry.owner && entry.owner === entry.backup) {
    found.push({
      ...conflict,
      path: at("backup"),
      message: `backup must be another person than the owner, got ${mention(entry.owner)} for both.`,
      fix: "Name somebody else as backup, or remove the key.",
    });
  }
  if (entry.id && exactPathOf(entry.path) === undefined) {
    found.push({
      ...conflict,
      path: at("id"),
      message: `id names one file, but the path ${quoted(entry.path)} has wildcards.`,
      fix: "Write the file's own path, or remove the id.",
    });
  }
  if (!entry.owner) {
    const isLive = entry.status === "production";
    found.push({
      rule: "no-owner",
      severity: isLive ? "error" : "warning",
      path: ["prompts", index],
      message: `${quoted(entry.path)} ${isLive ? "is in production and has no owner" : "has no owner"}.`,
      fix: `Name the person who answers for it, such as owner: "@alice"${isLive ? ", or say status: draft" : ""}.`,
    });
  } else if (!entry.backup) {
    found.push({
      rule: "bus-factor",
      severity: "warning",
      path: ["prompts", index],
      message: `${quoted(entry.path)} has no backup: nobody acts when ${mention(entry.owner)} is away.`,
      fix: `Name a second person, such as backup: "@bob".`,
    });
  }
  return found;
}

function judgeIds(entries: readonly NumberedEntry[]): EntryProblem[] {
  const found: EntryProblem[] = [];
  const first = new Map<PromptId, NumberedEntry>();
  for (const numbered of entries) {
    const id = promptIdOfEntry({ pattern: numbered.entry.path, ...numbered.entry });
    if (!id) continue;
    const earlier = first.get(id);
    if (!earlier) {
      first.set(id, numbered);
    } else if (isClaimedTwice(earlier.entry, numbered.entry)) {
      found.push({
        ...conflict,
        path: ["prompts", numbered.index, numbered.entry.id ? "id" : "path"],
        message: `The id ${id} already belongs to the entry in line ${earlier.line}.`,
        fix: "Give each prompt an id of its own with `id:`.",
      });
    }
  }
  for (const [id, { index, entry }] of first) {
    const other = findRefClash(id, first);
    if (!other) continue;
    found.push({
      ...conflict,
      path: ["prompts", index, entry.id ? "id" : "path"],
      message: `The id ${id} cannot stand beside the id ${other}: their tags in git would collide.`,
      fix: "Give one of the two another id with `id:`.",
    });
  }
  return found;
}

/** Two entries for one file without ids of their own are no contradiction: the later wins. */
function isClaimedTwice(earlier: ConfigEntry, later: ConfigEntry): boolean {
  return earlier.path !== later.path || (earlier.id !== undefined && later.id !== undefined);
}

function judgeCost(entries: readonly NumberedEntry[]): EntryProblem[] {
  let patterns = 0;
  for (const { index, entry } of entries) {
    patterns += countAlternatives(entry.path);
    if (patterns <= MAX_ALTERNATIVES_OF_FILE) continue;
    const limit = MAX_ALTERNATIVES_OF_FILE.toLocaleString("en");
    return [
      {
        ...conflict,
        path: ["prompts", index, "path"],
        message: `From here on the paths stand for more than ${limit} patterns once their braces are expanded.`,
        fix: "Write * or ** in place of long lists in braces.",
      },
    ];
  }
  return [];
}

const conflict = { rule: "config-conflict", severity: "error" } as const;
