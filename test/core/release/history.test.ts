// The history of releases and environments, from tags alone and in any order.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeFinding } from "../../../src/core/finding.ts";
import { readHistory } from "../../../src/core/release/history.ts";
import { recordFindings } from "../../../src/core/release/record-findings.ts";
import { version } from "../../../src/core/release/version.ts";
import { aMove, aRelease, aSha, historyOf, lightweight, moved, released, tag, triage } from "./a-history.ts";

const r = (of: string, previous?: string) =>
  released(aRelease(of, previous ? { previous: version(previous) } : {}));
const m = (n: number, to: string, from?: string, at?: string) =>
  moved(aMove(n, to, { ...(from && { from: version(from) }), ...(at && { at }) }));

const whole = [r("1.0.0"), r("1.1.0", "1.0.0"), r("1.10.0", "1.1.0"), m(1, "1.0.0"), m(2, "1.1.0", "1.0.0")];

test("releases come by version, moves by number, whatever the order of the tags", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(whole, { minLength: whole.length }), (tags) => {
      const { history, prompt } = historyOf(...tags);
      expect(prompt.releases.map((release) => release.version)).toEqual(["1.0.0", "1.1.0", "1.10.0"]);
      expect(prompt.latest?.version).toBe("1.10.0");
      expect(prompt.environments).toEqual(["production"]);
      expect(prompt.moves("production").map(({ n, to }) => [n, to])).toEqual([
        [1, "1.0.0"],
        [2, "1.1.0"],
      ]);
      expect(prompt.nextMove("production")).toBe(3);
      expect(prompt.nextMove("staging")).toBe(1);
      expect([...history.findings, ...recordFindings(history)]).toEqual([]);
    }),
  );
});

test("a tag that is listed twice counts once", () => {
  const { history, prompt } = historyOf(...whole, ...whole);
  expect(prompt.releases).toHaveLength(3);
  expect(history.findings).toEqual([]);
});

test("tags of others are no prompt's", () => {
  const { prompts, findings } = readHistory([tag("v1.0.0", "x"), tag("prompts/a/latest", "x")]);
  expect(prompts.size).toBe(0);
  expect(findings.map(describeFinding)).toEqual([
    'The tag "prompts/a/latest" ends neither in a version nor in the number of a move. It is left out of the history; keep `prompts/` for Prompt Steward\'s own tags.',
  ]);
});

describe("what is wrong is reported, and the rest is read", () => {
  test.each<[string, Parameters<typeof historyOf>, string[]]>([
    [
      "a gap",
      [...whole, m(5, "1.10.0", "1.1.0"), m(7, "1.1.0")],
      ["warning: Of production of support/triage the moves 3 to 4, 6 are missing."],
    ],
    [
      "a name that points at two objects",
      [r("1.0.0"), { ...r("1.0.0"), object: aSha("f") }],
      ['error: The tag "prompts/support/triage/v1.0.0" is listed twice, pointing at different objects.'],
    ],
    [
      "a lightweight tag",
      [lightweight("prompts/support/triage/v1.0.0")],
      [
        'warning: The tag "prompts/support/triage/v1.0.0" has no message, so it was made by hand.',
        "warning: The tag of release 1.0.0 of support/triage has no message, so it was made by hand.",
      ],
    ],
    [
      "an empty message",
      [tag("prompts/support/triage/v1.0.0", "")],
      ["warning: The tag of release 1.0.0 of support/triage has no message."],
    ],
    [
      "somebody's message",
      [tag("prompts/support/triage/env/production/1", "to production\n\nyes\n")],
      ["warning: The tag of move 1 of production of support/triage has a message without a record."],
    ],
    [
      "the message of another release",
      [{ ...r("1.0.0"), name: "prompts/support/triage/v1.1.0" }],
      [
        "warning: The tag of release 1.1.0 of support/triage has a record of something else: support/triage 1.0.0.",
      ],
    ],
    [
      "the message of another move",
      [r("1.0.0"), { ...m(1, "1.0.0"), name: "prompts/support/triage/env/production/2" }],
      [
        "warning: Of production of support/triage the moves 1 are missing.",
        "warning: The tag of move 2 of production of support/triage has a record of something else: move 1 of production of support/triage.",
      ],
    ],
    [
      "a deleted release that another followed",
      [r("1.1.0", "1.0.0")],
      ["error: The tag of release 1.0.0 of support/triage is gone, though release 1.1.0 followed it."],
    ],
    [
      "a deleted release that ran",
      [r("1.0.0"), m(1, "0.9.0")],
      [
        "error: The tag of release 0.9.0 of support/triage is gone, though move 1 of production set it running.",
      ],
    ],
    [
      "a move that contradicts the one before",
      [...whole, m(3, "1.10.0", "1.0.0")],
      ["warning: The move 3 of production says that 1.0.0 ran before, but move 2 had set 1.1.0 running."],
    ],
    [
      "a clock that was wrong",
      [...whole, m(3, "1.10.0", "1.1.0", "2020-01-01T00:00:00Z")],
      ["notice: The move 3 of production is dated before move 2: a clock was wrong."],
    ],
  ])("%s", (_, tags, expected) => {
    const { history } = historyOf(...tags);
    const all = [...history.findings, ...recordFindings(history)];
    expect(all.map(({ severity, message }) => `${severity}: ${message}`)).toEqual(expected);
    for (const { fix } of all) expect(fix).toMatch(/\S/);
  });

  test("many foreign tags are summed up", () => {
    const { findings } = readHistory(Array.from({ length: 1_000 }, (_, at) => tag(`prompts/x/${at}`, "x")));
    expect(findings).toHaveLength(51);
    expect(findings.at(-1)?.message).toBe("There are 950 more of this kind.");
  });
});

test("a tag whose message was not fetched is known by its name", () => {
  const { history, prompt } = historyOf({ ...r("1.0.0"), message: undefined });
  expect(prompt.latest?.reading).toEqual({ kind: "unread" });
  expect(prompt.latest?.record).toBeUndefined();
  expect(recordFindings(history)).toEqual([]);
});

test("any tags give a history", () => {
  const names = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "prompts/a/v1.0.0",
      "prompts/a/env/x/1",
      "prompts/a/env/x/2",
      "refs/tags/prompts/a/v1.0.0",
      "prompts/a/v1.0.0+b",
    ),
  );
  const tags = fc.record({
    name: names,
    kind: fc.constantFrom("annotated", "lightweight"),
    object: fc.constantFrom(aSha("1"), aSha("2")),
    message: fc.oneof(fc.string(), fc.constant(undefined), fc.constant(whole[0]?.message)),
    taggedAt: fc.oneof(fc.string(), fc.constant(undefined)),
  });
  fc.assert(
    fc.property(fc.array(tags, { maxLength: 8 }), (list) => {
      const history = readHistory(list);
      expect(recordFindings(history)).toBeInstanceOf(Array);
      for (const prompt of history.prompts.values())
        expect(prompt.releases.length + prompt.environments.length).toBeGreaterThan(0);
    }),
  );
});

test("200,000 tags are listed without reading a message", () => {
  const tags = Array.from({ length: 200_000 }, (_, at) => ({
    name: `refs/tags/prompts/team/p${at % 10_000}/v1.${Math.floor(at / 10_000)}.0`,
    kind: "annotated" as const,
    object: aSha("a"),
    get message(): string {
      throw new Error("a listing needs no message");
    },
  }));
  const { prompts } = readHistory(tags);
  expect(prompts.size).toBe(10_000);
  expect([...prompts.values()].every(({ latest }) => latest?.version === "1.19.0")).toBe(true);
  expect(prompts.has(triage)).toBe(false);
});
