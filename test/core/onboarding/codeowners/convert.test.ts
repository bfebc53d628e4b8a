// CODEOWNERS as entries: files that look like prompts keep their owners.

import fc from "fast-check";
import { minimatch } from "minimatch";
import { describe, expect, test } from "vitest";
import { readPattern } from "../../../../src/core/config/pattern.ts";
import type { PolicyEntry } from "../../../../src/core/config/policy.ts";
import { mention } from "../../../../src/core/identity.ts";
import { convertCodeowners } from "../../../../src/core/onboarding/codeowners/convert.ts";
import { type CodeOwner, parseCodeowners } from "../../../../src/core/onboarding/codeowners/parse.ts";
import { minimatchPatternsOf } from "../../../../src/core/onboarding/codeowners/pattern.ts";
import { kindOfFile } from "../../../../src/core/onboarding/prompt-files.ts";
import type { ProposedEntry } from "../../../../src/core/onboarding/proposal.ts";
import { buildOwnerIndex } from "../../../../src/core/owners/owner-index.ts";

const FILES = [
  "src/app.ts",
  "README.md",
  "prompts/a.md",
  "prompts/support/triage.prompt.yml",
  "src/chat/b.prompty",
];

describe("owners", () => {
  test.each([
    [
      "the first person owns, the second stands in",
      "/prompts/ @alice @bob",
      ["prompts/** owner=@alice backup=@bob"],
    ],
    [
      "everybody else contributes",
      "/prompts/ @alice @bob @carol @acme/support",
      ["prompts/** owner=@alice backup=@bob contributors=@carol,@acme/support"],
    ],
    [
      "a person behind a team",
      "/prompts/ @acme/support @alice",
      ["prompts/** owner=@alice contributors=@acme/support"],
    ],
    [
      "a team alone owns nothing",
      "/prompts/ @acme/support",
      ["prompts/** contributors=@acme/support hint=somebody of @acme/support"],
    ],
    ["an address is nobody's account", "/prompts/ a@acme.test", ["prompts/** hint=a@acme.test"]],
    ["a bot owns nothing", "/prompts/ @dependabot[bot] @alice", ["prompts/** owner=@alice"]],
    [
      "no owner takes it away",
      "/prompts/ @alice\n/prompts/support",
      ["prompts/** owner=@alice", "prompts/support/**"],
    ],
  ])("%s", (_, text, expected) => {
    expect(convert(text).entries.map(shown)).toEqual(expected);
  });
});

describe("patterns", () => {
  test.each([
    ["for prompts only stay", "/prompts/ @a", ["prompts/**"]],
    ["for a folder or a file: which it is", "/prompts @a", ["prompts/**"]],
    ["for what is not there yet stay", "/prompts/new @a", ["prompts/new{,/**}"]],
    [
      "for prompts that are not there yet stay",
      "*.prompty @a\nnew/*.prompt.yml @a",
      ["**/*.prompty", "new/*.prompt.yml{,/**}"],
    ],
    ["for code that is gone are left out", "/old/ @a\n/src/prompt_runner.py @a\n/promptly/ @a", []],
    ["for other files are left out", "/src/*.ts @a\nREADME.md @a", []],
    ["for everything are narrowed to prompts", "* @a", ["**/{*.prompt.yml,*.prompty,prompts/**/*.md}"]],
    ["for a folder with code too", "/src/ @a", ["src/**/*.prompty"]],
    ["for files of one kind stay", "*.md @a", ["**/*.md"]],
  ])("%s", (_, text, expected) => {
    expect(convert(text).entries.map(({ pattern }) => pattern)).toEqual(expected);
  });

  test("that take in some texts which are no prompts name the prompts", () => {
    const entries = convert("*.md @a", [...FILES, "docs/guide.md"]).entries;
    expect(entries.map(({ pattern }) => pattern)).toEqual(["prompts/a.md"]);
  });
});

test("the evidence is the line", () => {
  expect(convert("# x\n/prompts/ @Alice @acme/support # ours").entries[0]?.evidence).toEqual([
    ".github/CODEOWNERS:2 /prompts/ @alice @acme/support",
  ]);
});

test.each([
  ["whoever owns the config", "* @alice\n/.github/ @acme/platform @bob", ["@bob", "@acme/platform"]],
  ["whoever owns everything", "* @alice", ["@alice"]],
  ["nobody where that line has no owner", "* @alice\n/.github/", []],
  ["nobody where no line matches", "/prompts/ @alice", []],
])("admins: %s", (_, text, expected) => {
  expect(convert(text).admins.map(mention)).toEqual(expected);
});

test("what was left out is said", () => {
  expect(convert("!a @x\n/src/*.ts @x\n*.md @x\n{a,b}.md @x").notes).toEqual([
    ".github/CODEOWNERS:1 is skipped, as GitHub skips it: patterns cannot start with !.",
    ".github/CODEOWNERS:4 is left out: the config has no way to write {a,b}.md. Add an entry for its prompts by hand.",
    "One rule matches no prompt and is left out.",
  ]);
});

const name = fc.constantFrom(
  "prompts",
  "src",
  "a",
  "b",
  "a.md",
  "b.txt",
  "c.prompt.yml",
  "d.ts",
  "SKILL.md",
  ".x",
  "[id]",
);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const pattern = fc
  .tuple(
    fc.constantFrom("", "/"),
    fc.array(
      fc.constantFrom("prompts", "src", "a", "*", "**", "*.md", "a*", "?.txt", "SKILL.md", "\\[id\\]"),
      { minLength: 1, maxLength: 3 },
    ),
    fc.constantFrom("", "/"),
  )
  .map(([start, parts, end]) => `${start}${parts.join("/")}${end}`);
const owner = fc.constantFrom("@alice", "@bob", "@carol", "");

test("of any files, each prompt keeps the owner that the last matching line gives it, and no code gets one", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(pattern, owner), { maxLength: 8 }),
      fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
      (lines, files) => {
        const text = lines.map((words) => words.join(" ")).join("\n");
        const { rules } = parseCodeowners(text);
        const { entries } = convert(text, files);
        for (const one of entries) expect(readPattern(one.pattern).kind).toBe("value");
        const index = buildOwnerIndex(entries.map(toPolicyEntry));
        for (const file of files) {
          if (kindOfFile(file) === "beside") continue;
          const last = rules.findLast((rule) =>
            (minimatchPatternsOf(rule.pattern) ?? []).some((one) => minimatch(file, one, { dot: true })),
          );
          const [first] = last?.owners ?? [];
          const expected = kindOfFile(file) === "prompt" && first ? ownerText(first) : undefined;
          const found = index.match(file)?.owner;
          expect({ text, file, owner: found && mention(found) }).toEqual({ text, file, owner: expected });
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

function convert(text: string, files: readonly string[] = FILES) {
  return convertCodeowners(parseCodeowners(text), ".github/CODEOWNERS", files);
}

function shown({ pattern, owner, backup, contributors, ownerHint }: ProposedEntry): string {
  return [
    pattern,
    owner && `owner=${mention(owner)}`,
    backup && `backup=${mention(backup)}`,
    contributors.length > 0 && `contributors=${contributors.map(mention).join()}`,
    ownerHint && `hint=${ownerHint}`,
  ]
    .filter(Boolean)
    .join(" ");
}

function toPolicyEntry(entry: ProposedEntry): PolicyEntry {
  return { ...entry, line: 1, consumers: [], status: "production" };
}

function ownerText(owner: CodeOwner): string {
  return owner.kind === "email" ? owner.email : mention(owner);
}
