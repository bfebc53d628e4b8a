// Who has to approve: the owner; the backup where the owner cannot; admins where neither can. And whose approval never
// counts.

import { describe, expect, test } from "vitest";
import { aPullRequest, type PullRequestBuilder } from "../../builders/a-pull-request.ts";
import { saidOf, verdictOf } from "./verdict.ts";

const FILES = { "prompts/triage.txt": "Route." };

/** Of prompts/triage.txt, which @alice owns and @bob backs. */
function changedBy(author: string, commit: Parameters<PullRequestBuilder["pushing"]>[2] = {}) {
  return aPullRequest().by(author).pushing("c1", FILES, commit);
}

function withOwners(owner: string, backup: string | undefined, admins = '["@root", "@acme/ai-platform"]') {
  const backupLine = backup ? `\n    backup: "${backup}"` : "";
  return `version: 1\nadmins: ${admins}\nprompts:\n  - path: prompts/triage.txt\n    id: support/triage\n    owner: "${owner}"${backupLine}\n`;
}

describe("who is asked", () => {
  const ADMINS = "@root or @acme/ai-platform";
  test.each([
    ["the owner", changedBy("erin"), "support/triage waits for @alice"],
    ["the backup of an owner who is the author", changedBy("alice"), "support/triage waits for @bob"],
    [
      "the backup of an owner who committed",
      changedBy("erin", { by: "alice" }),
      "support/triage waits for @bob",
    ],
    [
      "the backup of an owner who only put the commit there",
      changedBy("erin", { committer: { login: "alice" as never, kind: "person" } }),
      "support/triage waits for @bob",
    ],
    [
      "the backup of an owner named as co-author",
      changedBy("erin", { message: "Change\n\nCo-authored-by: A <1+alice@users.noreply.github.com>" }),
      "support/triage waits for @bob",
    ],
    [
      "the backup of an owner without write access",
      changedBy("erin").withConfig(withOwners("@reader", "@bob")),
      "support/triage waits for @bob",
    ],
    ["admins where both made it", changedBy("bob", { by: "alice" }), `support/triage waits for ${ADMINS}`],
    [
      "admins where neither has write access",
      changedBy("erin").withConfig(withOwners("@reader", "@stranger")),
      `support/triage waits for ${ADMINS}`,
    ],
    [
      "admins where the owner made it and there is no backup",
      changedBy("alice").withConfig(withOwners("@alice", undefined)),
      `support/triage waits for ${ADMINS}`,
    ],
    [
      "nobody where nobody is left",
      changedBy("alice").withConfig(withOwners("@alice", undefined, '["@alice"]')),
      "support/triage stuck",
    ],
    [
      "nobody where the admins cannot write either",
      changedBy("alice").withConfig(withOwners("@alice", undefined, '["@reader"]')),
      "support/triage stuck",
    ],
    [
      "nobody where the admins' team cannot be seen",
      changedBy("alice").withConfig(withOwners("@alice", undefined, '["@acme/hidden"]')),
      "support/triage stuck",
    ],
  ])("%s", (_who, pull, verdict) => {
    expect(verdictOf(pull.judged())).toEqual([verdict]);
  });

  test("is asked for their review, who has not looked yet, and no admin is", () => {
    expect(changedBy("erin").judged().reviewers).toEqual(["alice"]);
    expect(changedBy("erin").reviewedBy("alice", "commented").judged().reviewers).toEqual([]);
    expect(changedBy("erin").approvedBy("alice").judged().reviewers).toEqual([]);
    expect(changedBy("bob", { by: "alice" }).judged().reviewers).toEqual([]);
  });
});

describe("who is passed over is named with the reason", () => {
  test.each([
    [changedBy("alice"), "@bob, who stands in because @alice is the author"],
    [changedBy("erin", { by: "alice" }), "@bob, who stands in because @alice committed to it"],
    [
      changedBy("bob", { by: "alice" }),
      "an admin (@root or @acme/ai-platform), because @alice committed to it and @bob is the author",
    ],
    [
      changedBy("erin").withConfig(withOwners("@reader", "@bob")),
      "@bob, who stands in because @reader has no write access",
    ],
  ])("%#: %s", (pull, approvers) => {
    expect(saidOf(pull.judged())).toContainEqual(
      `error owner-approval: support/triage waits for the approval of ${approvers}.`,
    );
  });

  test("a prompt without an owner, which its status allows, is its backup's, else the admins'", () => {
    const config = (entry: string) =>
      `version: 1\nadmins: ["@root"]\nprompts:\n  - path: prompts/triage.txt\n    status: draft\n${entry}`;
    const waitsFor = (entry: string) => saidOf(changedBy("erin").withConfig(config(entry)).judged())[0];
    expect(waitsFor('    backup: "@bob"\n')).toBe(
      "error owner-approval: triage waits for the approval of @bob, the backup of a prompt without an owner.",
    );
    expect(waitsFor("")).toBe("error owner-approval: triage waits for the approval of an admin (@root).");
  });

  test("nobody left: says who they were and what to mend", () => {
    const { findings, conclusion } = changedBy("alice")
      .withConfig(withOwners("@alice", "@reader", '["@alice"]'))
      .judged();
    expect(conclusion).toBe("failure");
    expect(findings[0]).toMatchObject({
      message:
        "Nobody is left who may approve support/triage: @alice is the author and @reader has no write access.",
      fix: "Name another backup in the entry at .github/prompt-steward.yml:4, or another admin, in a pull request of its own.",
    });
  });
});

describe("whose approval counts", () => {
  const waiting = ["support/triage waits for @alice"];
  test.each([
    ["the owner's", changedBy("erin").approvedBy("alice"), ["support/triage approved by @alice"]],
    ["not the backup's while the owner can", changedBy("erin").approvedBy("bob"), waiting],
    ["not an admin's while the owner can", changedBy("erin").approvedBy("root"), waiting],
    ["not a bot's", changedBy("erin").approvedBy("helper[bot]"), waiting],
    ["not anybody else's", changedBy("erin").approvedBy("frank"), waiting],
    [
      "the backup's for the owner who is author",
      changedBy("alice").approvedBy("bob"),
      ["support/triage approved by @bob"],
    ],
    [
      "not the owner's who committed",
      changedBy("erin", { by: "alice" }).approvedBy("alice"),
      ["support/triage waits for @bob"],
    ],
    [
      "not the owner's who committed after approving",
      changedBy("erin")
        .approvedBy("alice")
        .pushing("c2", { ...FILES, "b.ts": "" }, { by: "alice" }),
      ["support/triage waits for @bob"],
    ],
    [
      "any one admin's where neither can",
      changedBy("bob", { by: "alice" }).approvedBy("ada"),
      ["support/triage approved by @ada"],
    ],
    [
      "not an admin's who committed",
      changedBy("bob", {
        by: "alice",
        message: "x\n\nCo-authored-by: <7+ada@users.noreply.github.com>",
      }).approvedBy("ada"),
      ["support/triage waits for @root or @acme/ai-platform"],
    ],
  ])("%s", (_whose, pull, verdict) => {
    expect(verdictOf(pull.judged())).toEqual(verdict);
  });

  test("a backup who approved too early is told why it does not count", () => {
    expect(saidOf(changedBy("erin").approvedBy("bob").judged())).toContainEqual(
      "notice uncounted-approval: The approval of @bob does not count while @alice can approve: a backup only stands in.",
    );
    expect(saidOf(changedBy("erin").approvedBy("bob").approvedBy("alice").judged())).toEqual([]);
  });

  test("an admin of many who cannot write is told so", () => {
    const admins = JSON.stringify(["@a1", "@a2", "@a3", "@a4", "@a5", "@reader"]);
    const pull = changedBy("alice")
      .withConfig(withOwners("@alice", undefined, admins))
      .approvedBy("reader");
    expect(saidOf(pull.judged())).toContainEqual(
      "notice uncounted-approval: The approval of @reader does not count: @reader has no write access to this repository.",
    );
    expect(pull.judged().conclusion).toBe("action_required");
  });
});

describe("a request for changes blocks", () => {
  const by = (who: string) => [`support/triage blocked by ${who}`];
  test.each([
    ["by the owner", changedBy("erin").reviewedBy("alice", "changes-requested"), by("@alice")],
    [
      "by the backup, though the owner approves",
      changedBy("erin").approvedBy("alice").reviewedBy("bob", "changes-requested"),
      by("@bob"),
    ],
    [
      "by an owner who committed to it",
      changedBy("erin", { by: "alice" }).approvedBy("bob").reviewedBy("alice", "changes-requested"),
      by("@alice"),
    ],
    [
      "by an owner without write access",
      changedBy("erin")
        .withConfig(withOwners("@reader", "@bob"))
        .approvedBy("bob")
        .reviewedBy("reader", "changes-requested"),
      by("@reader"),
    ],
    [
      "by an admin where admins decide",
      changedBy("bob", { by: "alice" }).approvedBy("root").reviewedBy("ada", "changes-requested"),
      by("@ada"),
    ],
    [
      "not by an admin where the owner decides",
      changedBy("erin").approvedBy("alice").reviewedBy("root", "changes-requested"),
      ["support/triage approved by @alice"],
    ],
    [
      "not by anybody else",
      changedBy("erin").approvedBy("alice").reviewedBy("frank", "changes-requested"),
      ["support/triage approved by @alice"],
    ],
    [
      "not once it is dismissed",
      changedBy("erin").approvedBy("alice").reviewedBy("bob", "changes-requested").dismissed(),
      ["support/triage approved by @alice"],
    ],
    [
      "not once the backup approves",
      changedBy("erin").approvedBy("alice").reviewedBy("bob", "changes-requested").approvedBy("bob"),
      ["support/triage approved by @alice"],
    ],
  ])("%s", (_who, pull, verdict) => {
    expect(verdictOf(pull.judged())).toEqual(verdict);
  });

  test("and says how it ends", () => {
    const { findings, conclusion } = changedBy("erin").reviewedBy("bob", "changes-requested").judged();
    expect(conclusion).toBe("failure");
    expect(findings[0]).toMatchObject({
      message: "@bob asked for changes to support/triage.",
      fix: "Answer the review; it stops blocking when @bob approves or the review is dismissed.",
    });
  });
});

test("many admins approving at once take no more rounds of questions than one", () => {
  const people = Array.from({ length: 40 }, (_, n) => `admin-${n}`);
  const config = withOwners("@alice", undefined, JSON.stringify(people.map((name) => `@${name}`)));
  const pull = changedBy("alice").withConfig(config);
  for (const name of people) pull.approvedBy(name);
  pull.pushing("c2", { "prompts/triage.txt": "Other." });
  expect(verdictOf(pull.judged())[0]).toContain("(void: other-bytes of @admin-0)");
});
