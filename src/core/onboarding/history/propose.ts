// Owner and backup from who most and last changed a prompt.

import { groupPrompts } from "../group-files.ts";
import { literalPattern } from "../literal-pattern.ts";
import { kindOfFile } from "../prompt-files.ts";
import type { Proposal, ProposedEntry } from "../proposal.ts";
import type { Contact, Person } from "./people.ts";
import type { Touch, Touches } from "./touches.ts";

/** Of more prompts than this there is an entry for each folder, not for each prompt: people have to read it. */
export const MOST_SINGLE_ENTRIES = 500;

const DAY = 86_400_000;
/** Who has not committed to the repository for so long, before its newest commit, comes after all who have. */
const AWAY_AFTER = 365 * DAY;
const MOST_SHOWN = 3;

type PeopleByContact = ReadonlyMap<Contact, Person>;

export function proposeFromHistory(
  files: readonly string[],
  touches: Touches,
  people: PeopleByContact,
): Pick<Proposal, "entries" | "notes"> {
  const prompts = files.filter((path) => kindOfFile(path) === "prompt").sort();
  const isGrouped = prompts.length > MOST_SINGLE_ENTRIES;
  const units = isGrouped
    ? groupPrompts(files)
    : prompts.map((path) => ({ pattern: literalPattern(path), prompts: [path] }));
  const activity = activityIn(touches, people);
  const entries = units.map(({ pattern, prompts: members }): ProposedEntry => {
    const ofUnit = [...new Set(members.flatMap((path) => touches.of(path)))];
    return { pattern, contributors: [], ...proposeOwners(ofUnit, people, activity) };
  });
  const grouped = `There are ${prompts.length.toLocaleString("en")} prompts, so each entry is for a folder of them.`;
  return { entries, notes: [...(isGrouped ? [grouped] : []), ...mailmapNote(entries)] };
}

/** The mailmap is where a repository says whose an address is, for this and for every other tool. */
function mailmapNote(entries: readonly ProposedEntry[]): string[] {
  const hint = entries.find(({ ownerHint }) => ownerHint?.endsWith(">"))?.ownerHint;
  if (hint === undefined) return [];
  const line = hint.replace(/(<[^<>]*>)$/, "<ACCOUNT@users.noreply.github.com> $1");
  return [`To say whose an address is, add a line such as \`${line}\` to .mailmap, and run init again.`];
}

/** The person with most commits to the repository whose account is known. */
export function proposeAdmin(
  touches: Touches,
  people: PeopleByContact,
): Pick<Proposal, "admins" | "adminEvidence"> {
  const ranked = rank(touches.all, people, activityIn(touches, people));
  const admin = ranked.find(({ person }) => person.login !== undefined);
  if (admin?.person.login === undefined) return { admins: [], adminEvidence: [] };
  return {
    admins: [{ kind: "person", login: admin.person.login }],
    adminEvidence: [`Most commits of those whose account is known: ${evidenceOf(admin, touches.all.length)}`],
  };
}

/** What one person did. */
interface Share {
  readonly person: Person;
  readonly commits: number;
  /** ISO 8601, of the newest one. */
  readonly last: string;
  /** The day of their last commit anywhere in the repository where they are away. */
  readonly awaySince?: string;
}

function proposeOwners(
  touches: readonly Touch[],
  people: PeopleByContact,
  activity: Activity,
): Pick<ProposedEntry, "owner" | "backup" | "evidence" | "ownerHint"> {
  const [first, second, ...others] = rank(touches, people, activity);
  if (!first) return { evidence: [touches.length === 0 ? "not committed yet" : "only bots changed it"] };
  const shown = [first, ...(second ? [second] : []), ...others];
  const rest = shown.length - MOST_SHOWN;
  const evidence = shown
    .slice(0, MOST_SHOWN)
    .map((share, at) => evidenceOf(share, at === 0 ? touches.length : undefined));
  return {
    evidence: rest > 0 ? [...evidence, `${rest} more ${rest === 1 ? "person" : "people"}`] : evidence,
    ...(first.person.login ? { owner: first.person.login } : { ownerHint: nameOf(first.person) }),
    ...(second?.person.login && { backup: second.person.login }),
  };
}

/** Who is still around before who is away; then by commits; then by the newest commit. Bots are left out. */
function rank(touches: readonly Touch[], people: PeopleByContact, { seen, newest }: Activity): Share[] {
  const shares = new Map<string, { person: Person; commits: number; last: string }>();
  for (const { at, by } of touches) {
    for (const [key, person] of personsOf(by, people)) {
      const share = shares.get(key) ?? { person, commits: 0, last: at };
      if (at > share.last) share.last = at;
      share.commits++;
      shares.set(key, share);
    }
  }
  return [...shares]
    .map(([key, share]): Share => {
      const last = seen.get(key) ?? newest;
      const isAway = newest - last > AWAY_AFTER;
      return { ...share, ...(isAway && { awaySince: dayOf(new Date(last).toISOString()) }) };
    })
    .sort(
      (a, b) =>
        Number(a.awaySince !== undefined) - Number(b.awaySince !== undefined) ||
        b.commits - a.commits ||
        (a.last < b.last ? 1 : a.last > b.last ? -1 : 0),
    );
}

/** When people were last seen in the repository, in milliseconds. */
interface Activity {
  readonly newest: number;
  /** By the person's key. */
  readonly seen: ReadonlyMap<string, number>;
}

function activityIn(touches: Touches, people: PeopleByContact): Activity {
  const seen = new Map<string, number>();
  for (const { at, by } of touches.all) {
    const time = Date.parse(at);
    for (const key of personsOf(by, people).keys()) seen.set(key, Math.max(time, seen.get(key) ?? time));
  }
  return { newest: Date.parse(touches.all[0]?.at ?? ""), seen };
}

/** Each once, however many of their addresses a commit names. */
function personsOf(by: readonly Contact[], people: PeopleByContact): Map<string, Person> {
  const persons = new Map<string, Person>();
  for (const contact of by) {
    const person = people.get(contact);
    if (person?.kind === "person") persons.set(person.key, person);
  }
  return persons;
}

/** @param of all commits, where they are to be said */
function evidenceOf({ person, commits, last, awaySince }: Share, of?: number): string {
  const count = of === undefined ? `${commits}` : `${commits} of ${of}`;
  const noun = (of ?? commits) === 1 ? "commit" : "commits";
  const away = awaySince === undefined ? "" : `, not seen in this repository since ${awaySince}`;
  return `${nameOf(person)}: ${count} ${noun}, last ${dayOf(last)}${away}`;
}

function nameOf({ login, name, email }: Person): string {
  if (login) return `@${login}`;
  return name === "" ? email : `${name} <${email}>`;
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}
