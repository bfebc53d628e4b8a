// Which commits changed each file that is there today, under whatever names it had before.

import type { FileChange } from "../../pull-request.ts";
import { coAuthorsOf } from "../../review/co-authors.ts";
import type { Contact } from "./people.ts";

/** A commit that is no merge, with what it changed. */
export interface AuthoredChange {
  readonly authorName: string;
  readonly authorEmail: string;
  readonly message: string;
  /** ISO 8601. */
  readonly committedAt: string;
  readonly files: readonly FileChange[];
}

/** One commit, as the files that it changed share it. */
export interface Touch {
  readonly at: string;
  /** Its author and co-authors. */
  readonly by: readonly Contact[];
}

/** Takes the commits newest first. Linear in the files that they changed. */
export class Touches {
  readonly all: Touch[] = [];
  readonly #contacts = new Map<string, Contact>();
  readonly #ofFile: ReadonlyMap<string, Touch[]>;
  /** The names that files of today had at the time of the commit that comes next. */
  readonly #today: Map<string, string>;

  /** @param paths of today whose commits are wanted */
  constructor(paths: readonly string[]) {
    this.#ofFile = new Map(paths.map((path) => [path, []]));
    this.#today = new Map(paths.map((path) => [path, path]));
  }

  add(change: AuthoredChange): void {
    const { emails, logins } = coAuthorsOf(change.message);
    const coAuthors = [...emails, ...logins.map((login) => `${login}@users.noreply.github.com`)];
    const by = [
      this.#contact(change.authorName, change.authorEmail),
      ...coAuthors.map((email) => this.#contact("", email)),
    ];
    const touch: Touch = { at: change.committedAt, by };
    this.all.push(touch);
    const older = new Map<string, string>();
    for (const file of change.files) {
      const path = this.#today.get(file.path);
      if (path === undefined) continue;
      this.#ofFile.get(path)?.push(touch);
      if (file.status === "renamed") {
        this.#today.delete(file.path);
        older.set(file.previousPath, path);
      }
    }
    for (const [name, path] of older) this.#today.set(name, path);
  }

  /** Newest first. */
  of(path: string): readonly Touch[] {
    return this.#ofFile.get(path) ?? [];
  }

  contacts(): Contact[] {
    return [...this.#contacts.values()];
  }

  #contact(name: string, email: string): Contact {
    const key = `${name}\0${email}`;
    const known = this.#contacts.get(key) ?? { name, email };
    this.#contacts.set(key, known);
    return known;
  }
}
