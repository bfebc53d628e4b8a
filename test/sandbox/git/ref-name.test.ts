import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isRefName } from "../../../src/sandbox/git/ref-name.ts";

const NAMES = [
  "refs/tags/v1.0.0",
  "refs/tags/prompts/a b/v1",
  "refs/tags/prompts/ü/v1",
  "refs/tags/a..b",
  "refs/tags/.a",
  "refs/tags/a/.b",
  "refs/tags/a.",
  "refs/tags/a./b",
  "refs/tags/a.lock",
  "refs/tags/a.lock/b",
  "refs/tags/a.locks",
  "refs/tags//a",
  "refs/tags/a/",
  "refs/tags/a~1",
  "refs/tags/a^",
  "refs/tags/a:b",
  "refs/tags/a?",
  "refs/tags/a*",
  "refs/tags/a[b",
  "refs/tags/a]b",
  "refs/tags/a\\b",
  "refs/tags/a@{b",
  "refs/tags/@",
  "refs/tags/a@b",
  "refs/tags/-a",
  "refs/tags/a\tb",
  "refs/tags/a\x7fb",
  "refs/tags/a{b}",
  "refs/tags/#1",
];

test.each(NAMES)("%j is a name where git says so", (name) => {
  expect(isRefName(name)).toBe(spawnSync("git", ["check-ref-format", name]).status === 0);
});

test("a ref has at least three parts", () => {
  expect(["refs", "refs/a", "refs/a/b"].map(isRefName)).toEqual([false, false, true]);
});
