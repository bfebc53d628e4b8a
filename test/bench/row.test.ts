// How a measurement is judged and shown. Nothing is timed here.

import { expect, test } from "vitest";
import { ROWS } from "../../bench/rows/index.ts";
import { judge, type Target } from "../../bench/rows/row.ts";
import { renderTable } from "../../bench/table.ts";
import { median, timeAlternately } from "../../bench/timing.ts";

const measured = { name: "matching", value: 10, unit: "ms" };
const peer = { name: "loop", value: 600 };

test.each<[string, number, Target, boolean]>([
  ["a ratio above the least", 600, { of: "ratio", atLeast: 50 }, true],
  ["a ratio at the least", 500, { of: "ratio", atLeast: 50 }, true],
  ["a ratio below the least", 499, { of: "ratio", atLeast: 50 }, false],
  ["a ratio above the most", 21, { of: "ratio", atMost: 2 }, false],
  ["a value at the most", 1, { of: "value", atMost: 10 }, true],
  ["a value above the most", 1, { of: "value", atMost: 9 }, false],
])("%s", (_, peerValue, target, holds) => {
  expect(judge({ ...measured, peer: { ...peer, value: peerValue }, target }).holds).toBe(holds);
});

test("the ratio is the peer's value divided by ours", () => {
  expect(judge({ ...measured, peer, target: { of: "ratio", atLeast: 50 } })).toEqual({
    name: "matching",
    value: 10,
    unit: "ms",
    peer: "loop",
    peerValue: 600,
    ratio: 60,
    target: "ratio >= 50",
    holds: true,
  });
});

test("without peer and target there is nothing to miss", () => {
  expect(judge(measured)).toMatchObject({
    peer: null,
    peerValue: null,
    ratio: null,
    target: null,
    holds: true,
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1])("a value of %s is a broken measurement", (value) => {
  expect(() => judge({ ...measured, value })).toThrow(RangeError);
});

test("a target for the ratio needs a peer", () => {
  expect(() => judge({ ...measured, target: { of: "ratio", atLeast: 1 } })).toThrow("no peer");
});

test("the table", () => {
  const results = [
    judge({ ...measured, peer, target: { of: "ratio", atLeast: 50 } }),
    judge({ name: "requests of a review", value: 4, unit: "requests", target: { of: "value", atMost: 3 } }),
    judge({ name: "look-up", value: 0.000_312, unit: "ms", peer: { name: "parsing", value: 12_345.6 } }),
  ];
  expect(`\n${renderTable(results)}\n`).toMatchInlineSnapshot(`
    "
    what                         ours       peer  against         ratio  target
    matching                    10 ms     600 ms  loop             60 x  ratio >= 50  holds
    requests of a review   4 requests                                    value <= 3   MISSED
    look-up               0.000312 ms  12,346 ms  parsing  39,569,231 x
    "
  `);
});

test("tasks take turns, each second round backwards, after one round that is not counted", async () => {
  const calls: string[] = [];
  const times = await timeAlternately(2, { a: () => calls.push("a"), b: () => calls.push("b") });
  expect(calls.join("")).toBe("abbaab");
  expect(times).toEqual({ a: expect.any(Number), b: expect.any(Number) });
});

test.each([
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("each row has a name of its own that can be typed", () => {
  const names = ROWS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
});
