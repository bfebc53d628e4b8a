// What ran when, and where a rollback goes back to.

import { describe, expect, test } from "vitest";
import type { Tag } from "../../../src/core/release/history.ts";
import {
  badReleases,
  currentRelease,
  previousGoodRelease,
  type Running,
  releaseAt,
  tagsOfCurrentMoves,
} from "../../../src/core/release/past.ts";
import type { MoveRecord } from "../../../src/core/release/record.ts";
import { version } from "../../../src/core/release/version.ts";
import {
  aMove,
  aRelease,
  aRetirement,
  digestOf,
  historyOf,
  lightweight,
  moved,
  released,
} from "./a-history.ts";

const r = (of: string, bytesOf = of) =>
  released(aRelease(of, { file: { blob: aRelease(of).file?.blob as never, sha256: digestOf(bytesOf) } }));
const m = (n: number, to: string, parts: Partial<MoveRecord> = {}) => moved(aMove(n, to, parts));
const rollback = (n: number, to: string, ...bad: string[]) => m(n, to, { bad: bad.map(version) });
const on = (day: number, hour = 12) => Date.UTC(2026, 2, day, hour);

function said(running: Running): string {
  if (running.kind === "running") return running.version;
  return running.kind === "unknown" ? `unknown: ${running.reason}` : running.kind;
}

describe("what ran in production at a time", () => {
  const tags = [r("1.0.0"), r("1.1.0"), r("1.2.0"), m(1, "1.0.0"), m(2, "1.1.0"), m(3, "1.2.0")];
  test.each([
    ["before the first move", 1, 9, "nothing"],
    ["at the very moment", 1, 10, "1.0.0"],
    ["between two moves", 2, 12, "1.1.0"],
    ["after the last", 30, 0, "1.2.0"],
  ])("%s", (_, day, hour, expected) => {
    expect(said(releaseAt(historyOf(...tags).prompt, "production", on(day, hour)))).toBe(expected);
  });

  test("an environment that never moved ran nothing", () => {
    expect(said(releaseAt(historyOf(...tags).prompt, "staging", on(9)))).toBe("nothing");
    expect(said(currentRelease(historyOf(...tags).prompt, "staging"))).toBe("nothing");
  });

  test("a clock far ahead early in the log does not hide what came after, and is told", () => {
    const { prompt } = historyOf(
      r("1.0.0"),
      r("1.1.0"),
      m(1, "1.0.0", { at: "2031-01-01T00:00:00Z" }),
      m(2, "1.1.0"),
    );
    const running = releaseAt(prompt, "production", on(5));
    expect(said(running)).toBe("1.1.0");
    expect(running.kind === "running" && running.contradictedBy.map(({ n }) => n)).toEqual([1]);
  });

  test("a move made by hand says nothing of what it set running, though its tagger tells when", () => {
    const byHand: Tag = {
      ...lightweight("prompts/support/triage/env/production/4"),
      taggedAt: "2026-03-04T10:00:00Z",
    };
    const { prompt } = historyOf(...tags, byHand);
    expect(said(currentRelease(prompt, "production"))).toBe(
      "unknown: Its tag has no message, so it was made by hand.",
    );
    expect(said(releaseAt(prompt, "production", on(3)))).toBe("1.2.0");
    expect(said(releaseAt(prompt, "production", on(5)))).toContain("unknown");
    expect(prompt.nextMove("production")).toBe(5);
  });

  test("a release whose tag is gone is still named", () => {
    const running = currentRelease(historyOf(m(1, "1.0.0")).prompt, "production");
    expect(running).toMatchObject({ kind: "running", version: "1.0.0", release: undefined });
  });
});

describe("the good release before the present one", () => {
  test.each<[string, Tag[], string | undefined, string[]]>([
    ["the one that ran before", [r("1.0.0"), r("1.1.0"), m(1, "1.0.0"), m(2, "1.1.0")], "1.0.0", []],
    ["none before the first", [r("1.0.0"), m(1, "1.0.0")], undefined, []],
    ["none where nothing ran", [r("1.0.0")], undefined, []],
    [
      "not the next lower version, which never ran",
      [r("1.0.0"), r("1.1.0"), r("1.2.0"), m(1, "1.0.0"), m(2, "1.2.0")],
      "1.0.0",
      [],
    ],
    [
      "after a rollback neither the bad one nor the one with the same bytes",
      [
        r("1.0.0"),
        r("1.1.0"),
        r("1.2.0"),
        r("1.3.0", "1.1.0"),
        m(1, "1.0.0"),
        m(2, "1.1.0"),
        m(3, "1.2.0"),
        rollback(4, "1.3.0", "1.2.0"),
      ],
      "1.0.0",
      ["1.2.0 bad", "1.1.0 same-bytes"],
    ],
    [
      "several bad ones",
      [
        r("1.0.0"),
        r("1.1.0"),
        r("1.2.0"),
        r("1.3.0", "1.0.0"),
        r("1.4.0"),
        m(1, "1.0.0"),
        m(2, "1.1.0"),
        m(3, "1.2.0"),
        rollback(4, "1.3.0", "1.1.0", "1.2.0"),
        m(5, "1.4.0"),
      ],
      "1.3.0",
      [],
    ],
    [
      "a retired one is passed over",
      [r("1.0.0"), released(aRetirement("2.0.0")), r("2.1.0"), m(1, "1.0.0"), m(2, "2.0.0"), m(3, "2.1.0")],
      "1.0.0",
      ["2.0.0 retired"],
    ],
    [
      "one whose tag is gone is passed over",
      [r("1.0.0"), r("1.2.0"), m(1, "1.0.0"), m(2, "1.1.0"), m(3, "1.2.0")],
      "1.0.0",
      ["1.1.0 tag-gone"],
    ],
    [
      "a redeployed one is not its own predecessor",
      [r("1.0.0"), r("1.1.0"), m(1, "1.0.0"), m(2, "1.1.0"), m(3, "1.1.0")],
      "1.0.0",
      [],
    ],
  ])("%s", (_, tags, expected, passedOver) => {
    const found = previousGoodRelease(historyOf(...tags).prompt, "production");
    expect(found.kind === "found" ? found.release.version : undefined).toBe(expected);
    expect(found.skipped.map(({ version: of, reason }) => `${of} ${reason}`)).toEqual(passedOver);
  });
});

test("a listing of what runs needs one message an environment, which may be fetched after the names", () => {
  const listed = [r("1.0.0"), m(1, "0.9.0"), m(2, "1.0.0")].map(
    (one): { -readonly [K in keyof Tag]: Tag[K] } => ({
      ...one,
      message: undefined,
    }),
  );
  const { history, prompt } = historyOf(...listed);
  expect(said(currentRelease(prompt, "production"))).toBe("unknown: Its tag has not been fetched.");
  const needed = tagsOfCurrentMoves(history);
  expect(needed.map(({ name }) => name)).toEqual(["prompts/support/triage/env/production/2"]);
  for (const tag of listed) if (needed.includes(tag)) tag.message = m(2, "1.0.0").message;
  expect(said(currentRelease(prompt, "production"))).toBe("1.0.0");
});

describe("bad releases", () => {
  const tags = [
    r("1.0.0"),
    r("1.1.0"),
    r("1.2.0", "1.0.0"),
    m(1, "1.0.0"),
    m(2, "1.1.0"),
    rollback(3, "1.2.0", "1.1.0"),
  ];
  test("follow from the rollback's own move", () => {
    expect([...badReleases(historyOf(...tags).prompt)]).toEqual(["1.1.0"]);
  });

  test("are good again once somebody sets them running on purpose", () => {
    expect([...badReleases(historyOf(...tags, m(4, "1.1.0")).prompt)]).toEqual([]);
  });

  test("in one environment are bad for all", () => {
    const staging = moved(aMove(1, "1.1.0", { environment: "staging" }));
    expect([...badReleases(historyOf(...tags, staging).prompt)]).toEqual(["1.1.0"]);
  });
});
