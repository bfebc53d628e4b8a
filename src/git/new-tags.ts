// Makes annotated tags: first the objects, which nobody sees, then all names in one step.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sha, sha } from "../core/identity.ts";
import type { NewTag, TagsCreated } from "../core/ports.ts";
import { GitFailure } from "./failure.ts";
import type { Git } from "./git.ts";
import { writeTagObject } from "./tag-object.ts";
import { readTagger } from "./tagger.ts";

/**
 * None is made when a tag of one of the names exists already. Starts at most four processes, however many there are.
 * @throws UserError where git has not been told who makes them
 */
export async function createTags(git: Git, tags: readonly NewTag[]): Promise<TagsCreated> {
  if (tags.length === 0) return { kind: "created" };
  const { name, email } = await readTagger(git);
  const objects = await writeObjects(
    git,
    tags.map((tag) => writeTagObject({ ...tag, tagger: `${name} <${email}>` })),
  );
  const creations = tags.map((tag, at) => `create refs/tags/${tag.name}\0${objects[at]}\0`);
  try {
    await fed(git, ["update-ref", "-z", "--stdin"], creations.join(""));
    return { kind: "created" };
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    const names = await existing(git, tags);
    // Where no name is taken git had another reason, such as a file system that is full.
    if (names.length === 0) throw error;
    return { kind: "taken", names };
  }
}

/** Takes back tags that were made here and that nobody else has. */
export async function deleteTags(git: Git, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const deletions = names.map((name) => `delete refs/tags/${name}\0\0`);
  await fed(git, ["update-ref", "-z", "--stdin"], deletions.join(""));
}

/** Git checks each for being a sound tag. */
async function writeObjects(git: Git, texts: readonly string[]): Promise<Sha[]> {
  const folder = await mkdtemp(join(tmpdir(), "prompt-steward-tags-"));
  try {
    const files = texts.map((_, at) => join(folder, String(at)));
    for (const [at, file] of files.entries()) await writeFile(file, texts[at] ?? "");
    const args = ["hash-object", "-t", "tag", "-w", "--no-filters", "--stdin-paths"];
    const written = await fed(git, args, files.map((file) => `${file}\n`).join(""));
    return written.split("\n").filter(Boolean).map(sha);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function existing(git: Git, tags: readonly NewTag[]): Promise<string[]> {
  const refs = tags.map(({ name }) => `refs/tags/${name}\n`).join("");
  const answers = (await fed(git, ["cat-file", "--batch-check"], refs)).split("\n");
  return tags.flatMap(({ name }, at) => (answers[at]?.endsWith(" missing") ? [] : [name]));
}

/** What a command prints that is told something on stdin. @throws GitFailure or UserError */
async function fed(git: Git, args: readonly string[], input: string): Promise<string> {
  const { child, ended } = git.start(args);
  child.stdin.end(input);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  (await ended).check();
  return Buffer.concat(chunks).toString("utf8");
}
