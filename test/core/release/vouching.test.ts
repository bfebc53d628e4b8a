// Whose word a release has.

import { describe, expect, test } from "vitest";
import { login, type Party, parseParty, type Sha } from "../../../src/core/identity.ts";
import type { LandedPull, LandedReview } from "../../../src/core/release/landing.ts";
import { describeMissing, missingChecks } from "../../../src/core/release/required-checks.ts";
import { vouchingFor } from "../../../src/core/release/vouching.ts";
import { aSha } from "./a-history.ts";

const PATH = "prompts/triage.txt";
const [HEAD, GOOD, OTHER] = [aSha("a"), aSha("1"), aSha("2")];
const entry = { owner: login("alice"), backup: login("bob") };
const admins = ["@root", "@acme/ai"].map(parseParty).filter((one): one is Party => one !== undefined);

interface Given {
  readonly by: string;
  readonly state?: LandedReview["state"];
  readonly saw?: Sha | null;
  readonly canWrite?: boolean;
}

function review(
  { by, state = "approved", saw = GOOD, canWrite = true }: Given,
  position: number,
): LandedReview {
  return {
    id: position,
    author: { login: login(by), kind: by.endsWith("[bot]") ? "bot" : "person" },
    state,
    submittedAt: `2030-01-01T10:0${position}:00Z`,
    canWrite,
    ...(saw && { commit: HEAD, files: new Map([[PATH, saw]]) }),
  };
}

function pull(parts: { gate?: boolean; head?: Sha; reviews?: readonly Given[] } = {}): LandedPull {
  return {
    number: 7,
    title: "",
    body: "",
    author: { login: login("erin"), kind: "person" },
    labels: [],
    head: HEAD,
    headFiles: new Map([[PATH, parts.head ?? GOOD]]),
    reviews: (parts.reviews ?? []).map(review),
    checks: [],
    ...(parts.gate !== undefined && { gate: { isPassed: parts.gate } }),
  };
}

function vouched(landed: LandedPull | undefined, blob: Sha | undefined = GOOD): string {
  const file = { path: PATH, ...(blob && { blob }) };
  const outcome = vouchingFor(landed ? { pull: landed } : {}, file, entry, { admins });
  const names = outcome.approvers.map((one) => one.login).join(" ");
  return outcome.kind === "approved" ? `approved ${names}`.trim() : outcome.reason;
}

describe("bytes are approved", () => {
  test.each<[string, Parameters<typeof pull>[0], string]>([
    ["where the gate passed them at head", { gate: true, reviews: [{ by: "alice" }] }, "approved alice"],
    ["where the gate passed them without a review, as of an exempt author", { gate: true }, "approved"],
    ["where the owner approved them, with no gate", { reviews: [{ by: "alice" }] }, "approved alice"],
    ["where the backup did", { reviews: [{ by: "bob" }] }, "approved bob"],
    ["where an admin did, past a failing gate", { gate: false, reviews: [{ by: "root" }] }, "approved root"],
    [
      "and everybody with write access who saw them is named, but no bot and not the author",
      {
        gate: true,
        reviews: [
          { by: "alice" },
          { by: "carol" },
          { by: "stranger", canWrite: false },
          { by: "helper[bot]" },
          { by: "erin" },
        ],
      },
      "approved alice carol",
    ],
  ])("%s", (_, given, expected) => {
    expect(vouched(pull(given))).toBe(expected);
  });

  test("where the owner's newer head merged nothing new, the older approval of the same bytes counts", () => {
    const reviews = [{ by: "alice" }, { by: "alice", state: "commented" as const, saw: OTHER }];
    expect(vouched(pull({ gate: false, reviews }))).toBe("approved alice");
  });

  test("a removal is approved like any change", () => {
    const landed = { ...pull({ gate: true }), headFiles: new Map() };
    expect(vouched(landed, undefined)).toContain("showed other bytes");
    const file = { path: PATH };
    expect(vouchingFor({ pull: landed }, file, entry, { admins })).toEqual({
      kind: "approved",
      approvers: [],
    });
  });
});

describe("nobody approved the bytes", () => {
  const past = "Pull request #7 was merged though the check `prompt-steward` had not passed at aaaaaaa.";
  test.each<[string, Parameters<typeof pull>[0], string]>([
    ["of a merge past the gate", { gate: false }, past],
    ["whose only approvals are of others", { gate: false, reviews: [{ by: "carol" }] }, past],
    ["whose owner saw other ones", { gate: false, reviews: [{ by: "alice", saw: OTHER }] }, past],
    ["whose owner's commit is gone", { gate: false, reviews: [{ by: "alice", saw: null }] }, past],
    [
      "whose owner lost their write access",
      { gate: false, reviews: [{ by: "alice", canWrite: false }] },
      past,
    ],
    [
      "whose owner took it back",
      { gate: false, reviews: [{ by: "alice" }, { by: "alice", state: "changes-requested" }] },
      past,
    ],
    [
      "that GitHub merged from two changes, though the gate passed head",
      { gate: true, head: OTHER, reviews: [{ by: "alice", saw: OTHER }] },
      "Pull request #7 showed other bytes at its head aaaaaaa: the base branch had changed the file meanwhile, and GitHub merged both changes.",
    ],
    [
      "without gate and approval",
      {},
      "Pull request #7 was merged without the approval of the owner or anybody who stands in.",
    ],
  ])("%s", (_, given, expected) => {
    expect(vouched(pull(given))).toBe(expected);
  });

  test("of a direct push", () => {
    expect(vouched(undefined)).toBe("It was pushed without a pull request.");
  });
});

describe("required checks", () => {
  const success = { name: "eval", state: "success" } as const;
  test.each<
    [
      string,
      readonly { name: string; state: "success" | "failure" | "pending" }[],
      (typeof success)[] | undefined,
      string,
    ]
  >([
    ["are green at head", [], [success], ""],
    ["are green at the landed commit", [success], undefined, ""],
    [
      "failed at the landed commit, whatever head says",
      [{ name: "eval", state: "failure" }],
      [success],
      "`eval` failed",
    ],
    ["run still", [{ name: "eval", state: "pending" }, success], undefined, "`eval` is still running"],
    ["never ran", [{ name: "other", state: "success" }], [], "`eval` has not run"],
  ])("%s", (_, checks, atHead, expected) => {
    const missing = missingChecks({ checks, ...(atHead && { pull: { checks: atHead } }) }, ["eval"]);
    expect(describeMissing(missing)).toBe(expected);
  });
});
