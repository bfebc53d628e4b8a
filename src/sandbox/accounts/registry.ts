// Everybody with an account: people, bots and organizations, under names that GitHub compares without case.

export interface Account {
  readonly kind: "User" | "Bot" | "Organization";
  readonly login: string;
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

export class Registry {
  readonly #byLogin = new Map<string, Account>();
  readonly #byEmail = new Map<string, Account>();

  /** @throws when the name is taken */
  add(account: Account): Account {
    const key = account.login.toLowerCase();
    if (this.#byLogin.has(key)) throw new Error(`The login ${account.login} is taken.`);
    this.#byLogin.set(key, account);
    if (account.kind !== "Organization") {
      for (const email of addressesOf(account)) this.#byEmail.set(email, account);
    }
    return account;
  }

  find(login: string): Account | undefined {
    return this.#byLogin.get(login.toLowerCase());
  }

  /** Whose commits carry that address. */
  ofEmail(email: string): Account | undefined {
    return this.#byEmail.get(email.toLowerCase());
  }

  organizations(): Account[] {
    return [...this.#byLogin.values()].filter(({ kind }) => kind === "Organization");
  }
}

function addressesOf({ email, login, id }: Account): string[] {
  const noreply = "users.noreply.github.com";
  return [email, `${login}@${noreply}`, `${id}+${login}@${noreply}`].map((address) => address.toLowerCase());
}
