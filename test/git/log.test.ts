// The log's reader gives back every commit with its files, whatever messages and paths hold.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { FileChange } from "../../src/core/pull-request.ts";
import { Git } from "../../src/git/git.ts";
import { parseLog, readChangeLog } from "../../src/git/log.ts";
import { aGitRepository, onGitHub, WEB_FLOW } from "../support/git-repository.ts";

const BLOB = "0cfbf08886fca9a91cb753ec8734c84fcbe52c9f";
const NONE = "0".repeat(40);

test("any commits, as git prints them", async () => {
  const text = fc.string({ unit: "grapheme" }).map((one) => one.replaceAll("\0", ""));
  const path = text.filter((one) => one !== "");
  const file = fc.oneof(
    fc.record({ status: fc.constantFrom("added", "modified"), path, blob: fc.constant(BLOB) }),
    fc.record({ status: fc.constant("removed"), path }),
    fc.record({ status: fc.constant("renamed"), path, previousPath: path, blob: fc.constant(BLOB) }),
  ) as fc.Arbitrary<FileChange>;
  const commit = fc.record({
    parents: fc.array(fc.constant(BLOB), { maxLength: 3 }),
    message: text,
    email: text,
    files: fc.array(file, { maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(commit, { maxLength: 5 }), async (commits) => {
      const parts = commits.flatMap(({ parents, message, email, files }) => [
        ...[BLOB, parents.join(" "), "Erin", email, "GitHub", "noreply@github.com", "1767603600", message],
        ...files.flatMap(printed).map((part, index) => (index === 0 ? `\n${part}` : part)),
      ]);
      const read = [];
      for await (const one of parseLog(stream(parts))) read.push(one);
      expect(
        read.map(({ parents, message, authorEmail, files }) => ({ parents, message, authorEmail, files })),
      ).toEqual(
        commits.map(({ parents, message, email, files }) => ({
          parents,
          message: message.replace(/\n+$/, ""),
          authorEmail: email.toLowerCase(),
          files,
        })),
      );
    }),
  );
});

test("half a commit is an error, not a commit", async () => {
  await expect(parseLog(stream([BLOB, "", "Erin"])).next()).rejects.toThrow("git log ended within a commit");
});

test("a real history", async () => {
  const repository = aGitRepository();
  repository.commit("Add\n\nWith a body.\n:000000 100644 0 0 A", { "a\nb.md": "1", "-x": "2", "ü.md": "3" });
  repository.commit("", {}, { by: onGitHub("alice"), committedBy: WEB_FLOW });
  repository.branch("change").commit("Remove", { "-x": null });
  repository.rename("ü.md", "prompts/u.md");
  repository.checkout("main").merge("change", { by: "bob" });
  const read = [];
  for await (const commit of readChangeLog(new Git(repository.folder), "--first-parent", "HEAD")) {
    read.push([commit.message, commit.authorEmail, commit.committerEmail, commit.committedAt, commit.files]);
  }
  const changed = (path: string) => expect.objectContaining({ path });
  expect(read).toEqual([
    [
      "Merge branch 'change'",
      "bob@example.test",
      "bob@example.test",
      "2026-01-05T09:04:00.000Z",
      [
        { status: "removed", path: "-x" },
        {
          status: "renamed",
          path: "prompts/u.md",
          previousPath: "ü.md",
          blob: repository.blob("prompts/u.md"),
        },
      ],
    ],
    ["", "12345+alice@users.noreply.github.com", "noreply@github.com", "2026-01-05T09:01:00.000Z", []],
    [
      "Add\n\nWith a body.\n:000000 100644 0 0 A",
      "erin@example.test",
      "erin@example.test",
      "2026-01-05T09:00:00.000Z",
      [changed("-x"), changed("a\nb.md"), changed("ü.md")],
    ],
  ]);
});

async function* stream(parts: readonly string[]): AsyncGenerator<string> {
  yield* parts;
}

function printed(file: FileChange): string[] {
  switch (file.status) {
    case "added":
      return [`:000000 100644 ${NONE} ${BLOB} A`, file.path];
    case "modified":
      return [`:100644 100644 ${NONE} ${BLOB} M`, file.path];
    case "removed":
      return [`:100644 000000 ${BLOB} ${NONE} D`, file.path];
    case "renamed":
      return [`:100644 100644 ${BLOB} ${BLOB} R087`, file.previousPath, file.path];
  }
}
