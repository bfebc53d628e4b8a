// Names and addresses as the repository's .mailmap corrects them.

import { once } from "node:events";
import { text as readAll } from "node:stream/consumers";
import type { Git } from "./git.ts";

export interface Contact {
  readonly name: string;
  readonly email: string;
}

/** In the contacts' order; those that the mailmap does not know come back as they are. Starts one process. */
export async function canonicalContacts(git: Git, contacts: readonly Contact[]): Promise<Contact[]> {
  if (contacts.length === 0) return [];
  const { child, ended } = git.start(["check-mailmap", "--stdin"]);
  const answer = readAll(child.stdout);
  for (const contact of contacts) {
    const isTaken = child.stdin.write(`${lineOf(contact)}\n`);
    if (!isTaken) await Promise.race([once(child.stdin, "drain"), ended]);
  }
  child.stdin.end();
  const lines = (await answer).split("\n");
  (await ended).check();
  return contacts.map((contact, at) => contactIn(lines[at] ?? "") ?? contact);
}

function lineOf({ name, email }: Contact): string {
  return `${name.replace(/[<>\r\n\0]/g, "")} <${email.replace(/[<>\r\n\0]/g, "")}>`.trimStart();
}

function contactIn(line: string): Contact | undefined {
  const [, name, email] = /^(.*?) ?<([^<>]*)>$/.exec(line) ?? [];
  return name === undefined || email === undefined ? undefined : { name, email: email.toLowerCase() };
}
