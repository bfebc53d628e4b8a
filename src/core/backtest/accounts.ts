// Which GitHub account a commit's address belongs to, as far as the history itself tells.

import type { Login } from "../identity.ts";
import { loginOfNoreply } from "../review/co-authors.ts";

/**
 * An address is known by itself where it is GitHub's private one, or where its author's name stands beside one
 * account's private address, and no other's, elsewhere in the history.
 */
export class Accounts {
  readonly #loginsOfName = new Map<string, Set<Login>>();
  readonly #namesOfEmail = new Map<string, Set<string>>();

  learn(name: string, email: string): void {
    const login = loginOfNoreply(email);
    if (login) entryOf(this.#loginsOfName, name).add(login);
    else entryOf(this.#namesOfEmail, email).add(name);
  }

  of(email: string): Login | undefined {
    const known = loginOfNoreply(email);
    if (known) return known;
    const names = [...(this.#namesOfEmail.get(email) ?? [])];
    const logins = new Set(names.flatMap((name) => [...(this.#loginsOfName.get(name) ?? [])]));
    const [login] = logins;
    return logins.size === 1 ? login : undefined;
  }
}

function entryOf<Value>(map: Map<string, Set<Value>>, key: string): Set<Value> {
  const entry = map.get(key) ?? new Set<Value>();
  map.set(key, entry);
  return entry;
}
