// Owner and backup from the history of a prompt.

import { describe, expect, test } from "vitest";
import { mention, sha } from "../../../../src/core/identity.ts";
import { type Contact, peopleOf } from "../../../../src/core/onboarding/history/people.ts";
import {
  MOST_SINGLE_ENTRIES,
  proposeAdmin,
  proposeFromHistory,
} from "../../../../src/core/onboarding/history/propose.ts";
import { Touches } from "../../../../src/core/onboarding/history/touches.ts";
import type { FileChange } from "../../../../src/core/pull-request.ts";

const BLOB = sha("a".repeat(40));
const FAQ = "prompts/faq.md";

interface Change {
  /** A login commits with GitHub's private address; else `Name <address>`. */
  readonly by: string;
  readonly day?: string;
  readonly with?: readonly string[];
  readonly files?: readonly FileChange[];
}

const alice = { by: "alice" };
const bob = { by: "bob" };
const carol = { by: "Carol C <carol@acme.test>" };

describe("proposed for prompts/faq.md", () => {
  test.each<[string, Change[], string]>([
    [
      "who changed it most owns it",
      [bob, alice, alice],
      "@alice, backup @bob | @alice: 2 of 3 commits, last 2030-01-09; @bob: 1 commit, last 2030-01-10",
    ],
    [
      "of two alike, who changed it last",
      [bob, alice],
      "@bob, backup @alice | @bob: 1 of 2 commits, last 2030-01-10; @alice: 1 commit, last 2030-01-09",
    ],
    ["one person has no backup", [alice], "@alice | @alice: 1 of 1 commit, last 2030-01-10"],
    [
      "an address that names no account is left to fill in",
      [carol, carol, alice],
      "Carol C <carol@acme.test>?, backup @alice | Carol C <carol@acme.test>: 2 of 3 commits, last 2030-01-10; @alice: 1 commit, last 2030-01-08",
    ],
    [
      "the same name beside an account elsewhere names it",
      [carol, { by: "Carol C <7+carol-c@users.noreply.github.com>", files: [] }],
      "@carol-c | @carol-c: 1 of 1 commit, last 2030-01-10",
    ],
    [
      "bots do not count",
      [
        { by: "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>" },
        { by: "acme-release-bot <release@acme.test>" },
        { by: "Renovate Bot <bot@renovateapp.com>" },
        { by: "GitHub <noreply@github.com>" },
        alice,
      ],
      "@alice | @alice: 1 of 5 commits, last 2030-01-06",
    ],
    ["only bots", [{ by: "x[bot] <x@acme.test>" }], "? | only bots changed it"],
    [
      "a name that only ends like a bot's",
      [{ by: "Ann Talbot <1+talbot@users.noreply.github.com>" }],
      "@talbot | @talbot: 1 of 1 commit, last 2030-01-10",
    ],
    [
      "co-authors count, each commit once",
      [
        {
          by: "alice",
          with: ["Bob <2+bob@users.noreply.github.com>", "Alice <1+alice@users.noreply.github.com>"],
        },
        bob,
      ],
      "@bob, backup @alice | @bob: 2 of 2 commits, last 2030-01-10; @alice: 1 commit, last 2030-01-10",
    ],
    [
      "who has left comes last",
      [alice, { ...bob, day: "2028-05-01" }, { ...bob, day: "2028-04-01" }],
      "@alice, backup @bob | @alice: 1 of 3 commits, last 2030-01-10; @bob: 2 commits, last 2028-05-01, not seen in this repository since 2028-05-01",
    ],
    [
      "who works elsewhere in the repository is still here",
      [alice, { by: "bob", files: [] }, { ...bob, day: "2028-05-01" }, { ...bob, day: "2028-04-01" }],
      "@bob, backup @alice | @bob: 2 of 3 commits, last 2028-05-01; @alice: 1 commit, last 2030-01-10",
    ],
    [
      "commits under an earlier name count",
      [
        bob,
        { by: "bob", files: [{ status: "renamed", path: FAQ, previousPath: "old.md", blob: BLOB }] },
        { by: "alice", files: [{ status: "modified", path: "old.md", blob: BLOB }] },
        { by: "alice", files: [{ status: "modified", path: FAQ, blob: BLOB }] },
      ],
      "@bob, backup @alice | @bob: 2 of 3 commits, last 2030-01-10; @alice: 1 commit, last 2030-01-08",
    ],
    [
      "of many people three are shown",
      [..."abcde"].map((login) => ({ by: login })),
      "@a, backup @b | @a: 1 of 5 commits, last 2030-01-10; @b: 1 commit, last 2030-01-09; @c: 1 commit, last 2030-01-08; 2 more people",
    ],
    ["a file that is not committed", [{ by: "alice", files: [] }], "? | not committed yet"],
  ])("%s", (_, changes, expected) => {
    const { touches, people } = read([FAQ], changes);
    const { entries } = proposeFromHistory([FAQ], touches, people);
    expect(entries.map(({ pattern }) => pattern)).toEqual([FAQ]);
    const [entry] = entries;
    const owner = entry?.owner ? mention(entry.owner) : `${entry?.ownerHint ?? ""}?`;
    const backup = entry?.backup ? `, backup ${mention(entry.backup)}` : "";
    expect(`${owner}${backup} | ${entry?.evidence.join("; ")}`).toBe(expected);
  });
});

test("how to name the account behind an address is said once", () => {
  const { touches, people } = read([FAQ], [carol, bob]);
  expect(proposeFromHistory([FAQ], touches, people).notes).toEqual([
    "To say whose an address is, add a line such as `Carol C <ACCOUNT@users.noreply.github.com> <carol@acme.test>` to .mailmap, and run init again.",
  ]);
});

test("two files that swap names keep their own histories", () => {
  const swap: FileChange[] = [
    { status: "renamed", path: "prompts/a.md", previousPath: "prompts/b.md", blob: BLOB },
    { status: "renamed", path: "prompts/b.md", previousPath: "prompts/a.md", blob: BLOB },
  ];
  const { touches } = read(
    ["prompts/a.md", "prompts/b.md"],
    [
      { by: "carol", files: swap },
      { by: "alice", files: [{ status: "modified", path: "prompts/b.md", blob: BLOB }] },
    ],
  );
  expect(touches.of("prompts/a.md").flatMap(({ by }) => by.map(({ name }) => name))).toEqual([
    "carol",
    "alice",
  ]);
  expect(touches.of("prompts/b.md").flatMap(({ by }) => by.map(({ name }) => name))).toEqual(["carol"]);
});

describe("one person", () => {
  const people = (contacts: Contact[], canonical = contacts) =>
    [...peopleOf(contacts, canonical).values()].map(({ key }) => key);

  test("by the mailmap, which leads to the account of any of the addresses", () => {
    const canonical = { name: "Alice A", email: "alice@acme.test" };
    const contacts = [
      { name: "al", email: "al@home.test" },
      { name: "Alice A", email: "1+alice@users.noreply.github.com" },
      canonical,
    ];
    expect(people(contacts, [canonical, canonical, canonical])).toEqual(["alice", "alice", "alice"]);
  });

  test("but not where the mailmap joins two accounts", () => {
    const canonical = { name: "Team", email: "team@acme.test" };
    const contacts = [
      { name: "a", email: "alice@users.noreply.github.com" },
      { name: "b", email: "bob@users.noreply.github.com" },
      { name: "c", email: "team@acme.test" },
    ];
    expect(people(contacts, [canonical, canonical, canonical])).toEqual(["alice", "bob", "team@acme.test"]);
  });

  test("nor by a name that two accounts have", () => {
    const contacts = [
      { name: "Sam", email: "sam1@users.noreply.github.com" },
      { name: "Sam", email: "sam2@users.noreply.github.com" },
      { name: "Sam", email: "sam@acme.test" },
      { name: "", email: "nobody@acme.test" },
    ];
    expect(people(contacts)).toEqual(["sam1", "sam2", "sam@acme.test", "nobody@acme.test"]);
  });
});

test("the admin is who has most commits of those whose account is known", () => {
  const { touches, people } = read(
    [],
    [carol, carol, carol, bob, alice, alice].map((change) => ({ ...change, files: [] })),
  );
  const { admins, adminEvidence } = proposeAdmin(touches, people);
  expect(admins.map(mention)).toEqual(["@alice"]);
  expect(adminEvidence).toEqual([
    "Most commits of those whose account is known: @alice: 2 of 6 commits, last 2030-01-06",
  ]);
});

test("without commits nobody is admin", () => {
  const { touches, people } = read([], []);
  expect(proposeAdmin(touches, people)).toEqual({ admins: [], adminEvidence: [] });
});

test("of very many prompts each folder has one entry, and a commit to several of them counts once", () => {
  const paths = Array.from(
    { length: MOST_SINGLE_ENTRIES + 1 },
    (_, at) => `prompts/${at % 2 ? "sales" : "support"}/${at}.md`,
  );
  const files = paths.map((path): FileChange => ({ status: "modified", path, blob: BLOB }));
  const { touches, people } = read(paths, [{ by: "alice", files }]);
  const { entries, notes } = proposeFromHistory(paths, touches, people);
  expect(entries.map(({ pattern, evidence }) => [pattern, ...evidence])).toEqual([
    ["prompts/sales/**", "@alice: 1 of 1 commit, last 2030-01-10"],
    ["prompts/support/**", "@alice: 1 of 1 commit, last 2030-01-10"],
  ]);
  expect(notes).toEqual(["There are 501 prompts, so each entry is for a folder of them."]);
});

/** Changes newest first, each a day before the one above. */
function read(paths: readonly string[], changes: readonly Change[]) {
  const touches = new Touches(paths);
  const touched: FileChange[] = [{ status: "modified", path: FAQ, blob: BLOB }];
  for (const [at, { by, day, with: coAuthors = [], files = touched }] of changes.entries()) {
    const [, name = by, email = `1+${by}@users.noreply.github.com`] = /^(.*) <(.*)>$/.exec(by) ?? [];
    touches.add({
      authorName: name,
      authorEmail: email,
      message: ["Change", "", ...coAuthors.map((who) => `Co-authored-by: ${who}`)].join("\n"),
      committedAt: `${day ?? `2030-01-${String(10 - at).padStart(2, "0")}`}T12:00:00.000Z`,
      files,
    });
  }
  const contacts = touches.contacts();
  return { touches, people: peopleOf(contacts, contacts) };
}
