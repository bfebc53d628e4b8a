import fc from "fast-check";
import { expect, test } from "vitest";
import { diffTrees, type FileChange } from "../../../src/sandbox/git/tree-diff.ts";
import { aGitRepository } from "../../support/git-repository.ts";
import { aChange, BASE, changed, commitTexts, MemoryBlobs, type Texts } from "./a-tree.ts";

async function diff(before: Texts, after: Texts): Promise<string[]> {
  const blobs = new MemoryBlobs();
  const changes = await diffTrees(blobs.tree(before), blobs.tree(after), (sha) => blobs.read(sha));
  return changes.map(told);
}

function told(change: FileChange): string {
  if (change.status === "renamed") return `R ${change.previousPath} ${change.path}`;
  return `${{ added: "A", removed: "D", modified: "M", changed: "T" }[change.status]} ${change.path}`;
}

test.each<[string, Texts, Texts, string[]]>([
  ["nothing", { "a.md": "a\n" }, { "a.md": "a\n" }, []],
  ["an empty file is never renamed", { "a.md": "" }, { "b.md": "" }, ["D a.md", "A b.md"]],
  [
    "of equal files the one of the same name",
    { "x/a.md": "a\n" },
    { "x/b.md": "a\n", "y/a.md": "a\n" },
    ["A x/b.md", "R x/a.md y/a.md"],
  ],
  ["order is by bytes", {}, { "ä.md": "1", "b.md": "2", "B.md": "3" }, ["A B.md", "A b.md", "A ä.md"]],
])("%s", async (_, before, after, expected) => {
  expect(await diff(before, after)).toEqual(expected);
});

test("finds what git finds, renames with edits among it", async () => {
  const repository = aGitRepository();
  const before = commitTexts(repository, "Base", BASE);
  await fc.assert(
    fc.asyncProperty(fc.array(aChange, { maxLength: 8 }), async (changes) => {
      const texts = changed(changes);
      repository.reset(before);
      const after = commitTexts(repository, "Changed", texts);
      const raw = repository.git("diff", "--name-status", "-M", before, after);
      const byGit = raw
        .split("\n")
        .filter(Boolean)
        .map((line) => line.replace(/^R\d+/, "R").replaceAll("\t", " "));
      expect(await diff(BASE, texts)).toEqual(byGit);
    }),
    { numRuns: 40 },
  );
});
