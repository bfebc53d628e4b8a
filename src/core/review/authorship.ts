// Who made a change: its author, everybody who committed to it and everybody named as co-author. None of them may
// approve it.

import { type Login, parseLogin } from "../identity.ts";
import type { Commit, PullRequest } from "../pull-request.ts";
import type { Inquiry } from "./inquiry.ts";

export type Part = "author" | "committer" | "co-author";

export interface Authorship {
  readonly parts: ReadonlyMap<Login, Part>;
  /** Addresses of authors and co-authors that belong to no account GitHub knows. */
  readonly unknownEmails: readonly string[];
}

/**
 * A merge commit that only takes one side of each governed file is nobody's contribution, so that pressing "Update
 * branch" does not cost an owner their voice.
 * @param paths the governed files
 * @param mayApprove people for whom that distinction is worth asking about; others who merged count as committers
 * @returns undefined while something still has to be asked
 */
export function authorshipOf(
  pull: PullRequest,
  commits: readonly Commit[],
  paths: readonly string[],
  mayApprove: ReadonlySet<Login>,
  inquiry: Inquiry,
): Authorship | undefined {
  const parts = new Map<Login, Part>([[pull.author.login, "author"]]);
  const unknownEmails = new Set<string>();
  const accounts = accountsSeen(commits);
  let isComplete = true;
  const add = (login: Login, part: Part) => parts.has(login) || parts.set(login, part);
  const resolve = (email: string, part: Part): void => {
    const login = loginOfNoreply(email) ?? accounts.get(email) ?? inquiry.account(email);
    if (login) add(login, part);
    else if (login === null) unknownEmails.add(email);
    else isComplete = false;
  };

  for (const commit of [...commits].sort((a, b) => a.parents.length - b.parents.length)) {
    const makers = [commit.author, commit.committer].flatMap((account) =>
      account?.kind === "person" && account.login !== "web-flow" ? [account.login] : [],
    );
    const isMerge = commit.parents.length > 1;
    if (isMerge && makers.some((login) => mayApprove.has(login) && !parts.has(login))) {
      const merge = inquiry.merge(commit.sha, commit.parents, paths);
      if (merge === undefined) isComplete = false;
      if (merge !== "hand-made") continue;
    }
    for (const login of makers) add(login, "committer");
    if (!commit.author && !isMerge) resolve(commit.authorEmail, "committer");
    for (const email of coAuthorEmails(commit.message)) resolve(email, "co-author");
  }
  return isComplete ? { parts, unknownEmails: [...unknownEmails] } : undefined;
}

/** E-mail addresses in the `Co-authored-by:` trailers of a commit message, in lower case. */
export function coAuthorEmails(message: string): string[] {
  const emails: string[] = [];
  for (const line of message.split("\n")) {
    if (!/^\s*co-authored-by:/i.test(line)) continue;
    const open = line.lastIndexOf("<");
    const close = line.indexOf(">", open);
    const email =
      open < 0 || close < 0
        ? ""
        : line
            .slice(open + 1, close)
            .trim()
            .toLowerCase();
    if (email) emails.push(email);
  }
  return emails;
}

/** GitHub's private addresses name the account: `12345+alice@users.noreply.github.com`. */
export function loginOfNoreply(email: string): Login | undefined {
  const [local = "", domain] = email.toLowerCase().split("@");
  if (domain !== "users.noreply.github.com") return undefined;
  return parseLogin(local.slice(local.indexOf("+") + 1));
}

function accountsSeen(commits: readonly Commit[]): Map<string, Login> {
  const accounts = new Map<string, Login>();
  for (const { author, authorEmail } of commits) if (author) accounts.set(authorEmail, author.login);
  return accounts;
}
