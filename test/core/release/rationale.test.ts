// The reviewed sections, as they go into the tag.

import { expect, test } from "vitest";
import { rationaleSections } from "../../../src/core/release/rationale.ts";

const body = `Intro.

## 1. Why?
<!-- say why -->
Tickets in French went astray.

### Details
- one
- \`two\`

## Something else
Not asked for.

Rollback plan
-------------
Undo it.
`;

test.each([
  [
    "the wanted ones, in the policy's order",
    body,
    ["Rollback plan", "Why", "Evaluation"],
    [
      { heading: "Rollback plan", text: "Undo it." },
      { heading: "Why", text: "Tickets in French went astray.\n\n### Details\n\n- one\n- `two`" },
    ],
  ],
  ["the longer of two", "# Why\na\n# Why\nlonger\n", ["Why"], [{ heading: "Why", text: "longer" }]],
  [
    "all of it where none is wanted",
    "Just\n\n<!-- c -->\n\ntext.\r\n",
    [],
    [{ heading: "Description", text: "Just\n\ntext." }],
  ],
  ["none of an empty description", "", [], []],
  ["none where they are missing", "text", ["Why"], []],
])("%s", (_, text, wanted, expected) => {
  expect(rationaleSections(text, wanted)).toEqual(expected);
});
