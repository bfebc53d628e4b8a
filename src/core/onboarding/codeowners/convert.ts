// A CODEOWNERS file as entries: every file that looks like a prompt keeps the owners it has, in the file's order,
// because in both the last match wins. What the rules say about other files is left out, or code would be governed too.

import { CONFIG_PATH, type PolicyEntry } from "../../config/policy.ts";
import { type Login, mention, type Party } from "../../identity.ts";
import { buildOwnerIndex } from "../../owners/owner-index.ts";
import { kindOfFile, promptFolderOf } from "../prompt-files.ts";
import type { Proposal, ProposedEntry } from "../proposal.ts";
import { narrowToPrompts } from "./narrow.ts";
import type { CodeOwner, Codeowners, OwnersRule } from "./parse.ts";
import { minimatchPatternsOf } from "./pattern.ts";

/**
 * Linear in the files, apart from patterns that need trying.
 * @param file where the CODEOWNERS was found, for the evidence
 * @param paths every file of the repository
 */
export function convertCodeowners(
  { rules, skipped }: Codeowners,
  file: string,
  paths: readonly string[],
): Proposal {
  const converted = rules.map((rule) => ({ rule, patterns: minimatchPatternsOf(rule.pattern) }));
  const matched = matchEach(
    converted.flatMap(({ patterns }) => patterns ?? []),
    paths,
  );
  const entries: ProposedEntry[] = [];
  let leftOut = 0;
  for (const { rule, patterns = [] } of converted) {
    const kept = patternsForPrompts(patterns, matched);
    if (patterns.length > 0 && kept.length === 0) leftOut++;
    for (const pattern of kept) entries.push({ pattern, ...ownersOf(rule, file) });
  }
  const notes = [
    ...skipped.map(({ line, reason }) => `${file}:${line} is skipped, as GitHub skips it: ${reason}.`),
    ...converted.filter(({ patterns }) => !patterns).map(({ rule }) => unwritable(rule, file)),
    ...(leftOut === 0 ? [] : [leftOutNote(leftOut)]),
  ];
  return { ...adminsOf(rules, file), entries, notes };
}

/** Files of the repository that a pattern matches. */
interface Matched {
  readonly prompts: string[];
  /** Such as a README: a pattern may take them in, but needs none. */
  beside: number;
  others: number;
}

function matchEach(patterns: readonly string[], paths: readonly string[]): ReadonlyMap<string, Matched> {
  const matched = new Map(patterns.map((pattern): [string, Matched] => [pattern, nothingMatched()]));
  const index = buildOwnerIndex([...matched.keys()].map(entryFor));
  for (const path of paths) {
    const kind = kindOfFile(path);
    for (const { pattern } of index.matchAll(path)) {
      const one = matched.get(pattern);
      if (!one) continue;
      if (kind === "prompt") one.prompts.push(path);
      else if (kind === "beside") one.beside++;
      else one.others++;
    }
  }
  return matched;
}

function nothingMatched(): Matched {
  return { prompts: [], beside: 0, others: 0 };
}

/** A rule that matches no file yet is kept where its pattern speaks of prompts: they may be still to come. */
function patternsForPrompts(
  patterns: readonly string[],
  matched: ReadonlyMap<string, Matched>,
): readonly string[] {
  const found = patterns.map((pattern) => ({
    pattern,
    ...(matched.get(pattern) ?? nothingMatched()),
  }));
  const isNew = found.every(({ prompts, beside, others }) => prompts.length + beside + others === 0);
  if (isNew) return patterns.some(isAboutPrompts) ? joined(patterns) : [];
  return found.flatMap(({ pattern, prompts, others }) => {
    if (prompts.length === 0) return [];
    return others === 0 ? [pattern] : narrowToPrompts(pattern, prompts);
  });
}

/** By its name or its folder; of rules that code has outlived most CODEOWNERS files have some. */
function isAboutPrompts(pattern: string): boolean {
  return kindOfFile(pattern) === "prompt" || promptFolderOf(`${pattern}/`) !== undefined;
}

/** `docs` and `docs/**` in one. */
function joined(patterns: readonly string[]): readonly string[] {
  const [file, below] = patterns;
  return file !== undefined && below === `${file}/**` ? [`${file}{,/**}`] : patterns;
}

/** A team cannot own a prompt: where no person is named, somebody has to be. */
function ownersOf(rule: OwnersRule, file: string): Omit<ProposedEntry, "pattern"> {
  const people = peopleAmong(rule.owners);
  const teams = rule.owners.flatMap((owner): Party[] => (owner.kind === "team" ? [owner] : []));
  const emails = rule.owners.flatMap((owner) => (owner.kind === "email" ? [owner.email] : []));
  const [owner, backup, ...others] = people;
  const contributors = [...others.map((login): Party => ({ kind: "person", login })), ...teams];
  const named = rule.owners.map(nameOf).join(" ") || "no owner";
  const hint = emails[0] ?? teams.map((team) => `somebody of ${mention(team)}`)[0];
  return {
    contributors,
    evidence: [`${file}:${rule.line} ${rule.pattern} ${named}`],
    ...(owner && { owner }),
    ...(backup && { backup }),
    ...(!owner && hint !== undefined && { ownerHint: hint }),
  };
}

/** Whoever owns the config file by CODEOWNERS. */
function adminsOf(rules: readonly OwnersRule[], file: string): Pick<Proposal, "admins" | "adminEvidence"> {
  const rule = rules.findLast(({ pattern }) => isMatch(pattern, CONFIG_PATH));
  const admins = [
    ...peopleAmong(rule?.owners ?? []).map((login): Party => ({ kind: "person", login })),
    ...(rule?.owners ?? []).flatMap((owner): Party[] => (owner.kind === "team" ? [owner] : [])),
  ];
  if (!rule || admins.length === 0) return { admins: [], adminEvidence: [] };
  return { admins, adminEvidence: [`${file}:${rule.line} ${rule.pattern} owns this file`] };
}

function isMatch(pattern: string, path: string): boolean {
  const entries = (minimatchPatternsOf(pattern) ?? []).map(entryFor);
  return buildOwnerIndex(entries).match(path) !== undefined;
}

function peopleAmong(owners: readonly CodeOwner[]): Login[] {
  return owners.flatMap((owner) =>
    owner.kind === "person" && !owner.login.endsWith("[bot]") ? [owner.login] : [],
  );
}

function nameOf(owner: CodeOwner): string {
  return owner.kind === "email" ? owner.email : mention(owner);
}

function unwritable({ line, pattern }: OwnersRule, file: string): string {
  return `${file}:${line} is left out: the config has no way to write ${pattern}. Add an entry for its prompts by hand.`;
}

function leftOutNote(count: number): string {
  return count === 1
    ? "One rule matches no prompt and is left out."
    : `${count.toLocaleString("en")} rules match no prompt and are left out.`;
}

function entryFor(pattern: string): PolicyEntry {
  return { pattern, line: 1, contributors: [], consumers: [], status: "production" };
}
