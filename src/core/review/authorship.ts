// Who made a change: its author, everybody who committed to it and everybody named as co-author. None of them may
// approve it.

import type { Login } from "../identity.ts";
import type { Commit, FileChange, PullRequest } from "../pull-request.ts";
import { coAuthorsOf, loginOfNoreply } from "./co-authors.ts";
import { previousPathOf } from "./governed.ts";
import type { Inquiry } from "./inquiry.ts";

export type Part = "author" | "committer" | "co-author";

export interface Authorship {
  readonly parts: ReadonlyMap<Login, Part>;
  /** Addresses of authors and co-authors that belong to no account GitHub knows. */
  readonly unknownEmails: readonly string[];
  /** How many addresses more were not looked up. */
  readonly uncheckedEmails: number;
}

/** Each address that only a commit's text names costs a request: of more than this many the rest is left. */
const MOST_EMAILS_ASKED = 50;

/** Makes commits on others' behalf, when somebody edits or merges in the browser. */
const GITHUB_ITSELF = { login: "web-flow", email: "noreply@github.com" };

/**
 * A merge commit that only takes one side of each governed file is nobody's contribution, so that pressing "Update
 * branch" does not cost an owner their voice.
 * @param files the governed ones
 * @param mayApprove people for whom that distinction is worth asking about; others who merged count as committers
 * @returns undefined while something still has to be asked
 */
export function authorshipOf(
  pull: PullRequest,
  commits: readonly Commit[],
  files: readonly FileChange[],
  mayApprove: ReadonlySet<Login>,
  inquiry: Inquiry,
): Authorship | undefined {
  const makers = new Makers(pull.author.login, commits, inquiry);
  const merges = commits.filter(({ parents }) => parents.length > 1);
  for (const commit of commits) if (!merges.includes(commit)) makers.add(commit);
  const paths = pathsOf(files);
  for (const commit of merges) {
    const isWorthAsking = makers
      .namesIn(commit)
      .some((login) => mayApprove.has(login) && !makers.parts.has(login));
    const kind = isWorthAsking ? inquiry.merge(commit.sha, commit.parents, paths) : "hand-made";
    if (kind === "hand-made") makers.add(commit);
    if (kind === undefined) makers.isComplete = false;
  }
  const { parts, unknownEmails, uncheckedEmails } = makers;
  if (!makers.isComplete) return undefined;
  return { parts, unknownEmails: [...unknownEmails], uncheckedEmails: uncheckedEmails.size };
}

/** Who is found behind commits, one commit after the other. */
class Makers {
  readonly parts: Map<Login, Part>;
  readonly unknownEmails = new Set<string>();
  readonly uncheckedEmails = new Set<string>();
  isComplete = true;
  readonly #accounts: ReadonlyMap<string, Login>;
  readonly #asked = new Set<string>();
  readonly #inquiry: Inquiry;

  constructor(author: Login, commits: readonly Commit[], inquiry: Inquiry) {
    this.parts = new Map([[author, "author"]]);
    this.#accounts = accountsSeen(commits);
    this.#inquiry = inquiry;
  }

  add(commit: Commit): void {
    const { logins, emails, coAuthors } = namedIn(commit);
    for (const login of logins) this.#addLogin(login, "committer");
    for (const email of emails) this.#addEmail(email, "committer");
    for (const login of coAuthors.logins) this.#addLogin(login, "co-author");
    for (const email of coAuthors.emails) this.#addEmail(email, "co-author");
  }

  /** The accounts behind a commit, as far as they are known without asking. */
  namesIn(commit: Commit): readonly Login[] {
    const { logins, emails, coAuthors } = namedIn(commit);
    const byEmail = [...emails, ...coAuthors.emails].map((email) => this.#loginOf(email));
    return [...logins, ...coAuthors.logins, ...byEmail.filter((login) => login !== undefined)];
  }

  #addLogin(login: Login, part: Part): void {
    if (!this.parts.has(login)) this.parts.set(login, part);
  }

  #addEmail(email: string, part: Part): void {
    const known = this.#loginOf(email);
    if (known) {
      this.#addLogin(known, part);
      return;
    }
    if (!this.#asked.has(email) && this.#asked.size >= MOST_EMAILS_ASKED) {
      this.uncheckedEmails.add(email);
      return;
    }
    this.#asked.add(email);
    const login = this.#inquiry.account(email);
    if (login) this.#addLogin(login, part);
    else if (login === null) this.unknownEmails.add(email);
    else this.isComplete = false;
  }

  #loginOf(email: string): Login | undefined {
    return loginOfNoreply(email) ?? this.#accounts.get(email);
  }
}

/** People alone: bots approve nothing, so it does not matter what they made. */
function namedIn(commit: Commit) {
  const { author, committer, authorEmail, committerEmail = "" } = commit;
  const accounts = [author, committer].filter((account) => account !== undefined);
  const unclaimed = [...(author ? [] : [authorEmail]), ...(committer ? [] : [committerEmail])];
  return {
    logins: accounts.flatMap(({ login, kind }) =>
      kind === "person" && login !== GITHUB_ITSELF.login ? [login] : [],
    ),
    emails: new Set(unclaimed.filter((email) => email !== "" && email !== GITHUB_ITSELF.email)),
    coAuthors: coAuthorsOf(commit.message),
  };
}

function accountsSeen(commits: readonly Commit[]): Map<string, Login> {
  const accounts = new Map<string, Login>();
  for (const { author, authorEmail, committer, committerEmail } of commits) {
    if (author) accounts.set(authorEmail, author.login);
    if (committer && committerEmail) accounts.set(committerEmail, committer.login);
  }
  accounts.delete(GITHUB_ITSELF.email);
  return accounts;
}

/** Both names of a renamed file, since a merge may have come before the rename. */
function pathsOf(files: readonly FileChange[]): string[] {
  return [...new Set(files.flatMap((file) => [file.path, previousPathOf(file) ?? file.path]))];
}
