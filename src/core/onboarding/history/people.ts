// The people behind a history's names and addresses, as far as the history tells whose GitHub account they are.

import { Accounts } from "../../backtest/accounts.ts";
import type { Login } from "../../identity.ts";
import { loginOfNoreply } from "../../review/co-authors.ts";

/** A name with an address, as a commit or the mailmap has it. The address in lower case. */
export interface Contact {
  /** Empty where only an address is known. */
  readonly name: string;
  readonly email: string;
}

export interface Person {
  /** The same for all contacts of one person. */
  readonly key: string;
  readonly login?: Login;
  readonly name: string;
  readonly email: string;
  readonly kind: "person" | "bot";
}

/**
 * Contacts become one person by the mailmap, by an account that both name, or by the address.
 * @param contacts of each person, the first one's name counts
 * @param canonical what the mailmap makes of each contact, in the same order
 */
export function peopleOf(
  contacts: readonly Contact[],
  canonical: readonly Contact[],
): ReadonlyMap<Contact, Person> {
  const accounts = new Accounts();
  const loginsOfCanonical = new Map<string, Set<Login>>();
  for (const [at, contact] of contacts.entries()) {
    const known = canonical[at] ?? contact;
    for (const { name, email } of [contact, known]) if (name !== "") accounts.learn(name, email);
    const login = loginOfNoreply(contact.email);
    if (login)
      loginsOfCanonical.set(known.email, (loginsOfCanonical.get(known.email) ?? new Set()).add(login));
  }
  const loginOf = (contact: Contact, known: Contact): Login | undefined => {
    const [login, ...others] = loginsOfCanonical.get(known.email) ?? [];
    const mapped = others.length === 0 ? login : undefined;
    return loginOfNoreply(known.email) ?? loginOfNoreply(contact.email) ?? mapped ?? accounts.of(known.email);
  };
  const names = new Map<string, string>();
  return new Map(
    contacts.map((contact, at) => {
      const known = canonical[at] ?? contact;
      const login = loginOf(contact, known);
      const key = login ?? known.email;
      const name = names.get(key) || known.name;
      names.set(key, name);
      const kind = isBot(login ?? "", known) || isBot("", contact) ? "bot" : "person";
      return [contact, { key, name, email: known.email, kind, ...(login && { login }) }];
    }),
  );
}

// What well-known bots commit as where the address is not that of an App's account.
const BOT_ADDRESSES = new Set([
  "noreply@github.com",
  "action@github.com",
  "actions@github.com",
  "support@github.com",
  "support@dependabot.com",
  "bot@renovateapp.com",
  "noreply@anthropic.com",
  "cursoragent@cursor.com",
  "copilot@github.com",
]);
const BOT_NAME = /\[bot\]$|(?:^|[\s_-])bot$|^github[ -]?actions$/i;
const BOT_LOGINS = new Set(["copilot", "web-flow", "ghost", "github-actions"]);

function isBot(login: string, { name, email }: Contact): boolean {
  const account = loginOfNoreply(email) ?? login;
  return BOT_ADDRESSES.has(email) || BOT_NAME.test(name) || BOT_NAME.test(account) || BOT_LOGINS.has(account);
}
