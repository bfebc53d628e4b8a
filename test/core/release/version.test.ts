// Version numbers: one canonical spelling, ordered as semver orders them.

import fc from "fast-check";
import compareBuild from "semver/functions/compare-build.js";
import { describe, expect, test } from "vitest";
import {
  isHigherVersion,
  parseVersion,
  raised,
  sortVersions,
  version,
} from "../../../src/core/release/version.ts";

test.each(["0.0.0", "1.0.0", "10.20.30", "1.0.0-rc.1", "1.0.0+build.5", "999999999.0.0"])(
  "%s is a version",
  (text) => {
    expect(parseVersion(text)).toBe(text);
  },
);

test.each([
  "",
  "1",
  "1.0",
  "v1.0.0",
  "=1.0.0",
  " 1.0.0",
  "1.0.0\n",
  "01.0.0",
  "1.0.0.0",
  "1.0.x",
  "latest",
  "1.0.0-",
  "1000000000.0.0",
  "9007199254740993.0.0",
  `1.0.0-${"a".repeat(300)}`,
])("%j is none", (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

test("order is by number, not by letter; what comes before a release is lower than it", () => {
  const mixed = ["1.10.0", "1.9.0", "2.0.0", "2.0.0-rc.1", "1.9.0+b", "0.1.0"].map(version);
  expect(sortVersions(mixed, (one) => one)).toEqual([
    "0.1.0",
    "1.9.0",
    "1.9.0+b",
    "1.10.0",
    "2.0.0-rc.1",
    "2.0.0",
  ]);
  expect(isHigherVersion(version("1.10.0"), version("1.9.0"))).toBe(true);
});

test("any two versions stand as semver has them", () => {
  const number = fc.oneof(fc.nat(12), fc.nat(999_999_999));
  const suffix = fc.constantFrom("", "-rc.1", "-rc.2", "-1", "+b", "+c", "-rc.1+b");
  const any = fc
    .tuple(number, number, number, suffix)
    .map(([a, b, c, end]) => version(`${a}.${b}.${c}${end}`));
  fc.assert(
    fc.property(any, any, (a, b) => {
      expect(isHigherVersion(a, b)).toBe(compareBuild(a, b) > 0);
      expect(sortVersions([a, b], (one) => one)).toEqual([a, b].sort(compareBuild));
    }),
  );
});

describe("raising", () => {
  test.each([
    ["1.2.3", "major", "2.0.0"],
    ["1.2.3", "minor", "1.3.0"],
    ["1.2.3", "patch", "1.2.4"],
    ["1.3.0-rc.1", "minor", "1.3.0"],
    ["999999999.0.0", "major", undefined],
    ["1.0.999999999", "patch", undefined],
  ] as const)("%s by %s gives %s", (from, bump, next) => {
    expect(raised(version(from), bump)).toBe(next);
  });
});
