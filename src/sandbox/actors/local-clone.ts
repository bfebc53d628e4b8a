// What a person does with git on their own machine before pushing: rebasing, and merging base with conflicts resolved.

import { Combiner } from "../git/combine.ts";
import type { Entry } from "../git/objects.ts";
import { identityOf } from "../pulls/merge.ts";
import type { PullRecord } from "../pulls/pulls.ts";
import type { FileContent, Files, Person } from "../sandbox.ts";
import type { World } from "../world.ts";

/** @returns the new head @throws Error naming the files that conflict */
export async function rebased(world: World, pull: PullRecord, person: Person): Promise<string> {
  const { tip, repository } = await fetched(world, pull);
  const committer = identityOf(world.account(person.login), world.now());
  const result = await new Combiner(world.objects, repository).rebase(tip, pull.head.sha, committer);
  if (result.kind === "conflict") throw conflict("rebase", result.paths);
  return result.result;
}

/** @returns the new head @throws Error naming the files that still conflict */
export async function withBaseMerged(
  world: World,
  pull: PullRecord,
  person: Person,
  resolution: Files,
): Promise<string> {
  const { tip, repository } = await fetched(world, pull);
  const identity = identityOf(world.account(person.login), world.now());
  const resolved = new Map<string, Entry | null>();
  for (const [path, content] of Object.entries(resolution)) {
    resolved.set(path, content === null ? null : await entryOf(world, pull, content));
  }
  const message = `Merge branch '${pull.base.ref}' into ${pull.head.ref}`;
  const commit = { message, author: identity, committer: identity };
  const result = await new Combiner(world.objects, repository).merge(pull.head.sha, tip, commit, resolved);
  if (result.kind === "conflict") throw conflict("merge", result.paths);
  return result.result.sha;
}

async function fetched(world: World, pull: PullRecord) {
  const { repository } = pull.head;
  const tip = await world.refs.branch(pull.repository, pull.base.ref);
  if (!tip) throw new Error(`${pull.repository.fullName} has no branch ${pull.base.ref}`);
  await world.objects.share(pull.repository, repository, tip);
  return { tip, repository };
}

async function entryOf(world: World, pull: PullRecord, content: Exclude<FileContent, null>): Promise<Entry> {
  const isLink = typeof content === "object" && "symlink" in content;
  const bytes = Buffer.from(isLink ? content.symlink : content);
  const sha = await world.objects.putBlob(pull.head.repository, bytes);
  return { mode: isLink ? "120000" : "100644", type: "blob", sha };
}

function conflict(what: "rebase" | "merge", paths: readonly string[]): Error {
  return new Error(`The ${what} conflicts in ${paths.join(", ")}`);
}
