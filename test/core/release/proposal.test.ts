// Which version follows, and the sentence that says why.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { login, type PromptId } from "../../../src/core/identity.ts";
import type { Level, PromptChange } from "../../../src/core/prompt/diff/change.ts";
import { proposeVersion, type VersionRequest } from "../../../src/core/release/proposal.ts";
import { type Bump, isHigherVersion, version } from "../../../src/core/release/version.ts";
import type { Wish } from "../../../src/core/release/wishes.ts";

const prompt = "support/triage" as PromptId;

function change(level: Level, message: string): PromptChange {
  return { kind: "text", level, message };
}

function label(bump: Bump, who: "admin" | "anyone" = "anyone"): Wish {
  return { bump, source: "label", authority: who, by: login(who === "admin" ? "ann" : "bob") };
}

function explained(parts: Partial<VersionRequest>): string {
  const proposal = proposeVersion({
    prompt,
    status: "production",
    previous: version("1.3.2"),
    event: { kind: "changed", changes: [change("behaviour", "optional variable `tone` was added")] },
    wishes: [],
    ...parts,
  });
  return proposal.kind === "release" ? proposal.explanation : `${proposal.kind}: ${proposal.reason}`;
}

const changed = (...changes: PromptChange[]) => ({ kind: "changed", changes }) as const;
const first = { previous: undefined } as unknown as Partial<VersionRequest>;

describe("from the changes", () => {
  test.each<[string, Partial<VersionRequest>, string]>([
    ["first release", first, "1.0.0: first release"],
    ["first release of a draft", { ...first, status: "draft" }, "0.1.0: first release, of a draft"],
    [
      "breaking is major",
      { event: changed(change("patch", "p"), change("breaking", "variable `a` was removed")) },
      "2.0.0: major, because variable `a` was removed (and 1 more)",
    ],
    ["behaviour is minor", {}, "1.4.0: minor, because optional variable `tone` was added"],
    [
      "the rest is a patch",
      { event: changed(change("patch", "the description changed")) },
      "1.3.3: patch, because the description changed",
    ],
    ["nothing changed", { event: changed() }, "none: `support/triage` is what 1.3.2 released."],
    [
      "a breaking change of a draft",
      { status: "draft", previous: version("0.4.1"), event: changed(change("breaking", "x")) },
      "0.5.0: major, because x; a draft stays below 1.0.0",
    ],
    [
      "a draft grown up",
      { previous: version("0.4.1"), event: changed(change("patch", "x")) },
      "1.0.0: patch, because x; the first version that is no draft",
    ],
    [
      "a prompt made a draft again goes on",
      { status: "draft" },
      "1.4.0: minor, because optional variable `tone` was added",
    ],
    [
      "retired",
      { event: { kind: "retired" } },
      "2.0.0: major, because the file was deleted: the prompt is retired",
    ],
    [
      "retired before any release",
      { ...first, event: { kind: "retired" } },
      "none: `support/triage` was never released, so there is nothing to retire.",
    ],
    [
      "retired as a draft",
      { status: "production", previous: version("0.2.0"), event: { kind: "retired" } },
      "0.3.0: major, because the file was deleted: the prompt is retired; a draft stays below 1.0.0",
    ],
    [
      "back with the same bytes",
      { previous: version("2.0.0"), event: { kind: "brought-back", changes: [] } },
      "2.1.0: minor, because the prompt was retired and is back",
    ],
    [
      "after a hand-made tag that leaves no room",
      { previous: version("1.999999999.0") },
      "blocked: No version can follow 1.999999999.0.",
    ],
  ])("%s", (_, parts, expected) => {
    expect(explained(parts)).toBe(expected);
  });
});

describe("from what people ask", () => {
  const why = "minor, because optional variable `tone` was added";
  test.each<[string, Wish[], string]>([
    [
      "anybody raises",
      [label("major")],
      `2.0.0: ${why}; raised to major by label \`prompt-steward:major\` of \`@bob\``,
    ],
    ["what is asked is given already", [label("minor")], `1.4.0: ${why}`],
    [
      "nobody lowers",
      [label("patch")],
      `1.4.0: ${why}; not lowered to patch by label \`prompt-steward:patch\` of \`@bob\`: only an admin can`,
    ],
    [
      "but an admin",
      [label("patch", "admin")],
      `1.3.3: ${why}; lowered to patch by label \`prompt-steward:patch\` of \`@ann\``,
    ],
    [
      "not against somebody who raises",
      [label("patch", "admin"), label("major")],
      `2.0.0: ${why}; raised to major by label \`prompt-steward:major\` of \`@bob\`; not lowered to patch by label \`prompt-steward:patch\` of \`@ann\`: somebody asks for more`,
    ],
    [
      "the description counts too",
      [{ bump: "major", source: "description", authority: "anyone", by: login("bob") }],
      `2.0.0: ${why}; raised to major by the description of \`@bob\``,
    ],
    ["a wish for other prompts does not", [{ ...label("major"), prompts: ["mail"] }], `1.4.0: ${why}`],
  ])("%s", (_, wishes, expected) => {
    expect(explained({ wishes })).toBe(expected);
  });
});

test("the version is always higher than the one before, and without an admin never lower than any change asks", () => {
  const levels = fc.constantFrom<Level>("breaking", "behaviour", "patch");
  const bumps = fc.constantFrom<Bump>("major", "minor", "patch");
  const numbers = fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)).map((parts) => version(parts.join(".")));
  fc.assert(
    fc.property(
      numbers,
      fc.array(levels, { minLength: 1, maxLength: 5 }),
      fc.array(fc.record({ bump: bumps, admin: fc.boolean() }), { maxLength: 3 }),
      fc.constantFrom("draft", "production"),
      (previous, asked, wanted, status) => {
        const wishes = wanted.map(({ bump, admin }) => label(bump, admin ? "admin" : "anyone"));
        const event = changed(...asked.map((level) => change(level, level)));
        const proposal = proposeVersion({ prompt, status, previous, event, wishes });
        if (proposal.kind !== "release") throw new Error(proposal.kind);
        expect(isHigherVersion(proposal.version, previous)).toBe(true);
        const rank = { patch: 0, minor: 1, major: 2, first: 2 };
        const ofLevel = { patch: 0, behaviour: 1, breaking: 2 };
        if (wanted.every(({ admin }) => !admin)) {
          for (const level of asked) expect(rank[proposal.bump]).toBeGreaterThanOrEqual(ofLevel[level]);
          for (const { bump } of wanted) expect(rank[proposal.bump]).toBeGreaterThanOrEqual(rank[bump]);
        }
      },
    ),
  );
});
