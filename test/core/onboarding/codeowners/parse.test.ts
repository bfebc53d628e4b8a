// Lines of CODEOWNERS, as GitHub reads them.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mention } from "../../../../src/core/identity.ts";
import { parseCodeowners } from "../../../../src/core/onboarding/codeowners/parse.ts";

describe("a line", () => {
  test.each([
    ["one owner", "*.md @alice", ["1 *.md @alice"]],
    [
      "several, people and teams",
      "/prompts/ @alice @acme/support-ai",
      ["1 /prompts/ @alice @acme/support-ai"],
    ],
    ["logins in any case, each once", "* @Alice @alice", ["1 * @alice"]],
    ["an address", "docs/* docs@example.test", ["1 docs/* docs@example.test"]],
    ["a private address of GitHub names the account", "* 1+alice@users.noreply.github.com", ["1 * @alice"]],
    ["no owner", "/apps/github", ["1 /apps/github"]],
    ["a comment behind it", "*.js    @alice #This is an inline comment.", ["1 *.js @alice"]],
    ["a comment in place of owners", "/apps/github # nobody", ["1 /apps/github"]],
    ["a # within the pattern", "/a#b @alice", ["1 /a#b @alice"]],
    ["a space in the pattern", "my\\ prompts/ @alice", ["1 my\\ prompts/ @alice"]],
    ["tabs and spaces around", "\t*.md\t@alice  ", ["1 *.md @alice"]],
    ["comments and blank lines", "# a\n\n  # b\n* @alice", ["4 * @alice"]],
    ["Windows line ends and a byte order mark", "\ufeff* @alice\r\n/x @bob\r\n", ["1 * @alice", "2 /x @bob"]],
    ["nothing", "", []],
  ])("%s", (_, text, expected) => {
    const { rules, skipped } = parseCodeowners(text);
    const shown = rules.map(({ line, pattern, owners }) =>
      [line, pattern, ...owners.map((owner) => (owner.kind === "email" ? owner.email : mention(owner)))].join(
        " ",
      ),
    );
    expect(shown).toEqual(expected);
    expect(skipped).toEqual([]);
  });
});

test.each([
  ["!*.md @alice", "patterns cannot start with !"],
  ["\\#a @alice", "patterns cannot start with \\#"],
  ["*.[ch] @alice", "patterns cannot hold [ ]"],
  ["a*** @alice", "patterns cannot hold ***"],
  ["*.md alice", '"alice" is no @user, no @org/team and no e-mail address'],
  ["*.md @a/b/c", '"@a/b/c" is no @user, no @org/team and no e-mail address'],
  ["*.md @", '"@" is no @user, no @org/team and no e-mail address'],
])("%s is skipped: %s", (text, reason) => {
  expect(parseCodeowners(`* @ann\n${text}\n`)).toMatchObject({
    rules: [{ line: 1 }],
    skipped: [{ line: 2, reason }],
  });
});

test("any text is read without a throw, each line once at most", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(fc.constantFrom("*", "\\", " ", "@a", "\n", "#", "/", "[", "é")).map((all) => all.join("")),
      ),
      (text) => {
        const { rules, skipped } = parseCodeowners(text);
        const lines = [...rules, ...skipped].map(({ line }) => line);
        expect(new Set(lines).size).toBe(lines.length);
      },
    ),
  );
});
