// Who made a change, as far as commits tell: authors, committers, co-authors, and who merged by hand.

import { describe, expect, test } from "vitest";
import { login } from "../../../src/core/identity.ts";
import type { Commit } from "../../../src/core/pull-request.ts";
import { aPullRequest, commitSha } from "../../builders/a-pull-request.ts";
import { saidOf, verdictOf } from "./verdict.ts";

const FILES = { "prompts/triage.txt": "Route." };
const OWNER = ["support/triage waits for @alice"];
const BACKUP = ["support/triage waits for @bob"];
const MERGE = [commitSha("ours"), commitSha("main")];

/** Erin's pull request whose one commit has this authorship. */
function committed(commit: Partial<Commit> & { by?: string }) {
  return aPullRequest().pushing("c1", FILES, commit);
}

/** A commit that GitHub matches with no account. */
function anonymous(email: string, committerEmail = email): Partial<Commit> {
  return { author: undefined, authorEmail: email, committerEmail } as never;
}

describe("the owner made it when", () => {
  test.each([
    [
      "the commit's address is known to be theirs",
      committed(anonymous("a@home.test")).knowing("a@home.test", "alice"),
    ],
    ["the address is their private one", committed(anonymous("1+alice@users.noreply.github.com"))],
    [
      "only the committer's address is theirs",
      committed({
        ...anonymous("erin@example.test", "a@home.test"),
        author: { login: login("erin"), kind: "person" },
      }).knowing("a@home.test", "alice"),
    ],
    [
      "another commit of the pull request shows whose the address is",
      committed({ by: "alice", authorEmail: "a@home.test", message: "x" }).pushing(
        "c2",
        FILES,
        anonymous("a@home.test"),
      ),
    ],
    [
      "a co-author's address is theirs",
      committed({ message: "x\n\nCo-authored-by: A <a@home.test>" }).knowing("a@home.test", "alice"),
    ],
  ])("%s", (_when, pull) => {
    expect(verdictOf(pull.judged())).toEqual(BACKUP);
  });
});

describe("the owner did not make it when", () => {
  test.each([
    [
      "GitHub committed what somebody edited in the browser",
      committed({
        committer: { login: login("web-flow"), kind: "person" },
        committerEmail: "noreply@github.com",
      }),
    ],
    ["GitHub committed and names no account for itself", committed({ committerEmail: "noreply@github.com" })],
    ["a bot committed", committed({ by: "formatter[bot]" })],
    ["the address belongs to nobody known", committed(anonymous("who@home.test"))],
  ])("%s", (_when, pull) => {
    expect(verdictOf(pull.judged())).toEqual(OWNER);
  });
});

describe("a merge from the base branch by the owner", () => {
  const merged = (kind: "clean" | "hand-made", by = "alice") =>
    committed({}).pushing("m1", FILES, { by, parents: MERGE }).merge("m1", kind);
  test.each([
    ["that took each prompt from one side is nobody's work", merged("clean"), OWNER],
    ["that was resolved by hand is theirs", merged("hand-made"), BACKUP],
    [
      "made in the browser is nobody's work",
      committed({})
        .pushing("m1", FILES, {
          by: "alice",
          parents: MERGE,
          committer: { login: login("web-flow"), kind: "person" },
        })
        .merge("m1", "clean"),
      OWNER,
    ],
    [
      "does not excuse another commit of theirs",
      merged("clean").pushing("c3", FILES, { by: "alice" }),
      BACKUP,
    ],
    [
      "under their private address is looked into too",
      committed({})
        .pushing("m1", FILES, { ...anonymous("1+alice@users.noreply.github.com"), parents: MERGE })
        .merge("m1", "hand-made"),
      BACKUP,
    ],
    [
      "with more than two parents is looked into too",
      committed({})
        .pushing("m1", FILES, { by: "alice", parents: [...MERGE, commitSha("third")] })
        .merge("m1", "hand-made"),
      BACKUP,
    ],
  ])("%s", (_what, pull, verdict) => {
    expect(verdictOf(pull.judged())).toEqual(verdict);
  });

  test("is only looked into where it matters who made it", () => {
    const kinds = (by: string) =>
      merged("clean", by)
        .judgedWithQuestions()
        .asked.map(({ kind }) => kind);
    expect(kinds("alice")).toContain("merge");
    expect(kinds("frank")).not.toContain("merge");
    expect(kinds("erin")).not.toContain("merge");
  });

  test("both names of a renamed prompt are looked at, since the merge may be older than the rename", () => {
    const files = { "prompts/triage.txt": { from: "prompts/old.txt", text: "Route." } };
    const pull = aPullRequest().pushing("m1", files, { by: "alice", parents: MERGE });
    expect(pull.judgedWithQuestions().asked).toContainEqual({
      kind: "merge",
      commit: commitSha("m1"),
      parents: MERGE,
      paths: ["prompts/triage.txt", "prompts/old.txt"],
    });
  });
});

describe("an address of no known account", () => {
  test("is said, since its owner could approve their own work", () => {
    expect(saidOf(committed(anonymous("who@home.test")).approvedBy("alice").judged())).toEqual([
      'warning unknown-co-author: No GitHub account is known for whoever made commits as "who@home.test".',
    ]);
  });

  test("many of them cost a bounded number of questions", () => {
    const trailers = Array.from({ length: 500 }, (_, n) => `Co-authored-by: P <p${n}@home.test>`).join("\n");
    const { evaluation, asked } = committed({ message: `x\n\n${trailers}` }).judgedWithQuestions();
    expect(asked.filter(({ kind }) => kind === "account")).toHaveLength(50);
    expect(saidOf(evaluation).at(-1)).toBe(
      'warning unknown-co-author: No GitHub account is known for whoever made commits as "p0@home.test", "p1@home.test", "p2@home.test", "p3@home.test", "p4@home.test", 495 more.',
    );
  });
});
