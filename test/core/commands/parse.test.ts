// Slash commands in comments: only lines of their own that begin with `/`, in no quote, no code and no list.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderHelp } from "../../../src/core/commands/help.ts";
import { parseCommands } from "../../../src/core/commands/parse.ts";
import { HOSTILE_TEXTS } from "../markdown/hostile-texts.ts";

/** `steward recheck`, one a command. */
function commandsIn(comment: string): string[] {
  return parseCommands(comment).map(({ name, words }) => [name, ...words].join(" "));
}

describe("a command is", () => {
  test.each([
    ["the whole comment", "/steward recheck", ["steward recheck"]],
    ["its name in any case", "/Steward Recheck", ["steward Recheck"]],
    ["with spaces around", "   /steward   recheck   ", ["steward recheck"]],
    ["a line among others", "Please:\n/steward recheck\nThanks.", ["steward recheck"]],
    [
      "one of several",
      "/steward recheck\n\n/rollback support/triage v1.2.0",
      ["steward recheck", "rollback support/triage v1.2.0"],
    ],
    ["after Windows line ends", "Hi\r\n/steward help\r\n", ["steward help"]],
    ["after a quote", "> /steward recheck\n\n/steward help", ["steward help"]],
    ["without words", "/steward", ["steward"]],
  ])("%s", (_what, comment, commands) => {
    expect(commandsIn(comment)).toEqual(commands);
  });
});

describe("no command is", () => {
  test.each([
    ["in a quote", "> /steward recheck"],
    ["in a quote that goes on without its sign", "> said\n/steward recheck"],
    ["in a code block", "```\n/steward recheck\n```"],
    ["in an indented block", "    /steward recheck"],
    ["in a code span", "`/steward recheck`"],
    ["in a list", "- /steward recheck"],
    ["in a heading", "# /steward recheck"],
    ["in a comment", "<!--\n/steward recheck\n-->"],
    ["in a tag", "<div>\n/steward recheck\n</div>"],
    ["within a line", "try /steward recheck"],
    ["in a link", "[/steward recheck](x)"],
    ["a path", "/prompts/triage.txt"],
    ["an address", "//example.test"],
    ["a name that goes on", "/steward/recheck /x.y"],
    ["nothing", ""],
  ])("%s", (_what, comment) => {
    expect(commandsIn(comment)).toEqual([]);
  });

  test("beyond the tenth", () => {
    expect(commandsIn("/a\n".repeat(50))).toHaveLength(10);
  });
});

test.each(HOSTILE_TEXTS)("%s command nothing but at their first line", (_what, text) => {
  for (const { name } of parseCommands(`/steward recheck\n\n${text}`))
    expect(["steward", "a"]).toContain(name);
});

test("any comment is read without an error, and commands are single words with words after them", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 10 }),
    fc.constantFrom("/steward", "\n", " ", "> ", "`", "```\n", "*", "\\", "&#47;", "<!--"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      for (const { name, words } of parseCommands(pieces.join(""))) {
        expect(name).toMatch(/^[a-z][a-z-]{0,30}$/);
        for (const word of words) expect(word).toMatch(/^\S+$/);
      }
    }),
  );
});

test("the help lists who may do what", () => {
  expect(
    renderHelp([{ usage: "/steward recheck", does: "judges again", who: "everybody" }]),
  ).toMatchInlineSnapshot(`
    "Write a command on a line of its own.

    | Command | What it does | Who may |
    | --- | --- | --- |
    | \`/steward recheck\` | judges again | everybody |
    "
  `);
});
