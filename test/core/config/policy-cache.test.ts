// An unchanged config is parsed once.

import { expect, test } from "vitest";
import { parseConfigOnce } from "../../../src/core/config/policy-cache.ts";
import { sha } from "../../../src/core/identity.ts";
import { aConfig } from "./a-config.ts";

const blob = (digit: string) => sha(digit.repeat(40));

test("the same blob gives the same object", () => {
  const first = parseConfigOnce(blob("a"), aConfig());
  expect(first.kind).toBe("policy");
  expect(parseConfigOnce(blob("a"), aConfig())).toBe(first);
});

test("another blob, or another name of the file, is parsed anew", () => {
  const first = parseConfigOnce(blob("b"), aConfig());
  expect(parseConfigOnce(blob("c"), aConfig())).not.toBe(first);
  expect(parseConfigOnce(blob("b"), aConfig(), "acme/.github:c.yml")).not.toBe(first);
});

test("a broken config is kept as well", () => {
  expect(parseConfigOnce(blob("d"), "")).toBe(parseConfigOnce(blob("d"), ""));
});

test("what was not used for long makes room", () => {
  const first = parseConfigOnce(blob("e"), aConfig());
  const large = `${aConfig()}# ${"x".repeat(1_000_000)}`;
  for (const digit of "01234567") {
    parseConfigOnce(blob(digit), large);
    expect(parseConfigOnce(blob("e"), aConfig())).toBe(first);
  }
  for (const digit of "89abcdf012") parseConfigOnce(sha(digit.repeat(64)), large);
  expect(parseConfigOnce(blob("e"), aConfig())).not.toBe(first);
});
