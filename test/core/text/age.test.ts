// How long ago something was, in the largest unit that fits.

import { expect, test } from "vitest";
import { age } from "../../../src/core/text/age.ts";

const HOUR = 3_600_000;

test.each<[number, string]>([
  [-HOUR, "now"],
  [0, "now"],
  [59_999, "now"],
  [60_000, "1min"],
  [HOUR - 1, "59min"],
  [HOUR, "1h"],
  [24 * HOUR - 1, "23h"],
  [24 * HOUR, "1d"],
  [400 * 24 * HOUR, "400d"],
  [2 * 365 * 24 * HOUR, "2y"],
  [Number.NaN, "now"],
])("%d ms is %s", (milliseconds, expected) => {
  expect(age(milliseconds)).toBe(expected);
});
