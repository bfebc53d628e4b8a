// What a config text becomes: a policy, or errors that say where, what and the mend.

import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { aConfig, fullConfig, said } from "./a-config.ts";

describe("a sound config", () => {
  test("with every key becomes a policy with every default filled in", () => {
    expect(parseConfig(fullConfig)).toEqual({
      kind: "policy",
      findings: [],
      policy: {
        file: ".github/prompt-steward.yml",
        admins: [{ kind: "team", team: "acme/ai-platform" }],
        entries: [
          {
            pattern: "prompts/marketing/**/*.prompt.yml",
            line: 4,
            owner: "carol",
            backup: "dan",
            contributors: [],
            consumers: [],
            status: "production",
          },
          {
            pattern: "prompts/support/triage.prompt.yml",
            line: 7,
            id: "support/triage",
            owner: "alice",
            backup: "bob",
            contributors: [{ kind: "team", team: "acme/support-ai" }],
            consumers: [
              { kind: "team", team: "acme/chat-web" },
              { kind: "team", team: "acme/mobile" },
            ],
            purpose: "Route a support ticket to a queue.",
            status: "production",
          },
        ],
        review: { stale: "bytes" },
        rationale: {
          sections: ["Why", "Expected effect", "Evaluation", "Rollback plan"],
          minWords: 5,
          exemptAuthors: ["dependabot[bot]"],
        },
        evaluation: { requiredChecks: ["promptfoo"] },
        release: { environments: ["staging", "production"], githubRelease: "prompt" },
      },
    });
  });

  test("needs only a version and admins", () => {
    expect(parseConfig('version: 1\nadmins: ["@ann"]\n', "acme/.github:c.yml")).toEqual({
      kind: "policy",
      findings: [],
      policy: {
        file: "acme/.github:c.yml",
        admins: [{ kind: "person", login: "ann" }],
        entries: [],
        review: { stale: "bytes" },
        rationale: {
          sections: ["Why", "Expected effect", "Evaluation", "Rollback plan"],
          minWords: 5,
          exemptAuthors: [],
        },
        evaluation: { requiredChecks: [] },
        release: { environments: ["production"], githubRelease: "prompt" },
      },
    });
  });

  test("may name a list once and use it in many entries", () => {
    const entries = Array.from(
      { length: 500 },
      (_, at) => `  - {path: p${at}.md, status: draft, consumers: *all}\n`,
    );
    const text = `version: 1\nadmins: &all ["@acme/a", "@acme/b"]\nprompts:\n${entries.join("")}`;
    const parsed = parseConfig(text);
    expect(parsed.kind === "policy" && parsed.policy.entries[499]?.consumers).toHaveLength(2);
  });

  test("compares logins without case", () => {
    const parsed = parseConfig(aConfig('path: a.md, owner: "@Alice", backup: "@Bob"'));
    expect(parsed).toMatchObject({ policy: { entries: [{ owner: "alice", backup: "bob" }] } });
  });
});

describe("warnings", () => {
  test.each([
    [
      'path: a.md, owner: "@alice"',
      'warning c:4:5 "a.md" has no backup: nobody acts when @alice is away. Name a second person, such as backup: "@bob".',
    ],
    [
      "path: a.md, status: draft",
      'warning c:4:5 "a.md" has no owner. Name the person who answers for it, such as owner: "@alice".',
    ],
  ])("{%s} gives %s", (entry, warning) => {
    const parsed = parseConfig(aConfig(entry));
    expect(parsed.kind).toBe("policy");
    expect(said(parsed)).toEqual([warning]);
  });
});

describe("texts that are no config", () => {
  test("lines after a syntax error are counted", () => {
    const { findings } = parseConfig(' ["@ann"]\n(\nversion: 1\n');
    expect(findings.map(({ line, column }) => `${line}:${column}`)).toEqual(["2:1", "3:8", "3:10"]);
  });

  test.each([
    [
      "empty",
      "",
      "c:1:1 The config is empty. Start it with `version: 1` and `admins:`, or run `prompt-steward init`.",
    ],
    [
      "white space",
      " \n\n",
      "c:1:1 The config is empty. Start it with `version: 1` and `admins:`, or run `prompt-steward init`.",
    ],
    [
      "comments only",
      "# later\n",
      "c:1:1 The config holds nothing but comments. Start it with `version: 1` and `admins:`, or run `prompt-steward init`.",
    ],
    [
      "huge",
      `# ${"é".repeat(600_000)}`,
      "c:1:1 The config is larger than 1 MiB. Join entries by patterns until it is smaller.",
    ],
    ["binary", "version: 1\nadmins: \u0000", "c:2:9 The config is not a UTF-8 text. Save it as UTF-8."],
    ["another encoding", "purpose: caf\ufffd", "c:1:13 The config is not a UTF-8 text. Save it as UTF-8."],
    [
      "byte order mark",
      "\ufeffversion: 1",
      "c:1:1 The config starts with a byte order mark. Save it as UTF-8 without BOM.",
    ],
    [
      "control character",
      "version: 1\u0007",
      "c:1:11 The config holds the invisible character U+0007. Remove it.",
    ],
    [
      "list",
      "- a\n",
      "c:1:1 The config must be a mapping of keys, got a list. Start the file with `version: 1` and `admins:`, each on a line of its own.",
    ],
    [
      "text",
      "hello",
      'c:1:1 The config must be a mapping of keys, got the text "hello". Start the file with `version: 1` and `admins:`, each on a line of its own.',
    ],
    [
      "tab",
      "version: 1\nreview:\n\tstale: bytes\n",
      "c:3:1 The line is indented with a tab. Indent with spaces.",
    ],
    [
      "unclosed bracket",
      "version: 1\nadmins: [\nreview: {}\n",
      "c:3:1 A bracket before this is not closed, or the lines in it are not indented. Close it with ].",
    ],
    [
      "unquoted name",
      "version: 1\nadmins: [@acme/ai]\n",
      'c:2:10 YAML does not allow a value to start with @. Put it in quotes: "@acme/ai".',
    ],
    [
      "two documents",
      "version: 1\n---\nversion: 1\n",
      "c:2:1 A second YAML document starts here. Keep one document: remove the `---`.",
    ],
    [
      "tag",
      "version: !one 1\n",
      "c:1:10 Unresolved tag: !one. Remove the tag: no key of this file needs one.",
    ],
    [
      "unknown alias",
      "version: 1\nadmins: *us\n",
      "c:2:9 The alias *us has no anchor &us before it. Write the value itself.",
    ],
    [
      "alias of itself",
      "version: 1\nadmins: &us [*us]\n",
      "c:2:14 The alias *us has no anchor &us before it. Write the value itself.",
    ],
    [
      "duplicate key",
      "version: 1\nadmins: []\nversion: 1\n",
      "c:3:1 The key version is already written in line 1. Keep one of them.",
    ],
  ])("%s: one error", (_, text, error) => {
    const parsed = parseConfig(text);
    expect(parsed.kind).toBe("broken");
    expect(said(parsed)).toEqual([`error ${error}`]);
  });

  test("aliases that multiply are refused before they are expanded", () => {
    const lists = Array.from({ length: 30 }, (_, at) => `  - &a${at + 1} [${`*a${at},`.repeat(9)}]\n`);
    const parsed = parseConfig(`version: 1\nadmins: &a0 ["@a"]\nprompts:\n${lists.join("")}`);
    expect(said(parsed)[0]).toContain("The aliases stand for more than 200,000 values.");
  });

  test("deep nesting is refused", () => {
    expect(said(parseConfig(`version: ${"[".repeat(100_000)}`)).join()).toContain(
      "nested more than 30 levels deep",
    );
  });

  test("more errors than anybody reads are counted", () => {
    const parsed = parseConfig(Array.from({ length: 500 }, (_, at) => `k${at}: 1\n`).join(""));
    expect(parsed.findings).toHaveLength(101);
    expect(parsed.findings.at(-1)?.message).toBe("There are 402 more errors after this one.");
  });
});

describe("who can approve the repair of a broken config", () => {
  const ann = [{ kind: "person", login: "ann" }];
  test.each([
    ["a wrong value elsewhere", 'version: 1\nadmins: ["@ann"]\nprompts: 3\n', ann],
    ["broken YAML elsewhere", 'version: 1\nadmins: ["@ann"]\nreview: [\n', ann],
    ["a wrong admin", 'version: 1\nadmins: ["@ann", bob]\n', undefined],
    ["admins written twice", 'version: 1\nadmins: ["@ann"]\nadmins: ["@bob"]\n', undefined],
    ["broken YAML within", 'version: 1\nadmins: ["@ann", @bob]\n', undefined],
    ["an unclosed list of admins", 'version: 1\nadmins: ["@ann"\nprompts: []\n', undefined],
  ])("%s", (_, text, admins) => {
    const parsed = parseConfig(text);
    expect(parsed.kind === "broken" && parsed.admins).toEqual(admins);
  });
});
