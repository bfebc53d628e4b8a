// What the policy says against the files that exist: entries without effect, and files that share an id.

import { distance } from "fastest-levenshtein";
import type { Finding } from "../finding.ts";
import type { PromptId } from "../identity.ts";
import { exactPathOf } from "./pattern.ts";
import type { Policy, PolicyEntry } from "./policy.ts";
import { findRefClash, MAX_ID_LENGTH, promptIdOf } from "./prompt-id.ts";
import { quoted } from "./reading.ts";

/** The part of the owners' index that is needed here. */
export interface EntryMatcher {
  /** The entry that governs the path: the last one that matches. */
  match(path: string): PolicyEntry | undefined;
  /** Every entry that matches the path. */
  matchAll(path: string): readonly PolicyEntry[];
}

/**
 * @param paths every file of the tree, relative to the repository's root.
 * @param index over the policy's own entry objects.
 */
export function findingsAgainstTree(
  policy: Policy,
  paths: readonly string[],
  index: EntryMatcher,
): Finding[] {
  const effect = measureEffect(paths, index);
  return [...idleEntries(policy, paths, effect), ...idFindings(policy, effect.governed)];
}

interface Effect {
  /** Files with the entry that governs them. */
  readonly governed: ReadonlyMap<string, PolicyEntry>;
  /** Entries that match some file. */
  readonly matched: ReadonlySet<PolicyEntry>;
  /** Entries that govern some file. */
  readonly governing: ReadonlySet<PolicyEntry>;
  /** The latest of the entries that took a file from the entry. */
  readonly outdoneBy: ReadonlyMap<PolicyEntry, PolicyEntry>;
}

function measureEffect(paths: readonly string[], index: EntryMatcher): Effect {
  const governed = new Map<string, PolicyEntry>();
  const matched = new Set<PolicyEntry>();
  const outdoneBy = new Map<PolicyEntry, PolicyEntry>();
  for (const path of paths) {
    const winner = index.match(path);
    if (!winner) continue;
    governed.set(path, winner);
    for (const entry of index.matchAll(path)) {
      matched.add(entry);
      if (entry !== winner && winner.line >= (outdoneBy.get(entry)?.line ?? 0)) outdoneBy.set(entry, winner);
    }
  }
  return { governed, matched, governing: new Set(governed.values()), outdoneBy };
}

function idleEntries(policy: Policy, paths: readonly string[], effect: Effect): Finding[] {
  const lastOfPattern = new Map(policy.entries.map((entry) => [entry.pattern, entry]));
  const suggest = pathSuggester(paths);
  return policy.entries.flatMap((entry): Finding[] => {
    const repeated = lastOfPattern.get(entry.pattern);
    if (repeated && repeated !== entry) {
      const message = `${quoted(entry.pattern)} never decides: the entry in line ${repeated.line} has the same path and comes later.`;
      return [warn(policy, entry, "shadowed-entry", message, "Remove one of the two.")];
    }
    if (effect.governing.has(entry)) return [];
    if (!effect.matched.has(entry)) {
      const message = `${quoted(entry.pattern)} matches no file.`;
      return [warn(policy, entry, "unmatched-pattern", message, suggest(entry.pattern))];
    }
    const later = effect.outdoneBy.get(entry)?.line;
    const message = `${quoted(entry.pattern)} never decides: later entries match all its files, the last in line ${later}.`;
    return [warn(policy, entry, "shadowed-entry", message, "Move it below them, or remove it.")];
  });
}

function idFindings(policy: Policy, governed: ReadonlyMap<string, PolicyEntry>): Finding[] {
  const found: Finding[] = [];
  const pathOf = new Map<PromptId, string>();
  const fix = "Add an entry for one of them with its exact path and an id.";
  for (const [path, entry] of governed) {
    const id = promptIdOf(entry, path);
    const other = pathOf.get(id);
    if (other === undefined) pathOf.set(id, path);
    else
      found.push(
        clash(policy, entry, id, `${quoted(other)} and ${quoted(path)} have the same id ${id}.`, fix),
      );
    if (id.length > MAX_ID_LENGTH) {
      const message = `The id made from ${quoted(path)} is longer than ${MAX_ID_LENGTH} characters.`;
      found.push(clash(policy, entry, id, message, "Add an entry with its exact path and a shorter id."));
    }
  }
  for (const [id, path] of pathOf) {
    const ancestor = findRefClash(id, pathOf);
    const entry = governed.get(path);
    if (!ancestor || !entry) continue;
    const message = `The ids ${ancestor} and ${id} of ${quoted(pathOf.get(ancestor) ?? "")} and ${quoted(path)} cannot stand side by side: their tags in git would collide.`;
    found.push(clash(policy, entry, id, message, fix));
  }
  return found;
}

function warn(policy: Policy, entry: PolicyEntry, rule: string, message: string, fix: string): Finding {
  return { rule, severity: "warning", file: policy.file, line: entry.line, message, fix };
}

function clash(policy: Policy, entry: PolicyEntry, prompt: PromptId, message: string, fix: string): Finding {
  return { rule: "prompt-id", severity: "error", prompt, file: policy.file, line: entry.line, message, fix };
}

/** Distances that one call may compute: keeps 10,000 stale entries beside 100,000 files under a second. */
const MAX_COMPARISONS = 100_000;

/** Returns what to do about a pattern that matches no file. */
function pathSuggester(paths: readonly string[]): (pattern: string) => string {
  const files = new Set(paths);
  const byName = Map.groupBy(paths, (path) => path.slice(path.lastIndexOf("/") + 1));
  const byFolder = Map.groupBy(paths, folderOf);
  const folders = new Set(paths.flatMap(foldersOf));
  let comparisons = 0;
  return (pattern) => {
    if (files.has(pattern) && !pattern.includes("{"))
      return `Write ${quoted(pattern.replace(/[[*?(]/g, "[$&]"))} for the file of that very name.`;
    if (folders.has(pattern)) return `For every file in the folder write ${quoted(`${pattern}/**`)}.`;
    const exact = exactPathOf(pattern);
    if (exact === undefined && !pattern.includes("/")) {
      return `It looks in the root only: write ${quoted(`**/${pattern}`)} for every folder, or remove the entry.`;
    }
    if (exact === undefined) return "Correct the pattern, or remove the entry.";
    const near = [
      ...(byName.get(exact.slice(exact.lastIndexOf("/") + 1)) ?? []),
      ...(byFolder.get(folderOf(exact)) ?? []),
    ];
    comparisons += near.length;
    const nearest = comparisons > MAX_COMPARISONS ? undefined : nearestOf(exact, near);
    return nearest ? `Did you mean ${quoted(nearest)}?` : "Correct the path, or remove the entry.";
  };
}

function nearestOf(path: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, far: distance(path, candidate) }));
  const nearest = ranked.reduce((best, one) => (one.far < best.far ? one : best), {
    candidate: "",
    far: Infinity,
  });
  return nearest.far <= path.length / 2 ? nearest.candidate : undefined;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, length) => parts.slice(0, length + 1).join("/"));
}
