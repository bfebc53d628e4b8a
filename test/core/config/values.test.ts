// Values that a config must not hold: which sentence each earns, and at which place.

import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { describeFinding } from "../../../src/core/finding.ts";
import { aConfig, said } from "./a-config.ts";

describe("values at the top", () => {
  test.each([
    ['admins: ["@ann"]', "c:1:1 version is missing. Write `version: 1` as the first line."],
    [
      "version: 1",
      'c:1:1 admins is missing. Write `admins: ["@your-org/your-team"]` with the people and teams who own this file.',
    ],
    [
      'version: 2\nadmins: ["@ann"]',
      "c:1:1 version 2 is not supported: this Prompt Steward reads version 1. Write `version: 1`, or update Prompt Steward.",
    ],
    [
      'version: "1"\nadmins: ["@ann"]',
      'c:1:1 version must be the number 1, got the text "1". Write `version: 1`.',
    ],
    [
      "version: 1\nadmins: []",
      'c:2:1 admins must hold at least 1 item. Write `admins: ["@acme/ai-platform"]`.',
    ],
    ["version: 1\nadmins:", 'c:2:1 admins is empty. Write `admins: ["@acme/ai-platform"]`.'],
    [
      'version: 1\nadmins: "@ann"',
      'c:2:1 admins must be a list, got the text "@ann". Write `admins: ["@acme/ai-platform"]`.',
    ],
    ['version: 1\nadmins:\n  - "@ann"\n  - bob', 'c:4:5 admins lacks the @ in "bob". Write "@bob".'],
    [
      'version: 1\nadmins: ["@renovate[bot]"]',
      "c:2:10 admins must name people and teams, got the bot @renovate[bot]. Name a person or a team: a bot's approval never counts.",
    ],
    ['version: 1\nadmins: ["@ann"]\nprompt: []', 'c:3:1 There is no key "prompt". Did you mean `prompts`?'],
    [
      'version: 1\nadmins: ["@ann"]\n__proto__: {}',
      'c:3:1 There is no key "__proto__". Remove it; the keys here are version, admins, prompts, review, rationale, evaluation, release, rollback, feedback, notify.',
    ],
    [
      'version: 1\nadmins: ["@ann"]\nreview: {stale: byte}',
      'c:3:10 review.stale must be bytes, commit or never, got the text "byte". Did you mean `bytes`?',
    ],
    [
      'version: 1\nadmins: ["@ann"]\nreview:\n  objection_window: 2',
      'c:4:3 review.objection_window must be a text, got the number 2. Write `objection_window: "2d"`.',
    ],
    [
      'version: 1\nadmins: ["@ann"]\nreview:\n  objection_window: 2 days',
      'c:4:3 review.objection_window must be a span of time such as 90d, got "2 days". Write a whole number from 1 to 99999 and one of s, m, h, d, w for seconds, minutes, hours, days, weeks.',
    ],
    [
      'version: 1\nadmins: ["@ann"]\nrationale:\n  sections: [Why, why]',
      'c:4:19 rationale.sections names "why" twice. Remove one of them.',
    ],
    [
      'version: 1\nadmins: ["@ann"]\nrationale: {min_words: 0}',
      "c:3:13 rationale.min_words must be at least 1, got 0. Write `min_words: 5`.",
    ],
    [
      'version: 1\nadmins: ["@ann"]\nfeedback: {low: 40}',
      "c:3:12 feedback.low must be at most 1, got 40. Write `low: 0.4`.",
    ],
    [
      'version: 1\nadmins: ["@ann"]\nnotify:\n  - webhook: slack\n    on: [drill]',
      'c:4:5 notify.webhook must be an address or the name of an environment variable in ${...}. Write `webhook: "${SLACK_WEBHOOK_URL}"`.',
    ],
    [
      'version: 1\nadmins: ["@ann"]\nrollback:\n  criteria:\n    - when: it burns\n      do: rolback',
      'c:6:7 rollback.criteria.do must be rollback or investigate, got the text "rolback". Did you mean `rollback`?',
    ],
  ])("%j", (text, error) => {
    expect(said(parseConfig(text))).toEqual([`error ${error}`]);
  });
});

describe("entries", () => {
  test("a team as owner is refused in the words of the style guide", () => {
    const text = `version: 1
admins: ["@acme/ai-platform"]
prompts:
  - path: prompts/support/triage.prompt.yml
    id: support/triage
    backup: "@bob"
    status: production
    owner: "@acme/support"
`;
    expect(parseConfig(text).findings.map(describeFinding)).toEqual([
      ".github/prompt-steward.yml:8:5 owner must be one person, got the team @acme/support. Name a person as owner and list the team under contributors.",
    ]);
  });

  const people = 'owner: "@alice", backup: "@bob"';
  test.each([
    [people, 'c:4:5 path is missing. Write `path: "prompts/support/triage.prompt.yml"`.'],
    [
      "path: a.md",
      'c:4:5 "a.md" is in production and has no owner. Name the person who answers for it, such as owner: "@alice", or say status: draft.',
    ],
    [
      'path: a.md, owner: "@alice", backup: "@ALICE"',
      "c:4:35 backup must be another person than the owner, got @alice for both. Name somebody else as backup, or remove the key.",
    ],
    [
      'path: a.md, owner: "@alice", backup: "@acme/support"',
      "c:4:35 backup must be one person, got the team @acme/support. Name a person as backup and list the team under contributors.",
    ],
    ["path: a.md, owner: alice", 'c:4:18 owner lacks the @ in "alice". Write "@alice".'],
    [
      'path: a.md, owner: "@alice @bob"',
      'c:4:18 owner must be one person, got "@alice @bob". Write one GitHub account with its @, such as owner: "@alice".',
    ],
    [
      'path: a.md, owner: "@dependabot[bot]"',
      "c:4:18 owner must be a person, got the bot @dependabot[bot]. Name a person as owner: a bot's approval never counts.",
    ],
    ["path: a.md, owner:", 'c:4:18 owner is empty. Write `owner: "@alice"`, or remove the key.'],
    [
      `path: a.md, ${people}, status: prod`,
      'c:4:51 status must be draft, staging, production or deprecated, got the text "prod". Did you mean `production`?',
    ],
    [
      `path: a.md, ${people}, ownr: x`,
      'c:4:51 There is no key "ownr" in an entry of prompts. Did you mean `owner`?',
    ],
    [
      `path: a.md, ${people}, consumers: ["@acme/x", 4]`,
      'c:4:74 consumers must be a text, got the number 4. Write `"@alice"`.',
    ],
    [
      `path: "*.md", ${people}, id: all`,
      'c:4:53 id names one file, but the path "*.md" has wildcards. Write the file\'s own path, or remove the id.',
    ],
    [
      `path: a.md, ${people}, id: "my prompt"`,
      'c:4:51 id must not hold a space, got "my prompt". Use letters, digits, "-", "_", "." and "/", such as support/triage: releases become git tags of that name.',
    ],
  ])("{%s}", (entry, error) => {
    expect(said(parseConfig(aConfig(entry))).filter((line) => line.startsWith("error"))).toEqual([
      `error ${error}`,
    ]);
  });

  test.each([
    [
      "an id twice",
      ["path: a.md, id: x", "path: b.md, id: x"],
      "c:5:18 The id x already belongs to the entry in line 4. Give each prompt an id of its own with `id:`.",
    ],
    [
      "an id that another file has by its path",
      ["path: prompts/x.md", "path: b.md, id: x"],
      "c:5:18 The id x already belongs to the entry in line 4. Give each prompt an id of its own with `id:`.",
    ],
    [
      "two files with one id by their paths",
      ["path: x.md", "path: x.txt"],
      "c:5:6 The id x already belongs to the entry in line 4. Give each prompt an id of its own with `id:`.",
    ],
    [
      "an id under the environments of another",
      ["path: a.md", "path: a/env/b.md"],
      "c:5:6 The id a/env/b cannot stand beside the id a: their tags in git would collide. Give one of the two another id with `id:`.",
    ],
    [
      "an id that is a tag of another",
      ["path: b.md, id: a/v1.0.0", "path: a.md"],
      "c:4:18 The id a/v1.0.0 cannot stand beside the id a: their tags in git would collide. Give one of the two another id with `id:`.",
    ],
    [
      "too many patterns in braces",
      Array.from({ length: 101 }, (_, at) => `path: "${at}/{1..1000}.md"`),
      "c:104:6 From here on the paths stand for more than 100,000 patterns once their braces are expanded. Write * or ** in place of long lists in braces.",
    ],
  ])("%s", (_, entries, error) => {
    expect(said(parseConfig(aConfig(...entries.map((entry) => `${entry}, ${people}`))))).toEqual([
      `error ${error}`,
    ]);
  });

  test("contradictions are told together with wrong values elsewhere", () => {
    const parsed = parseConfig(aConfig('path: a.md, owner: "@a", backup: "@a"', "path: b.md, owner: 3"));
    expect(said(parsed)).toEqual([
      expect.stringContaining("backup must be another person"),
      expect.stringContaining("owner must be a text"),
    ]);
  });
});
