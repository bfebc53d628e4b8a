// The mailmap of real repositories.

import { expect, test } from "vitest";
import { Git } from "../../src/git/git.ts";
import { type Contact, canonicalContacts } from "../../src/git/mailmap.ts";
import { aGitRepository } from "../support/git-repository.ts";

const MAILMAP = "Alice A <alice@acme.test> <Al@Home.test>\nBob <bob@acme.test>\n";

test.each<[string, Contact, Contact]>([
  ["a mapped address", { name: "al", email: "al@home.test" }, { name: "Alice A", email: "alice@acme.test" }],
  ["a mapped name", { name: "b", email: "bob@acme.test" }, { name: "Bob", email: "bob@acme.test" }],
  ["an unknown one", { name: "Eve E", email: "eve@acme.test" }, { name: "Eve E", email: "eve@acme.test" }],
  ["an address alone", { name: "", email: "al@home.test" }, { name: "Alice A", email: "alice@acme.test" }],
  ["no address", { name: "Eve", email: "" }, { name: "Eve", email: "" }],
  ["nothing", { name: "", email: "" }, { name: "", email: "" }],
  ["no address, but a name like one", { name: "a@b", email: "a b" }, { name: "a@b", email: "a b" }],
  [
    "a name with brackets",
    { name: "Eve <x>", email: "eve@acme.test" },
    { name: "Eve x", email: "eve@acme.test" },
  ],
])("%s", async (_, contact, expected) => {
  expect(await canonicalContacts(gitWithMailmap(), [contact])).toEqual([expected]);
});

test("very many contacts come back in their order, by one process", async () => {
  const contacts = Array.from({ length: 20_000 }, (_, at) => ({
    name: `Person ${at}`,
    email: `p${at}@acme.test`,
  }));
  const started: string[] = [];
  const git = gitWithMailmap((args) => started.push(args.join(" ")));
  expect(await canonicalContacts(git, contacts)).toEqual(contacts);
  expect(started).toEqual(["check-mailmap --stdin"]);
});

test("no contacts take no process", async () => {
  const git = gitWithMailmap(() => expect.unreachable());
  expect(await canonicalContacts(git, [])).toEqual([]);
});

function gitWithMailmap(onStart: (args: readonly string[]) => void = () => undefined): Git {
  return new Git(aGitRepository().write({ ".mailmap": MAILMAP }).folder, { onStart });
}
