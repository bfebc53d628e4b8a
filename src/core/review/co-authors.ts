// The people whom a commit's message names as co-authors, in whatever spelling.

import { type Login, parseLogin } from "../identity.ts";

export interface CoAuthors {
  readonly logins: readonly Login[];
  /** In lower case. */
  readonly emails: readonly string[];
}

/**
 * Reads `Co-authored-by: Name <address>` as GitHub writes it and as people mistype it: without hyphens, folded over two
 * lines, several people on a line, an address without its brackets, a bare `@login`. Reading too much only asks
 * somebody else for the approval; reading too little would let people approve their own work.
 * Linear in the message's length.
 */
export function coAuthorsOf(message: string): CoAuthors {
  const logins = new Set<Login>();
  const emails = new Set<string>();
  for (const word of trailersOf(message).flatMap((trailer) => trailer.split(SEPARATORS))) {
    const login = word.startsWith("@") ? parseLogin(word) : undefined;
    if (login) logins.add(login);
    else if (ADDRESS.test(word)) emails.add(word.toLowerCase());
  }
  return { logins: [...logins], emails: [...emails] };
}

/**
 * GitHub's private addresses name the account: `12345+alice@users.noreply.github.com`, and on a server of one's own
 * `12345+alice@users.noreply.github.example.com`.
 */
export function loginOfNoreply(email: string): Login | undefined {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  if (!domain.startsWith("users.noreply.")) return undefined;
  return parseLogin(local.slice(local.indexOf("+") + 1));
}

const TRAILER =
  /^[\s>*•-]*co[\p{Pd}\s]?(?:author(?:ed|s)?|develop(?:ed|er)?)(?:[\p{Pd}\s]?by)?\s*[:\uff1a](.*)$/iu;
const SEPARATORS = /[\s<>,;"()]+/;
const ADDRESS = /^[^@]+@[^@]+$/;

/** The text after each trailer's colon. Lines that begin with white space continue it, as git folds long ones. */
function trailersOf(message: string): string[] {
  const trailers: string[] = [];
  let isOpen = false;
  for (const line of message.split(/\r\n?|\n/)) {
    const named = TRAILER.exec(line)?.[1];
    const folded: string | undefined = isOpen && /^[ \t]+\S/.test(line) ? line : undefined;
    const text: string | undefined = named ?? folded;
    if (text !== undefined) trailers.push(text);
    isOpen = text !== undefined;
  }
  return trailers;
}
