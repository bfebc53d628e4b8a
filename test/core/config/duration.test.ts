// Spans of time as the config writes them.

import { expect, test } from "vitest";
import { readDuration } from "../../../src/core/config/duration.ts";

test.each([
  ["30s", 30_000],
  ["5m", 300_000],
  ["12h", 43_200_000],
  ["2d", 172_800_000],
  ["1w", 604_800_000],
  ["99999d", 8_639_913_600_000],
])("%s is %d milliseconds", (text, milliseconds) => {
  expect(readDuration(text)).toEqual({ kind: "value", value: milliseconds });
});

test.each(["", "0d", "5", "d", "5 d", "-5d", "1.5h", "5D", "5y", "P1D", "100000d"])(
  "%j is refused",
  (text) => {
    expect(readDuration(text)).toMatchObject({ kind: "problem" });
  },
);
