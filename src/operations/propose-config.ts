// Proposes a first config for a repository that has none.

import type { Party } from "../core/identity.ts";
import { convertCodeowners } from "../core/onboarding/codeowners/convert.ts";
import {
  CODEOWNERS_PATHS,
  MAX_CODEOWNERS_BYTES,
  parseCodeowners,
} from "../core/onboarding/codeowners/parse.ts";
import { distinctEntries } from "../core/onboarding/distinct-entries.ts";
import { groupPrompts, type PromptGroup } from "../core/onboarding/group-files.ts";
import { type Contact, peopleOf } from "../core/onboarding/history/people.ts";
import { proposeAdmin, proposeFromHistory } from "../core/onboarding/history/propose.ts";
import { type AuthoredChange, Touches } from "../core/onboarding/history/touches.ts";
import { kindOfFile } from "../core/onboarding/prompt-files.ts";
import type { Proposal, ProposedEntry } from "../core/onboarding/proposal.ts";
import { UserError } from "../core/user-error.ts";

/** What a proposal is made from. */
export interface OnboardingSource {
  /** Every file of the repository. */
  files(): Promise<readonly string[]>;
  /** A file as it lies there; undefined where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Commits that are no merges, newest first, with the files they changed. */
  changes(): AsyncIterable<AuthoredChange>;
  /** What the repository's mailmap makes of each contact, in their order. */
  canonical(contacts: readonly Contact[]): Promise<readonly Contact[]>;
}

export interface ProposalRequest {
  /** Where owners come from; from `files` there are none. */
  readonly from: "files" | "codeowners" | "history";
  /** Left empty, whoever owns the config by CODEOWNERS is proposed, or who has most commits. */
  readonly admins: readonly Party[];
  /** Told of each commit that was read. */
  readonly onCommit: () => void;
}

/** @throws UserError where there is no CODEOWNERS to convert */
export async function proposeConfig(source: OnboardingSource, request: ProposalRequest): Promise<Proposal> {
  const files = await source.files();
  const proposed = await proposeEntries(source, files, request);
  const entries = distinctEntries(proposed.entries);
  const notes = entries.length === 0 ? [NO_PROMPTS, ...proposed.notes] : proposed.notes;
  const proposal = { ...proposed, entries, notes };
  if (request.admins.length > 0) return { ...proposal, admins: request.admins, adminEvidence: [] };
  if (proposal.admins.length > 0 || request.from === "history") return proposal;
  const { touches, people } = await readHistory(source, [], request.onCommit);
  return { ...proposal, ...proposeAdmin(touches, people) };
}

const NO_PROMPTS =
  "No file here looks like a prompt, by its name or a folder called `prompts`: add an entry for each of yours by hand.";

async function proposeEntries(
  source: OnboardingSource,
  files: readonly string[],
  { from, onCommit }: ProposalRequest,
): Promise<Proposal> {
  switch (from) {
    case "files":
      return { admins: [], adminEvidence: [], entries: groupPrompts(files).map(groupEntry), notes: [] };
    case "codeowners": {
      const { path, text } = await readCodeowners(source);
      return convertCodeowners(parseCodeowners(text), path, files);
    }
    case "history": {
      const prompts = files.filter((path) => kindOfFile(path) === "prompt");
      const { touches, people } = await readHistory(source, prompts, onCommit);
      return { ...proposeAdmin(touches, people), ...proposeFromHistory(files, touches, people) };
    }
  }
}

/** The first file counts, even where another one further down GitHub's list says more. */
async function readCodeowners(source: OnboardingSource): Promise<{ path: string; text: string }> {
  for (const path of CODEOWNERS_PATHS) {
    const bytes = await source.read(path);
    if (!bytes) continue;
    if (bytes.length >= MAX_CODEOWNERS_BYTES) {
      throw new UserError(
        `${path} is 3 MB or more, so GitHub does not read it.`,
        "Shorten it by wildcards first.",
      );
    }
    return { path, text: new TextDecoder().decode(bytes) };
  }
  throw new UserError(
    `There is no CODEOWNERS here: looked for ${CODEOWNERS_PATHS.join(", ")}.`,
    "Run init with --from-history, or without both.",
  );
}

async function readHistory(source: OnboardingSource, paths: readonly string[], onCommit: () => void) {
  const touches = new Touches(paths);
  for await (const change of source.changes()) {
    touches.add(change);
    onCommit();
  }
  const contacts = touches.contacts();
  return { touches, people: peopleOf(contacts, await source.canonical(contacts)) };
}

function groupEntry({ pattern, prompts }: PromptGroup): ProposedEntry {
  const [first = ""] = prompts;
  const evidence = prompts.length === 1 ? first : `${prompts.length} prompts, such as ${first}`;
  return { pattern, contributors: [], evidence: [evidence] };
}
