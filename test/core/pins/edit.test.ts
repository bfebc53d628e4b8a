// Setting and removing pins, with everything else in the file left alone.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { setPin } from "../../../src/core/pins/edit.ts";
import type { Pin } from "../../../src/core/pins/lock.ts";
import { parseLock } from "../../../src/core/pins/parse.ts";
import { version } from "../../../src/core/release/version.ts";
import { digestOf } from "../release/a-history.ts";
import { aLock, aPin } from "./a-lock.ts";

function textOf(edited: ReturnType<typeof setPin>): string {
  if (edited.kind === "broken") throw new Error(edited.findings.map(({ message }) => message).join("\n"));
  return edited.text;
}

const commented = `# our prompts
version: 1

prompts:
  # answers tickets
  - repository: acme/prompts # theirs
    prompt: support/triage
    version: "1.3.2" # waits for the French fix
    sha256: ${digestOf("1.3.2")}

  - prompt: mail
    repository: acme/prompts
    version: 2.0.0
    sha256: ${digestOf("2.0.0")}
# the end
`;

test("makes the file where there is none", () => {
  expect(
    textOf(setPin(undefined, aPin("1.4.0"))),
  ).toBe(`# The prompts this repository runs. Change it with \`prompt-steward pin <id>@<range>\`.
version: 1
prompts:
  - prompt: support/triage
    repository: acme/prompts
    version: 1.4.0
    sha256: ${digestOf("1.4.0")}
`);
});

test("changes a pin in its place and keeps comments, order, quotes and empty lines", () => {
  const expected = commented.replace("1.3.2", "1.4.0").replace(digestOf("1.3.2"), digestOf("1.4.0"));
  expect(textOf(setPin(commented, aPin("1.4.0", { repository: "ACME/prompts" })))).toBe(expected);
});

test("adds a pin at the end", () => {
  const added = textOf(setPin(commented, aPin("1.0.0", { repository: "acme/other", path: "p/triage.md" })));
  expect(added).toBe(
    commented.replace(
      "# the end\n",
      `  - prompt: support/triage
    repository: acme/other
    version: 1.0.0
    sha256: ${digestOf("1.0.0")}
    path: p/triage.md
# the end
`,
    ),
  );
});

describe("keeps the style", () => {
  test.each([
    ["of lists that are not indented", commented.replaceAll(/^ {2}(?=\S)|^ {4}/gm, (run) => run.slice(2))],
    [
      "of flow mappings",
      aLock(
        `prompt: support/triage, repository: acme/prompts, version: "1.3.2", sha256: "${digestOf("1.3.2")}"`,
      ),
    ],
    ["of line ends", commented.replaceAll("\n", "\r\n")],
  ])("%s", (_, text) => {
    const expected = text.replace("1.3.2", "1.4.0").replace(digestOf("1.3.2"), digestOf("1.4.0"));
    expect(textOf(setPin(text, aPin("1.4.0")))).toBe(expected);
  });
});

test("a digest of digits alone is put in quotes", () => {
  const text = textOf(setPin(undefined, aPin("1.4.0", { sha256: "1".repeat(64) })));
  expect(text).toContain(`sha256: "${"1".repeat(64)}"`);
});

test("pins that are tied together by anchors are not torn apart unseen", () => {
  const tied = aLock(
    `prompt: support/triage, repository: acme/prompts, version: &v 1.3.2, sha256: ${digestOf("1.3.2")}`,
    `prompt: mail, repository: acme/prompts, version: *v, sha256: ${digestOf("1.3.2")}`,
  );
  expect(setPin(tied, aPin("1.4.0"))).toMatchObject({ kind: "broken" });
});

test("a broken file is not touched, nor is an unsound pin written", () => {
  expect(setPin("version: 1\n", aPin("1.4.0"))).toMatchObject({ kind: "broken" });
  expect(setPin(commented, aPin("1.4.0", { path: "../x" }))).toMatchObject({
    kind: "broken",
    findings: [{ line: 10, message: 'path is no path within this repository, got "../x".' }],
  });
});

test("a path is added where there was none", () => {
  expect(textOf(setPin(commented, aPin("1.3.2", { path: "p/a.md" })))).toBe(
    commented.replace(/(sha256: 312e33.*\n)/, "$1    path: p/a.md\n"),
  );
});

test("a pin is added to a list of flow mappings in their style", () => {
  const text = textOf(
    setPin(
      `version: 1\nprompts: [{prompt: mail, repository: acme/prompts, version: 2.0.0, sha256: ${digestOf("2.0.0")}}]\n`,
      aPin("1.4.0"),
    ),
  );
  expect(text).toContain(
    `}, {prompt: support/triage, repository: acme/prompts, version: 1.4.0, sha256: ${digestOf("1.4.0")}}]`,
  );
});

test("whatever is pinned is read back, and nothing else changes", () => {
  const pins = fc.record({
    prompt: fc.constantFrom("a", "support/triage", "true", "9", "my%20prompt", "日本"),
    repository: fc.constantFrom("acme/prompts", "acme/other", "null/1.0"),
    version: fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => version(parts.join("."))),
    sha256: fc.stringMatching(/^(?:[\da-f]{64}|\d{64}|\d{30}e\d{33})$/),
    path: fc.option(fc.constantFrom("p/a.md", "x y/#z.md", "- a", "1"), { nil: undefined }),
  }) as unknown as fc.Arbitrary<Pin>;
  fc.assert(
    fc.property(fc.array(pins, { maxLength: 6 }), (list) => {
      const expected = new Map<string, Pin>();
      let text = commented;
      for (const { path, ...pin } of list) {
        const key = `${pin.repository} ${pin.prompt}`;
        const before = expected.get(key);
        const isFree =
          path !== undefined &&
          [...expected.values()].every((other) => other === before || other.path !== path);
        const wanted = isFree ? { ...pin, path } : pin;
        text = textOf(setPin(text, wanted));
        expected.set(key, { ...before, ...wanted });
      }
      const parsed = parseLock(text);
      if (parsed.kind === "broken") throw new Error("broken");
      const read = new Map(
        parsed.pins.map(({ line: _, ...pin }) => [`${pin.repository} ${pin.prompt}`, pin]),
      );
      for (const [key, pin] of expected) expect(read.get(key)).toEqual(pin);
      expect(text).toContain("# waits for the French fix");
      expect(text.endsWith("# the end\n")).toBe(true);
    }),
    { numRuns: 200 },
  );
});
