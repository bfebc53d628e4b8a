// The commits of a push as landings.

import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Sha, sha } from "../../../src/core/identity.ts";
import { type ChainCommit, stretchesOf } from "../../../src/core/release/chain.ts";

function id(name: string): Sha {
  return sha(createHash("sha1").update(name).digest("hex"));
}

/** `c2 #7 < c1 side`: c2 of pull request 7 on c1, which is its first parent. */
function commits(...lines: readonly string[]): ChainCommit[] {
  return lines.map((line) => {
    const [, name = "", pull, parents = ""] = /^(\w+)(?: #(\d+))? < ?(.*)$/.exec(line) ?? [];
    const known = parents.split(" ").filter(Boolean).map(id);
    return { sha: id(name), parents: known, ...(pull && { pull: Number(pull) }) };
  });
}

function shown(chain: readonly ChainCommit[], before: string, after: string): string[] {
  const names = new Map(["a", "b", "c", "d", "e", "m", "s", "t"].map((name) => [id(name), name]));
  return stretchesOf(chain, id(before), id(after)).map(
    (one) => `${names.get(one.before)}..${names.get(one.commit)}${one.pull ? ` #${one.pull}` : ""}`,
  );
}

describe("one pull request is one landing", () => {
  test.each([
    ["squashed", ["b #7 < a"], "b", ["a..b #7"]],
    ["with a merge commit", ["m #7 < a t", "t #7 < s", "s #7 < a"], "m", ["a..m #7"]],
    ["rebased", ["d #7 < c", "c #7 < b", "b #7 < a"], "d", ["a..d #7"]],
  ])("%s", (_, lines, after, expected) => {
    expect(shown(commits(...lines), "a", after)).toEqual(expected);
  });
});

test("several pull requests and direct commits come in the order of the branch", () => {
  const chain = commits("e < d", "d < m", "m #8 < b s", "s #8 < a", "b #7 < a");
  expect(shown(chain, "a", "e")).toEqual(["a..b #7", "b..m #8", "m..e"]);
});

test("a pull request that landed in two pieces with another one between counts twice", () => {
  expect(shown(commits("d #7 < c", "c #8 < b", "b #7 < a"), "a", "d")).toEqual([
    "a..b #7",
    "b..c #8",
    "c..d #7",
  ]);
});

test.each([
  ["a history that was rewritten ends where the known commits do", ["d < c", "c < b"], "e", "d", ["b..d"]],
  ["a repository's first commit lands on what the push said was there", ["a <"], "e", "a", ["e..a"]],
  ["nothing is known", [], "a", "b", []],
  ["nothing was pushed", ["a < e"], "a", "a", []],
])("%s", (_, lines, before, after, expected) => {
  expect(shown(commits(...lines), before, after)).toEqual(expected);
});

test("whatever the graph, it ends, and each landing begins where the one before ended", () => {
  const name = fc.constantFrom("a", "b", "c", "d", "e", "m", "s", "t");
  const commit = fc.record({
    sha: name.map(id),
    parents: fc.array(name.map(id), { maxLength: 3 }),
    pull: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(commit), name, name, (given, before, after) => {
      const chain = given.map(({ pull, ...rest }) => ({ ...rest, ...(pull !== undefined && { pull }) }));
      const stretches = stretchesOf(chain, id(before), id(after));
      for (const [position, { before: start }] of stretches.entries()) {
        if (position > 0) expect(start).toBe(stretches[position - 1]?.commit);
      }
      if (stretches.length > 0) expect(stretches.at(-1)?.commit).toBe(id(after));
    }),
  );
});
