// Questions to the commit graph: what is reachable, what two commits have in common, what one has that the other lacks.

import type { RepositoryRecord } from "../accounts/repositories.ts";
import type { Commit, GitObjects } from "./objects.ts";

async function ancestors(
  objects: GitObjects,
  repository: RepositoryRecord,
  sha: string,
): Promise<Map<string, Commit>> {
  const found = new Map<string, Commit>();
  const waiting = [sha];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (found.has(next)) continue;
    const commit = await objects.commit(repository, next);
    if (!commit) continue;
    found.set(next, commit);
    waiting.push(...commit.parents);
  }
  return found;
}

/** The commit and all it builds on, newest first, as `git log` lists them. */
export async function commitsUpTo(
  objects: GitObjects,
  repository: RepositoryRecord,
  sha: string,
): Promise<Commit[]> {
  const known = await ancestors(objects, repository, sha);
  const listed = new Set<Commit>();
  const waiting = new Set([known.get(sha)]);
  while (waiting.size > 0) {
    const next = [...waiting].reduce((a, b) => (dateOf(b) > dateOf(a) ? b : a));
    waiting.delete(next);
    if (!next || listed.has(next)) continue;
    listed.add(next);
    for (const parent of next.parents) waiting.add(known.get(parent));
  }
  return [...listed];
}

function dateOf(commit: Commit | undefined): number {
  return commit ? Date.parse(commit.committer.date) : 0;
}

export async function isAncestor(
  objects: GitObjects,
  repository: RepositoryRecord,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  return (await ancestors(objects, repository, descendant)).has(ancestor);
}

/** Of several best common ancestors (criss-cross merges) the one committed last. */
export async function mergeBase(
  objects: GitObjects,
  repository: RepositoryRecord,
  a: string,
  b: string,
): Promise<string | undefined> {
  const ofA = await ancestors(objects, repository, a);
  const ofB = await ancestors(objects, repository, b);
  const common = [...ofA.values()].filter(({ sha }) => ofB.has(sha));
  const behindAnother = new Set<string>();
  for (const { parents } of common) {
    const waiting = [...parents];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (behindAnother.has(next)) continue;
      behindAnother.add(next);
      waiting.push(...(ofA.get(next)?.parents ?? []));
    }
  }
  const best = common.filter(({ sha }) => !behindAnother.has(sha));
  best.sort((x, y) => Date.parse(y.committer.date) - Date.parse(x.committer.date));
  return best[0]?.sha;
}

/** The commits of `head` that `base` lacks, parents before children. */
export async function commitsAhead(
  objects: GitObjects,
  repository: RepositoryRecord,
  base: string,
  head: string,
): Promise<Commit[]> {
  const known = await ancestors(objects, repository, base);
  const ahead: Commit[] = [];
  const visited = new Set<string>();
  const visit = async (sha: string): Promise<void> => {
    // Without recursion: histories are longer than call stacks.
    const stack: { sha: string; expanded: boolean }[] = [{ sha, expanded: false }];
    for (let top = stack.pop(); top; top = stack.pop()) {
      const commit = await objects.commit(repository, top.sha);
      if (!commit || known.has(top.sha)) continue;
      if (top.expanded) {
        ahead.push(commit);
      } else if (!visited.has(top.sha)) {
        visited.add(top.sha);
        stack.push({ sha: top.sha, expanded: true });
        for (const parent of commit.parents.toReversed()) stack.push({ sha: parent, expanded: false });
      }
    }
  };
  await visit(head);
  return ahead;
}
