// `<id>@<range>` and the release it finds.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPinRequest, resolvePin } from "../../../src/core/pins/resolve.ts";
import { readHistory } from "../../../src/core/release/history.ts";
import { version } from "../../../src/core/release/version.ts";
import { aMove, aRelease, aRetirement, lightweight, moved, released } from "../release/a-history.ts";

describe("the request", () => {
  test.each([
    ["support/triage@^1.2", { prompt: "support/triage", range: "^1.2" }],
    ["support/triage@1.4.0", { prompt: "support/triage", range: "1.4.0" }],
    ["a@>=1 <3", { prompt: "a", range: ">=1 <3" }],
    ["a", { prompt: "a", range: "*" }],
    ["a@latest", { prompt: "a", range: "*" }],
    ["日本/my%20prompt@~2", { prompt: "日本/my%20prompt", range: "~2" }],
  ])("%s", (text, expected) => {
    expect(readPinRequest(text)).toEqual({ kind: "value", value: expected });
  });

  test.each(["", "@1.0.0", "a b@1", "a@", "a@production", "a@b@1", `a@${"1 ".repeat(200)}`, "a@1.0.0@"])(
    "%j is refused",
    (text) => {
      expect(readPinRequest(text)).toMatchObject({ kind: "problem", fix: expect.stringMatching(/\S/) });
    },
  );

  test("any text is read without a fault", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(["value", "problem"]).toContain(readPinRequest(`${a}@${b}`).kind);
      }),
    );
  });
});

describe("the release", () => {
  const tags = [
    ...["1.0.0", "1.2.0", "1.10.0", "2.0.0-rc.1"].map((of) => released(aRelease(of))),
    lightweight("prompts/support/triage/v1.11.0"),
    released(aRelease("1.9.0")),
    released(aRetirement("3.0.0")),
    moved(aMove(1, "1.10.0")),
    moved(aMove(2, "1.9.0", { bad: [version("1.10.0")] })),
  ];
  function found(request: string, given = tags): string[] {
    const reading = readPinRequest(request);
    if (reading.kind === "problem") throw new Error(reading.problem);
    const resolution = resolvePin(reading.value, readHistory(given));
    return resolution.kind === "release"
      ? [resolution.release.version, ...resolution.notes]
      : [resolution.message, resolution.fix];
  }
  const passedOver = [
    "1.11.0 was passed over: its tag has no message, so it was made by hand.",
    "1.10.0 was passed over: it was rolled back.",
  ];

  test.each<[string, string[]]>([
    ["support/triage@1.2.0", ["1.2.0"]],
    ["support/triage@~1.0", ["1.0.0"]],
    ["support/triage@^1", ["1.9.0", ...passedOver]],
    ["support/triage", ["1.9.0", "3.0.0 was passed over: it retired the prompt.", ...passedOver]],
    ["support/triage@1.10.0", ["1.10.0", "1.10.0 was rolled back in its own repository."]],
    ["support/triage@2.0.0-rc.1", ["2.0.0-rc.1"]],
    [
      "support/triage@^4",
      [
        'No release of support/triage is in the range "^4".',
        "The newest are 3.0.0, 1.11.0, 1.10.0, 1.9.0, 1.2.0: choose a range with one of them.",
      ],
    ],
    [
      "support/triage@3",
      [
        'No release of support/triage is in the range "3".',
        "3.0.0 was passed over: it retired the prompt. Choose another range.",
      ],
    ],
    ["suport/triage@1", ['There is no release of "suport/triage".', "Did you mean `support/triage`?"]],
    [
      "other@1",
      ['There is no release of "other".', "Check the id against `prompt-steward list` in that repository."],
    ],
  ])("%s", (request, expected) => {
    expect(found(request)).toEqual(expected);
  });

  test("of a repository without tags", () => {
    expect(found("a", [])[1]).toBe(
      "The repository has no release tags: fetch them (`git fetch --tags`), or release the prompt first.",
    );
  });
});
