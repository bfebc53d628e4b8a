// The proposed config as text: it reads well, and it is a sound config whatever the names in it.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { describeFinding } from "../../../src/core/finding.ts";
import { login, type Party } from "../../../src/core/identity.ts";
import { distinctEntries } from "../../../src/core/onboarding/distinct-entries.ts";
import { literalPattern } from "../../../src/core/onboarding/literal-pattern.ts";
import type { Proposal, ProposedEntry } from "../../../src/core/onboarding/proposal.ts";
import { renderProposal } from "../../../src/core/onboarding/render.ts";
import { renderSummary } from "../../../src/core/onboarding/summary.ts";

const admin: Party = { kind: "person", login: login("ann") };
const proposal: Proposal = {
  admins: [admin],
  adminEvidence: ["Most commits of those whose account is known: @ann: 20 of 30 commits, last 2030-01-10"],
  entries: [
    {
      pattern: "prompts/faq.md",
      owner: login("alice"),
      backup: login("bob"),
      contributors: [
        { kind: "person", login: login("carol") },
        { kind: "person", login: login("dan") },
      ],
      evidence: ["@alice: 12 of 15 commits, last 2030-01-02", "@bob: 3 commits, last 2029-11-30"],
    },
    {
      pattern: "prompts/triage.prompt.yml",
      contributors: [],
      evidence: ["Carol C <carol@acme.test>: 2 of 2 commits, last 2030-01-02"],
      ownerHint: "Carol C <carol@acme.test>",
    },
  ],
  notes: [],
};

test("reads well", () => {
  expect(renderProposal(proposal)).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=https://raw.githubusercontent.com/prompt-steward/prompt-steward/v1/src/core/config/prompt-steward.schema.json

    # Who answers for which prompt. As in CODEOWNERS, the last entry that matches a file decides.
    # Next:
    #   1. Read the entries, and fill in what a comment asks for.
    #   2. See what they govern:      npx prompt-steward list
    #   3. Try them on past changes:  npx prompt-steward backtest
    #   4. Commit this file, and require the check \`prompt-steward\` in the branch's rules.

    version: 1

    # Own this file, and decide where nobody else can.
    # Most commits of those whose account is known: @ann: 20 of 30 commits, last 2030-01-10
    admins: ["@ann"]

    prompts:
      # @alice: 12 of 15 commits, last 2030-01-02; @bob: 3 commits, last 2029-11-30
      - path: prompts/faq.md
        owner: "@alice"
        backup: "@bob"
        contributors: ["@carol", "@dan"]

      # Carol C <carol@acme.test>: 2 of 2 commits, last 2030-01-02
      - path: prompts/triage.prompt.yml
        status: draft
        # Carol C <carol@acme.test>? Fill in one person's account, and remove "status: draft":
        # owner: "@"
    "
  `);
});

test("with nothing known it says what to fill in", () => {
  expect(renderProposal({ admins: [], adminEvidence: [], entries: [], notes: [] })).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=https://raw.githubusercontent.com/prompt-steward/prompt-steward/v1/src/core/config/prompt-steward.schema.json

    # Who answers for which prompt. As in CODEOWNERS, the last entry that matches a file decides.
    # Next:
    #   1. Read the entries, and fill in what a comment asks for.
    #   2. See what they govern:      npx prompt-steward list
    #   3. Try them on past changes:  npx prompt-steward backtest
    #   4. Commit this file, and require the check \`prompt-steward\` in the branch's rules.

    version: 1

    # Own this file, and decide where nobody else can.
    admins: [] # fill in people or teams, such as "@your-org/your-team"

    # No file here looks like a prompt. An entry reads:
    #   - path: prompts/support/**
    #     owner: "@alice"
    #     backup: "@bob"
    prompts: []
    "
  `);
});

test("what is left to do", () => {
  const proposed = { ...proposal, admins: [], notes: ["One rule matches no prompt and is left out."] };
  const { findings } = parseConfig(renderProposal(proposed));
  expect(`\n${renderSummary(proposed, findings).join("\n")}\n`).toMatchInlineSnapshot(`
    "
    Fill in before you commit:
      .github/prompt-steward.yml:14:1 admins must hold at least 1 item. Write \`admins: ["@acme/ai-platform"]\`.
      owner of prompts/triage.prompt.yml: Carol C <carol@acme.test>?
    One rule matches no prompt and is left out.
    "
  `);
});

test("who owns several entries is asked for once, before the others", () => {
  const entries = ["b.md", "c.md", "a.md", "d.md"].map(
    (pattern, at): ProposedEntry => ({
      pattern,
      contributors: [],
      evidence: [],
      ...(at > 0 && at < 3 && { ownerHint: "Carol C <carol@acme.test>" }),
    }),
  );
  expect(renderSummary({ ...proposal, entries }, [])).toEqual([
    "Fill in before you commit:",
    "  owner of 2 entries: Carol C <carol@acme.test>?",
    "  owner of b.md",
    "  owner of d.md",
  ]);
});

test("where everything is known nothing is left to do", () => {
  const proposed = { ...proposal, entries: proposal.entries.slice(0, 1) };
  expect(renderSummary(proposed, parseConfig(renderProposal(proposed)).findings)).toEqual([]);
});

describe("entries stand side by side", () => {
  test.each([
    ["two formats of one name", ["prompts/faq.md", "prompts/faq.txt"], [undefined, "faq-txt"]],
    [
      "in the root and in prompts/",
      ["faq.md", "prompts/faq.md", "prompts/faq.txt"],
      [undefined, "faq-md", "faq-txt"],
    ],
    [
      "a prompt beside a folder of environments",
      ["prompts/a/env/b.md", "prompts/a.md"],
      ["a-env-b-md", undefined],
    ],
    ["patterns have no ids", ["prompts/*.md", "prompts/*.txt"], [undefined, undefined]],
  ])("%s", (_, patterns, ids) => {
    const entries = distinctEntries(patterns.map(owned));
    expect(entries.map(({ id }) => id)).toEqual(ids);
    expect(errorsOf(entries)).toEqual([]);
  });

  test("of one pattern twice the last is kept", () => {
    const [first, last] = [owned("prompts/**"), { ...owned("prompts/**"), backup: login("bob") }];
    expect(distinctEntries([first, owned("x"), last])).toEqual([owned("x"), last]);
  });
});

const name = fc.oneof(
  fc.constantFrom(
    "prompts",
    "faq.md",
    "faq.txt",
    "faq",
    "env",
    "v1.0",
    "SKILL.md",
    "a b",
    "[id]",
    "{a,b}.md",
    "# x",
    "- y",
    "a: b",
    "@z",
    "|",
    "&a",
    "*b",
    "é",
  ),
  fc.string({ minLength: 1, maxLength: 6, unit: "binary" }).filter((text) => !/[/\0]/.test(text)),
);
const path = fc
  .array(name, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"))
  .filter((text) => !/(?:^|\/)\.\.?(?:\/|$)|^[a-z]:\//i.test(text));
const hostile = fc.oneof(
  fc.constantFrom(
    'x\nowner: "@mallory"',
    "a\r- path: '**'",
    "\u2028b: c",
    "--- # d",
    "\ufeff\ufffd\ud800",
    "${{ x }}",
  ),
  fc.string({ unit: "binary" }),
);
const person = fc.constantFrom("alice", "bob", "carol").map(login);

test("any paths, names and evidence give a config that parses without errors into just these entries", () => {
  const entry = fc.record({
    pattern: path.map(literalPattern),
    owner: person,
    evidence: fc.array(hostile, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), hostile, (proposed, text) => {
      const entries = distinctEntries(
        proposed.map((one): ProposedEntry => ({ ...one, contributors: [admin] })),
      );
      const parsed = parseConfig(
        renderProposal({ admins: [admin], adminEvidence: [text], entries, notes: [] }),
      );
      expect(parsed.findings.filter(({ severity }) => severity === "error").map(describeFinding)).toEqual([]);
      const read = parsed.kind === "policy" ? parsed.policy.entries : [];
      expect(read.map(({ pattern, owner, id }) => ({ pattern, owner, id }))).toEqual(
        entries.map(({ pattern, owner, id }) => ({ pattern, owner, id })),
      );
    }),
    { numRuns: 1_000 },
  );
});

test("any name in a hint stays a comment, and the config can be loaded as it is", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const entries: ProposedEntry[] = [
        { pattern: "prompts/**", contributors: [], evidence: [text], ownerHint: text },
      ];
      const parsed = parseConfig(renderProposal({ admins: [admin], adminEvidence: [], entries, notes: [] }));
      expect(parsed.kind === "policy" && parsed.policy.entries).toMatchObject([
        { pattern: "prompts/**", status: "draft" },
      ]);
    }),
  );
});

function owned(pattern: string): ProposedEntry {
  return { pattern, owner: login("alice"), contributors: [], evidence: [] };
}

function errorsOf(entries: readonly ProposedEntry[]): string[] {
  const { findings } = parseConfig(
    renderProposal({ admins: [admin], adminEvidence: [], entries, notes: [] }),
  );
  return findings.filter(({ severity }) => severity === "error").map(describeFinding);
}
