// Lists tags by name, as fast as git can, and reads the messages of those that somebody asks about. Of 200,000 tags the
// names come in half a second; all of their messages would take several.

import type { Sha } from "../core/identity.ts";
import type { Tag } from "../core/release/history.ts";
import { LONGEST_MESSAGE } from "../core/release/tag-message.ts";
import { BatchAnswer } from "./batch-answer.ts";
import { damagedClone, GitFailure } from "./failure.ts";
import type { Git } from "./git.ts";
import { TagObject } from "./tag-object.ts";

type TagContent = Pick<TagObject, "commit" | "taggedAt" | "message">;

/** Its message, target and time come with `readMessages`, if at all. Small, because there may be very many. */
class ListedTag implements Tag {
  kind: Tag["kind"] = "lightweight";
  content: TagContent | undefined = undefined;
  /** `<object> refs/tags/<name>` */
  readonly #line: string;

  constructor(line: string) {
    this.#line = line;
  }

  get name(): string {
    return this.#line.slice(this.#line.indexOf(" ") + " refs/tags/".length);
  }

  get object(): Sha {
    return this.#line.slice(0, this.#line.indexOf(" ")) as Sha;
  }

  get commit(): Sha | undefined {
    return this.content?.commit;
  }

  get message(): string | undefined {
    return this.content?.message;
  }

  get taggedAt(): string | undefined {
    return this.content?.taggedAt;
  }
}

/** Shorter texts would be moved about in memory with every tag that points into them. In bytes. */
const BLOCK = 1_048_576;

/**
 * Tags whose name starts with the prefix, by name, as they come in. Starts one process: of git's ways to list tags the
 * one that looks into the fewest objects, a third of the time of `for-each-ref` with types.
 */
export async function* listTags(git: Git, prefix: string): AsyncGenerator<readonly Tag[], void> {
  try {
    yield* readTagLines(git.chunks(["show-ref", "--tags", "--dereference"]), prefix);
  } catch (error) {
    // So it says that there is no tag at all.
    if (!(error instanceof GitFailure) || error.code !== 1) throw error;
  }
}

/** As `listTags`, of a remote's tags. Their objects may not be here. */
export async function* listRemoteTags(
  git: Git,
  remote: string,
  prefix: string,
): AsyncGenerator<readonly Tag[], void> {
  yield* readTagLines(git.chunks(["ls-remote", "--quiet", "--", remote, `refs/tags/${prefix}*`]), prefix);
}

async function* readTagLines(
  chunks: AsyncIterable<Buffer>,
  prefix: string,
): AsyncGenerator<readonly Tag[], void> {
  const lines = new TagLines(prefix);
  let waiting: Buffer[] = [];
  let size = 0;
  const takeAll = () => {
    const bytes = Buffer.concat(waiting);
    const end = bytes.lastIndexOf(10) + 1;
    waiting = [bytes.subarray(end)];
    size = bytes.length - end;
    return lines.take(bytes.toString("utf8", 0, end).replaceAll("\t", " "));
  };
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size >= BLOCK) yield takeAll();
  }
  yield [...takeAll(), ...lines.end()];
}

/** Takes lines `<object> refs/tags/<name>`; after an annotated tag comes `<target> refs/tags/<name>^{}`. */
class TagLines {
  readonly #start: string;
  /** What comes next tells whether it is annotated. */
  #open: ListedTag | undefined;

  constructor(prefix: string) {
    this.#start = ` refs/tags/${prefix}`;
  }

  take(text: string): Tag[] {
    const tags: Tag[] = [];
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      const space = text.indexOf(" ", start);
      if (text.startsWith(this.#start, space)) {
        if (text.charCodeAt(end - 1) === BRACE && text.startsWith("^{}", end - 3)) {
          if (this.#open) this.#open.kind = "annotated";
        } else {
          if (this.#open) tags.push(this.#open);
          this.#open = new ListedTag(text.slice(start, end));
        }
      }
      start = end + 1;
    }
    return tags;
  }

  end(): Tag[] {
    const last = this.#open ? [this.#open] : [];
    this.#open = undefined;
    return last;
  }
}

const BRACE = "}".charCodeAt(0);

/** What is longer is none of ours, and is not kept. In bytes: enough for any message that may be read. */
const MOST_BYTES = 3 * LONGEST_MESSAGE + 4_096;

/** Its text does not matter any more, only that it is longer than any that is read. */
const TOO_LONG: TagContent = {
  commit: undefined,
  taggedAt: undefined,
  message: ".".repeat(LONGEST_MESSAGE + 1),
};

/**
 * Puts messages, targets and times on annotated tags. Starts one process, however many there are.
 * @param tags as `listTags` gave them
 * @throws UserError where the clone lacks the object of a tag
 */
export async function readMessages(git: Git, tags: Iterable<Tag>): Promise<void> {
  const asked = [...tags].filter(
    (tag) => tag instanceof ListedTag && tag.kind === "annotated" && tag.content === undefined,
  ) as ListedTag[];
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
      tag.content = answer.kind === "file" ? new TagObject(answer.bytes) : TOO_LONG;
    }
  }
  (await ended).check();
}
