// Trees of text files for the tests of diffs and merges, with the blobs behind them, and the stories that change them.

import { createHash } from "node:crypto";
import fc from "fast-check";
import type { BlobAccess } from "../../../src/sandbox/git/merge-trees.ts";
import type { Entry, Tree } from "../../../src/sandbox/git/objects.ts";
import type { GitRepository } from "../../support/git-repository.ts";

export type Texts = Readonly<Record<string, string>>;

export class MemoryBlobs implements BlobAccess {
  readonly #blobs = new Map<string, Buffer>();

  async read(sha: string): Promise<Buffer> {
    const found = this.#blobs.get(sha);
    if (!found) throw new Error(`no blob ${sha}`);
    return found;
  }

  async write(bytes: Buffer): Promise<string> {
    return this.put(bytes);
  }

  put(bytes: Buffer): string {
    const sha = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    this.#blobs.set(sha, bytes);
    return sha;
  }

  tree(texts: Texts): Tree {
    const entry = (text: string): Entry => ({
      mode: "100644",
      type: "blob",
      sha: this.put(Buffer.from(text)),
    });
    return new Map(Object.entries(texts).map(([path, text]) => [path, entry(text)]));
  }

  async texts(tree: Tree): Promise<Texts> {
    const texts: Record<string, string> = {};
    for (const [path, { sha }] of tree) texts[path] = (await this.read(sha)).toString("utf8");
    return texts;
  }
}

const FILES = 4;
const LINES = 15;

/** Each file has lines of its own, so that no two files are alike. */
export const BASE: Texts = Object.fromEntries(
  Array.from({ length: FILES }, (_, file) => [
    `folder/file-${file}.md`,
    Array.from(
      { length: LINES },
      (_, line) => `File ${file} says on line ${line}: ${"abcd"[file]?.repeat(8)}\n`,
    ).join(""),
  ]),
);

export type Change =
  | { readonly kind: "edit"; readonly file: number; readonly line: number; readonly word: string }
  | { readonly kind: "delete"; readonly file: number }
  | { readonly kind: "move"; readonly file: number; readonly to: string }
  | { readonly kind: "add"; readonly path: string; readonly word: string };

const file = fc.nat({ max: FILES - 1 });
const word = fc.constantFrom("alpha", "beta");

export const aChange: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("edit" as const),
      file,
      line: fc.nat({ max: LINES - 1 }),
      word,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), file }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      file,
      to: fc.constantFrom("moved/one.md", "moved/two.md", "three.md"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("add" as const),
      path: fc.constantFrom("n1.md", "n2.md"),
      word,
    }),
  },
);

/** A file that moved is still changed under its number. */
export function changed(changes: readonly Change[]): Texts {
  const texts: Record<string, string> = { ...BASE };
  const paths = Object.keys(BASE);
  for (const change of changes) {
    if (change.kind === "add") {
      texts[change.path] = `${change.path} is new and says ${change.word}\n`;
      continue;
    }
    const path = paths[change.file] ?? "";
    const text = texts[path];
    if (text === undefined) continue;
    if (change.kind === "edit") {
      const lines = text.split("\n");
      lines[change.line] = `File ${change.file} now says ${change.word}`;
      texts[path] = lines.join("\n");
    } else {
      if (change.kind === "move" && texts[change.to] !== undefined) continue;
      delete texts[path];
      if (change.kind === "move") {
        texts[change.to] = text;
        paths[change.file] = change.to;
      }
    }
  }
  return texts;
}

/** Makes the work tree hold exactly these files, and commits it. */
export function commitTexts(repository: GitRepository, message: string, texts: Texts): string {
  const present = repository.git("ls-files").split("\n").filter(Boolean);
  const gone = present.filter((path) => texts[path] === undefined);
  const files = { ...Object.fromEntries(gone.map((path) => [path, null])), ...texts };
  return repository.commit(message, files);
}
