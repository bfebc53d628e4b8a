// Which prompts a push touches.

import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/core/config/parse.ts";
import { buildOwnerIndex, type OwnerIndex } from "../../../src/core/owners/owner-index.ts";
import { allPathsOf, touchedPrompts } from "../../../src/core/release/touched.ts";

function index(...entries: readonly string[]): OwnerIndex {
  const lines = entries.map((entry) => `  - { ${entry}, owner: "@alice" }`).join("\n");
  const parsed = parseConfig(`version: 1\nadmins: ["@root"]\nprompts:\n${lines}\n`);
  if (parsed.kind !== "policy") throw new Error(JSON.stringify(parsed.findings));
  return buildOwnerIndex(parsed.policy.entries);
}

const GLOB = 'path: "prompts/**/*.txt"';

function shown(paths: readonly string[], now: OwnerIndex, before?: OwnerIndex): string[] {
  return touchedPrompts(paths, now, before).map(
    ({ prompt, paths: here, formerPaths }) => `${prompt}: ${here.join(" ")} | ${formerPaths.join(" ")}`,
  );
}

test("are those of governed paths, each once, sorted by id", () => {
  const paths = ["prompts/b.txt", "README.md", "prompts/a.txt", "prompts/b.txt"];
  expect(shown(paths, index(GLOB))).toEqual(["a: prompts/a.txt | ", "b: prompts/b.txt | "]);
});

test("are never the config itself", () => {
  expect(shown([".github/prompt-steward.yml"], index('path: "**"'))).toEqual([]);
});

test("two files that share an id are one prompt with two paths", () => {
  expect(shown(["prompts/a.txt", "prompts/a.md"], index('path: "prompts/*"'))).toEqual([
    "a: prompts/a.md prompts/a.txt | ",
  ]);
});

describe("where the push changes the config", () => {
  test("an id stays with its prompt when its file moves", () => {
    const now = index(GLOB, 'path: "prompts/new.txt", id: triage');
    const before = index(GLOB, 'path: "prompts/old.txt", id: triage');
    expect(shown(["prompts/old.txt", "prompts/new.txt"], now, before)).toEqual([
      "new:  | prompts/new.txt",
      "old: prompts/old.txt | ",
      "triage: prompts/new.txt | prompts/old.txt",
    ]);
  });

  test("a prompt that is taken out of it is still known", () => {
    const [gone] = touchedPrompts(["prompts/a.txt"], index('path: "other.txt"'), index(GLOB));
    expect(gone).toMatchObject({
      prompt: "a",
      paths: [],
      formerPaths: ["prompts/a.txt"],
      entry: { owner: "alice" },
    });
    expect(gone && allPathsOf(gone)).toEqual(["prompts/a.txt"]);
  });
});
