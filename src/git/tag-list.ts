// Lists tags by name, as fast as git can, and reads the messages of those that somebody asks about. Of 200,000 tags the
// names come in half a second; all of their messages would take several.

import { type Sha, sha } from "../core/identity.ts";
import type { Tag } from "../core/release/history.ts";
import { LONGEST_MESSAGE } from "../core/release/tag-message.ts";
import { BatchAnswer } from "./batch-answer.ts";
import { damagedClone } from "./failure.ts";
import type { Git } from "./git.ts";
import { readTagObject } from "./tag-object.ts";

/** Its message comes with `readMessages`, if at all. */
export interface ListedTag extends Tag {
  commit: Sha | undefined;
  message: string | undefined;
  taggedAt: string | undefined;
}

/** Tags whose name starts with the prefix, by name, as they come in. Starts one process. */
export async function* listTags(git: Git, prefix: string): AsyncGenerator<ListedTag[], void> {
  // Git matches whole parts of names only, and takes some signs for wildcards.
  const folder = /[*?[\\]/.test(prefix) ? "" : prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const args = ["for-each-ref", "--format=%(objectname) %(objecttype) %(refname)", `refs/tags/${folder}`];
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of git.chunks(args)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = bytes.lastIndexOf(10) + 1;
    rest = bytes.subarray(end);
    yield readLines(bytes.toString("utf8", 0, end), prefix);
  }
}

function readLines(text: string, prefix: string): ListedTag[] {
  const tags: ListedTag[] = [];
  for (
    let start = 0, end = text.indexOf("\n");
    end !== -1;
    start = end + 1, end = text.indexOf("\n", start)
  ) {
    const type = text.indexOf(" ", start);
    const ref = text.indexOf(" ", type + 1);
    const name = text.slice(ref + 1 + "refs/tags/".length, end);
    if (!name.startsWith(prefix)) continue;
    const isAnnotated = text.startsWith("tag", type + 1);
    const object = sha(text.slice(start, type));
    tags.push({
      name,
      kind: isAnnotated ? "annotated" : "lightweight",
      object,
      commit: !isAnnotated && text.startsWith("commit", type + 1) ? object : undefined,
      message: undefined,
      taggedAt: undefined,
    });
  }
  return tags;
}

/** What is longer is none of ours, and is not kept. In bytes: enough for any message that may be read. */
const MOST_BYTES = 3 * LONGEST_MESSAGE + 4_096;

/**
 * Puts messages, targets and times on annotated tags. Starts one process, however many there are.
 * @throws UserError where the clone lacks the object of a tag
 */
export async function readMessages(git: Git, tags: Iterable<ListedTag>): Promise<void> {
  const asked = [...tags].filter(({ kind, message }) => kind === "annotated" && message === undefined);
  if (asked.length === 0) return;
  const { child, ended } = git.start(["cat-file", "--batch", "--buffer"]);
  child.stdin.end(asked.map(({ object }) => `${object}\n`).join(""));
  const answers = new BatchAnswer(MOST_BYTES);
  let at = 0;
  for await (const chunk of child.stdout) {
    for (const answer of answers.take(chunk)) {
      const tag = asked[at++];
      if (!tag) continue;
      if (answer.kind === "missing") throw damagedClone();
      if (answer.kind === "file") Object.assign(tag, readTagObject(answer.bytes));
      // Its text does not matter any more, only that it is too long.
      else tag.message = ".".repeat(LONGEST_MESSAGE + 1);
    }
  }
  (await ended).check();
}
