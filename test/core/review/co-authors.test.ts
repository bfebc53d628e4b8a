// Co-authors in every spelling that people and tools use.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coAuthorsOf, loginOfNoreply } from "../../../src/core/review/co-authors.ts";

const ALICE = { logins: [], emails: ["alice@example.test"] };

describe("a co-author is read from", () => {
  test.each([
    ["GitHub's own trailer", "Change\n\nCo-authored-by: Alice <alice@example.test>"],
    ["capitals", "CO-AUTHORED-BY: ALICE <ALICE@EXAMPLE.TEST>"],
    ["Windows line ends", "Change\r\n\r\nCo-authored-by: Alice <alice@example.test>\r\n"],
    ["old Mac line ends", "Change\r\rCo-authored-by: Alice <alice@example.test>\r"],
    ["no space", "co-authored-by:Alice<alice@example.test>"],
    ["a space before the colon", "Co-authored-by : Alice <alice@example.test>"],
    ["spaces for hyphens", "Co authored by: Alice <alice@example.test>"],
    ["no hyphen", "Coauthored-by: Alice <alice@example.test>"],
    ["a non-breaking hyphen", "Co\u2011authored\u2011by: Alice <alice@example.test>"],
    ["a full-width colon", "Co-authored-by\uff1a Alice <alice@example.test>"],
    ["the noun", "Co-Author: Alice <alice@example.test>"],
    ["the kernel's trailer", "Co-developed-by: Alice <alice@example.test>"],
    ["indentation", "  Co-authored-by: Alice <alice@example.test>"],
    ["a list, as in squashed messages", "* Co-authored-by: Alice <alice@example.test>"],
    ["a quote", "> Co-authored-by: Alice <alice@example.test>"],
    ["the middle of the message", "Co-authored-by: Alice <alice@example.test>\n\nMore text."],
    ["two lines, folded", "Co-authored-by: Alice\n <alice@example.test>"],
    ["no brackets", "Co-authored-by: alice@example.test"],
    ["an indented line after another line", "Change\n  Co-authored-by: Alice <alice@example.test>"],
  ])("%s", (_what, message) => {
    expect(coAuthorsOf(message)).toEqual(ALICE);
  });

  test("a bare login", () => {
    expect(coAuthorsOf("Co-authored-by: @Alice")).toEqual({ logins: ["alice"], emails: [] });
  });

  test("a line that names several", () => {
    const line = "Co-authored-by: A <a@example.test>, B <b@example.test> and @carol";
    expect(coAuthorsOf(line)).toEqual({
      logins: ["carol"],
      emails: ["a@example.test", "b@example.test"],
    });
  });
});

test.each([
  "Signed-off-by: Alice <alice@example.test>",
  "The coauthor said: ask alice@example.test",
  "alice@example.test",
  "",
])("%j names none", (message) => {
  expect(coAuthorsOf(message)).toEqual({ logins: [], emails: [] });
});

test.each([
  ["12345+alice@users.noreply.github.com", "alice"],
  ["Alice@users.noreply.github.com", "alice"],
  ["1+dependabot[bot]@users.noreply.github.com", "dependabot[bot]"],
  ["7+alice@users.noreply.github.acme.test", "alice"],
  ["alice@example.test", undefined],
  ["noreply@github.com", undefined],
  ["", undefined],
])("the private address %s names %s", (email, login) => {
  expect(loginOfNoreply(email)).toBe(login);
});

test("any text is read without an error", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => void coAuthorsOf(`Co-authored-by: ${text}`)),
  );
});

test.each(["a", " ", "@", "<", "\n ", "a@", "Co-authored-by: x\n"])(
  "a long run of %j is read at once",
  (part) => {
    expect(coAuthorsOf(`Co-authored-by: ${part.repeat(200_000)}`).emails.length).toBeLessThan(2);
  },
);
