import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeTrees } from "../../../src/sandbox/git/merge-trees.ts";
import { aGitRepository, type GitRepository } from "../../support/git-repository.ts";
import { aChange, BASE, changed, commitTexts, MemoryBlobs, type Texts } from "./a-tree.ts";

async function merge(ours: Texts, theirs: Texts): Promise<Texts | "conflict"> {
  const blobs = new MemoryBlobs();
  const ourTree = blobs.tree(ours);
  const { changes, conflicts } = await mergeTrees(blobs.tree(BASE), ourTree, blobs.tree(theirs), blobs);
  if (conflicts.length > 0) return "conflict";
  const merged = new Map(ourTree);
  for (const [path, entry] of changes) {
    if (entry) merged.set(path, entry);
    else merged.delete(path);
  }
  return blobs.texts(merged);
}

function mergeByGit(repository: GitRepository, ours: string, theirs: string): Texts | "conflict" {
  repository.reset(ours);
  try {
    // The sandbox moves no files after a folder that somebody else renamed.
    repository.git("-c", "merge.directoryRenames=false", "merge", "--quiet", "--no-edit", theirs);
  } catch {
    repository.git("merge", "--abort");
    return "conflict";
  }
  const paths = repository.git("ls-files").split("\n").filter(Boolean);
  return Object.fromEntries(paths.map((path) => [path, `${repository.git("show", `HEAD:${path}`)}\n`]));
}

test("gives what git gives, and conflicts where git conflicts", async () => {
  const repository = aGitRepository();
  const base = commitTexts(repository, "Base", BASE);
  await fc.assert(
    fc.asyncProperty(
      fc.array(aChange, { maxLength: 5 }),
      fc.array(aChange, { maxLength: 5 }),
      async (ourChanges, theirChanges) => {
        const [ours, theirs] = [changed(ourChanges), changed(theirChanges)];
        repository.reset(base);
        const ourCommit = commitTexts(repository, "Ours", ours);
        repository.reset(base);
        const theirCommit = commitTexts(repository, "Theirs", theirs);
        const expected = mergeByGit(repository, ourCommit, theirCommit);
        expect(await merge(ours, theirs)).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
