// Messages of tags: readable for people, and read back whole by us.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Login, PromptId } from "../../../src/core/identity.ts";
import { boundedMove, boundedRelease } from "../../../src/core/release/bounds.ts";
import { readMoveHead, readMoveMessage, writeMoveMessage } from "../../../src/core/release/move-message.ts";
import type { MoveRecord, ReleaseRecord } from "../../../src/core/release/record.ts";
import {
  readReleaseHead,
  readReleaseMessage,
  writeReleaseMessage,
} from "../../../src/core/release/release-message.ts";
import { version } from "../../../src/core/release/version.ts";
import { alice, aMove, aRelease, aRetirement, aSha } from "./a-history.ts";

const full = aRelease("1.4.0", {
  previous: version("1.3.2"),
  reasons: ["optional variable `tone` was added", "the text changed"],
  pull: 12,
  author: "bob" as Login,
  approvers: [{ login: alice, commit: aSha("d") }],
  rationale: [
    { heading: "Why", text: "Tickets in French went astray.\n\n- see #11\n- ask @carol" },
    { heading: "Rollback plan", text: "Undo it." },
  ],
  evaluation: { tool: "promptfoo", passed: 48, failed: 2, before: { passed: 45, failed: 5 } },
});

test("a release's message", () => {
  expect(writeReleaseMessage(full)).toMatchInlineSnapshot(`
    "support/triage 1.4.0: optional variable tone was added

    format: 1
    prompt: support/triage
    version: 1.4.0
    previous: 1.3.2
    level: behaviour
    reasons:
      - optional variable \`tone\` was added
      - the text changed
    path: prompts/support/triage.prompt.yml
    blob: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    sha256: 312e342e30000000000000000000000000000000000000000000000000000000
    pull: 12
    author: bob
    approvers:
      - login: alice
        commit: dddddddddddddddddddddddddddddddddddddddd
    evaluation:
      tool: promptfoo
      passed: 48
      failed: 2
      before:
        passed: 45
        failed: 5
    rationale:
      - heading: Why
        text: |-
          Tickets in French went astray.

          - see #11
          - ask @carol
      - heading: Rollback plan
        text: Undo it.
    "
  `);
});

test("a move's message", () => {
  const move = aMove(7, "1.5.0", {
    from: version("1.4.0"),
    bad: [version("1.4.0")],
    pull: 14,
    why: "Rolled back: answers in the wrong language.",
  });
  expect(writeMoveMessage(move)).toMatchInlineSnapshot(`
    "support/triage: production runs 1.5.0, was 1.4.0

    format: 1
    prompt: support/triage
    environment: production
    n: 7
    from: 1.4.0
    to: 1.5.0
    by: alice
    at: 2026-03-07T10:00:00Z
    pull: 14
    bad:
      - 1.4.0
    why: "Rolled back: answers in the wrong language."
    "
  `);
});

test.each([
  ["retired", aRetirement("2.0.0"), "support/triage 2.0.0: retired"],
  [
    "rolled back",
    aRelease("1.5.0", { rollbackOf: version("1.4.0"), restores: version("1.3.2") }),
    "support/triage 1.5.0: rolls back 1.4.0",
  ],
  [
    "unreviewed",
    aRelease("1.5.0", { unreviewed: "Pushed directly." }),
    "support/triage 1.5.0 (unreviewed): the text changed",
  ],
])("the title of a release that is %s", (_, record, title) => {
  const message = writeReleaseMessage(record);
  expect(message.split("\n", 1)[0]).toBe(title);
  expect(readReleaseMessage(message)).toEqual({ kind: "record", record });
});

describe("hostile texts come back as they were", () => {
  test.each([
    "",
    " ",
    "\n",
    "a\n",
    "\n\na\n\n\nb\n\n",
    "# a heading\n# another",
    "a  \nb\t\n",
    "---\nprompt: other\n...\n",
    "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----",
    "first\n-----BEGIN SSH SIGNATURE-----",
    "  indented\nnot",
    "tabs\there",
    "😀 emoji \u200d and \u202e override",
    "lone \ud800 surrogate",
    "nul \u0000 and \u0007",
    "a\r\nb\rc\u2028d\u0085e",
    "yes",
    "null",
    "1.0",
    "2026-03-01",
    "*alias &anchor !tag",
    "key: value",
    "'single' \"double\" \\ back",
    "\ufeffmark",
    "x".repeat(5_000),
  ])("%j", (text) => {
    const record = aRelease("1.0.0", {
      rationale: [{ heading: text, text }],
      reasons: [text],
      unreviewed: text,
    });
    expect(readReleaseMessage(asGitKeeps(writeReleaseMessage(record)))).toEqual({
      kind: "record",
      record: boundedRelease(record),
    });
  });
});

const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        "a",
        " ",
        "\n",
        "#",
        ": ",
        "- ",
        "\t",
        "'",
        '"',
        "|",
        ">",
        "😀",
        "\r",
        "-----BEGIN PGP SIGNATURE-----",
        "%",
        "\\",
      ),
      {
        maxLength: 20,
      },
    )
    .map((parts) => parts.join("")),
);
const versions = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => version(parts.join(".")));
const logins = fc
  .stringMatching(/^[a-z\d](?:[a-z\d-]{0,10}[a-z\d])?(?:\[bot\])?$/)
  .map((text) => text as Login);
const shas = fc.stringMatching(/^[\da-f]{40}$/).map((text) => text as ReturnType<typeof aSha>);
const digests = fc.stringMatching(/^[\da-f]{64}$/);
const ids = fc
  .constantFrom("a", "support/triage", "grüße/日本", "my%20prompt", "9", "true", "1.5", "v2", "-x", "null")
  .map((id) => id as PromptId);
const counts = fc.record({ passed: fc.nat(), failed: fc.nat() });

const releases: fc.Arbitrary<ReleaseRecord> = fc
  .record({
    prompt: ids,
    version: versions,
    path: texts.filter((path) => path !== ""),
    file: fc.option(fc.record({ blob: shas, sha256: digests }), { nil: undefined }),
    previous: fc.option(versions, { nil: undefined }),
    level: fc.constantFrom("breaking", "behaviour", "patch"),
    reasons: fc.array(texts, { maxLength: 3 }),
    pull: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
    author: fc.option(logins, { nil: undefined }),
    approvers: fc.array(fc.record({ login: logins, commit: shas }), { maxLength: 2 }),
    rationale: fc.array(fc.record({ heading: texts, text: texts }), { maxLength: 3 }),
    unreviewed: fc.option(texts, { nil: undefined }),
    rollbackOf: fc.option(versions, { nil: undefined }),
    restores: fc.option(versions, { nil: undefined }),
    evaluation: fc.option(
      fc.record({ tool: texts, passed: fc.nat(), failed: fc.nat() }).chain((base) =>
        fc
          .record({
            before: fc.option(counts, { nil: undefined }),
            url: fc.option(texts, { nil: undefined }),
          })
          .map((rest) => present({ ...base, ...rest })),
      ),
      { nil: undefined },
    ),
  })
  .map((parts) =>
    present({ ...parts, ...(parts.file ? {} : { retired: true as const }) }),
  ) as fc.Arbitrary<ReleaseRecord>;

const moves: fc.Arbitrary<MoveRecord> = fc
  .record({
    prompt: ids,
    environment: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,9}$/),
    n: fc.integer({ min: 1, max: 999_999_999 }),
    from: fc.option(versions, { nil: undefined }),
    to: versions,
    by: logins,
    at: fc
      .date({ noInvalidDate: true, min: new Date("1970-01-01"), max: new Date("2100-01-01") })
      .map((date) => date.toISOString()),
    why: texts,
    bad: fc.array(versions, { maxLength: 3 }),
    pull: fc.option(fc.integer({ min: 1, max: 999_999_999 }), { nil: undefined }),
  })
  .map(present) as fc.Arbitrary<MoveRecord>;

function present<T extends object>(parts: T): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}

/** What `git tag` leaves of a message: no trailing space, no line that starts with #, one empty line at most. */
function asGitKeeps(message: string): string {
  const lines = message.split("\n").filter((line) => !line.startsWith("#"));
  const trimmed = lines.map((line) => line.replace(/[ \t\r\f\v]+$/, "")).join("\n");
  return `${trimmed.replace(/\n{3,}/g, "\n\n").replace(/^\n+|\n+$/g, "")}\n`;
}

const signature = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ\n-----END SSH SIGNATURE-----\n";

test("every release is read back from its message, after git cleaned it and a signature was added", () => {
  fc.assert(
    fc.property(releases, (record) => {
      const message = writeReleaseMessage(record);
      const expected = { kind: "record", record: boundedRelease(record) };
      expect(readReleaseMessage(message)).toEqual(expected);
      expect(readReleaseMessage(asGitKeeps(message) + signature)).toEqual(expected);
      const { prompt, version, path, file, retired } = expected.record;
      const head = { prompt, version, path, ...(file && { file }), ...(retired && { retired }) };
      expect(readReleaseHead(message)).toMatchObject({ kind: "record", record: head });
      expect(message.isWellFormed()).toBe(true);
      expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    }),
    { numRuns: 500 },
  );
});

test("every move is read back, and the quick way reads the same", () => {
  fc.assert(
    fc.property(moves, (record) => {
      const message = writeMoveMessage(record);
      expect(readMoveMessage(message)).toEqual({ kind: "record", record: boundedMove(record) });
      expect(readMoveMessage(asGitKeeps(message) + signature)).toEqual({
        kind: "record",
        record: boundedMove(record),
      });
      const { why: _, ...head } = boundedMove(record);
      expect(readMoveHead(message)).toMatchObject({ kind: "record", record: head });
    }),
    { numRuns: 500 },
  );
});

test("two megabytes of rationale are cut, and the cut says so", () => {
  const record = aRelease("1.0.0", {
    pull: 12,
    rationale: Array.from({ length: 100 }, () => ({ heading: "Why", text: "because 😀 ".repeat(200_000) })),
    reasons: Array.from({ length: 5_000 }, (_, at) => `reason ${at}`),
    unreviewed: "x".repeat(10_000),
  });
  const message = writeReleaseMessage(record);
  expect(message.length).toBeLessThan(300_000);
  const reading = readReleaseMessage(message);
  if (reading.kind !== "record") throw new Error(reading.reason);
  expect(reading.record.rationale[0]?.text.slice(-100)).toMatch(
    /\n\n\[cut here: 2,192,120 more characters, the whole text is in pull request #12\]$/,
  );
  expect(reading.record.reasons.at(-1)).toBe("…and 4,901 more changes");
  expect(boundedRelease(reading.record)).toEqual(reading.record);
});

describe("what is not ours is called foreign, with the reason", () => {
  const sound = writeReleaseMessage(full);
  test.each([
    ["empty", "", "has no message"],
    ["a title alone", "v1.4.0", "has a message without a record"],
    ["prose", "Release 1.4.0\n\nThis is great.\n", "has a message without a record"],
    ["a signature alone", `v1\n${signature}`, "has a message without a record"],
    ["broken YAML", sound.replace("prompt: ", "prompt: ["), "has a record that is no YAML"],
    [
      "another version of the format",
      sound.replace("format: 1", "format: 2"),
      "was written by a newer Prompt Steward; update to read it",
    ],
    [
      "a version that is none",
      sound.replace("version: 1.4.0", "version: v1.4"),
      "has a damaged record: version is no semantic version",
    ],
    [
      "no version",
      sound.replace("version: 1.4.0\n", ""),
      "has a damaged record: version is missing or of the wrong type",
    ],
    [
      "an id that is none",
      sound.replace("prompt: support/triage", "prompt: a b"),
      "has a damaged record: prompt is no prompt id",
    ],
    [
      "no digest",
      sound.replace(/sha256: .*\n/, ""),
      "has a damaged record: it lacks the blob or the digest of its bytes, or is retired and has them",
    ],
    [
      "a move's",
      writeMoveMessage(aMove(1, "1.0.0")),
      "has a damaged record: version is missing or of the wrong type",
    ],
    [
      "a bomb",
      `t\n\nformat: 1\na: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n`,
      "has a record that is no YAML",
    ],
    ["huge", "x".repeat(2_000_001), "has a message too long to be ours"],
  ])("%s", (_, message, reason) => {
    const reading = readReleaseMessage(message);
    expect(reading).toMatchObject({ kind: "foreign" });
    expect(reading.kind === "foreign" && reading.reason).toContain(reason);
  });

  test("any text is read without a fault, as a release, a move and a head", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc
            .tuple(fc.nat(sound.length), fc.nat(20), texts)
            .map(([at, cut, put]) => sound.slice(0, at) + put + sound.slice(at + cut)),
        ),
        (message) => {
          for (const read of [readReleaseMessage, readReleaseHead, readMoveMessage, readMoveHead]) {
            expect(["record", "foreign"]).toContain(read(message).kind);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("keys that a newer version adds are passed over", () => {
    expect(readReleaseMessage(`${sound}future: {a: 1}\n`)).toEqual({ kind: "record", record: full });
  });
});
