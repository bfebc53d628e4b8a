import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Files, Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.stop());

const PROMPT = Array.from({ length: 20 }, (_, line) => `Line ${line} of the prompt\n`).join("");

async function compared(repository: Repository, basehead: string, more: Record<string, number> = {}) {
  const request = { ...place(repository), basehead, ...more };
  return (await world.bot.rest.repos.compareCommitsWithBasehead(request)).data;
}

describe("a comparison", () => {
  test("shows against the merge base what was added, removed, modified and renamed", async () => {
    const { alice, acme } = world;
    const files: Files = {
      "edited.md": PROMPT,
      "moved.md": PROMPT.replace("Line 3", "3"),
      "gone.md": "gone\n",
    };
    const repository = await world.repository("statuses", { files });
    await alice.push(repository, "change", {
      files: {
        "edited.md": PROMPT.replace("Line 1 ", "1 "),
        "moved.md": null,
        "deep/moved.md": PROMPT.replace("Line 3", "3").replace("Line 9", "9"),
        "gone.md": null,
        "new.md": "new\n",
        "link.md": { symlink: "new.md" },
        "bytes.bin": new Uint8Array([0, 1, 2]),
      },
    });
    await acme.owner.push(repository, "main", { files: { "base.md": "base\n" } });
    const data = await compared(repository, "main...change");
    expect(data).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1, total_commits: 1 });
    const shown = (data.files ?? []).map(({ filename, status, previous_filename, additions, deletions }) => ({
      file: previous_filename ? `${previous_filename} -> ${filename}` : filename,
      status,
      lines: `+${additions} -${deletions}`,
    }));
    expect(shown).toEqual([
      { file: "bytes.bin", status: "added", lines: "+0 -0" },
      { file: "moved.md -> deep/moved.md", status: "renamed", lines: "+1 -1" },
      { file: "edited.md", status: "modified", lines: "+1 -1" },
      { file: "gone.md", status: "removed", lines: "+0 -1" },
      { file: "link.md", status: "added", lines: "+1 -0" },
      { file: "new.md", status: "added", lines: "+1 -0" },
    ]);
    const edited = data.files?.find(({ filename }) => filename === "edited.md");
    expect(edited?.patch).toContain("@@ -1,5 +1,5 @@");
    const contents = await world.bot.rest.repos.getContent({
      ...place(repository),
      path: "edited.md",
      ref: "change",
    });
    expect(edited?.sha).toBe((contents.data as { sha: string }).sha);
  });

  test("ends at 300 files, and a pull request's list at 3,000", async () => {
    const { alice } = world;
    const repository = await world.repository("many");
    const files = Object.fromEntries(
      Array.from({ length: 3001 }, (_, index) => [
        `prompts/${String(index).padStart(4, "0")}.md`,
        `${index}\n`,
      ]),
    );
    await alice.push(repository, "change", { files });
    expect((await compared(repository, "main...change")).files).toHaveLength(300);
    const pull = await alice.openPullRequest(repository, { head: "change" });
    expect(await pull.files()).toHaveLength(3000);
    expect(await pull.read()).toMatchObject({ changed_files: 3001 });
  }, 120_000);

  test("shows at most 250 commits a page, oldest first, and files on the first page only", async () => {
    const { alice } = world;
    const repository = await world.repository("long", { files: { "a.md": "a\n" } });
    const shas: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      shas.push((await alice.push(repository, "change", { files: { "a.md": `${count}\n` } })).sha);
    }
    const first = await compared(repository, "main...change", { per_page: 10, page: 1 });
    const second = await compared(repository, "main...change", { per_page: 10, page: 2 });
    expect(first.total_commits).toBe(12);
    expect([...first.commits, ...second.commits].map(({ sha }) => sha)).toEqual(shas);
    expect(first.files).toHaveLength(1);
    expect(second.files).toBeUndefined();
  });

  test("of what has nothing in common, or is not there, is not found", async () => {
    const repository = await world.repository("strange");
    const request = { ...place(repository), basehead: `main...${"f".repeat(40)}` };
    expect(await statusOf(world.bot.rest.repos.compareCommitsWithBasehead(request))).toBe(404);
  });
});

describe("files through the contents API", () => {
  test("come as base64 up to 1 MB, without content beyond", async () => {
    const { alice, bot } = world;
    const repository = await world.repository("sizes");
    const files = { "small.md": "x".repeat(1024 * 1024), "large.md": "x".repeat(1024 * 1024 + 1) };
    await alice.push(repository, "main", { files });
    const read = async (path: string) =>
      (await bot.rest.repos.getContent({ ...place(repository), path })).data as {
        content: string;
        encoding: string;
        size: number;
      };
    expect(await read("small.md")).toMatchObject({ encoding: "base64", size: 1024 * 1024 });
    expect(await read("large.md")).toMatchObject({ encoding: "none", content: "", size: 1024 * 1024 + 1 });
  });

  test("directories, links and missing files have their own shapes", async () => {
    const { alice, bot } = world;
    const repository = await world.repository("shapes");
    await alice.push(repository, "main", {
      files: { "prompts/a.md": "a", "link.md": { symlink: "../outside" } },
    });
    const read = (path: string) => bot.rest.repos.getContent({ ...place(repository), path });
    expect((await read("prompts")).data).toMatchObject([{ type: "file", path: "prompts/a.md" }]);
    expect((await read("link.md")).data).toMatchObject({ type: "symlink", target: "../outside" });
    expect(await statusOf(read("none.md"))).toBe(404);
  });

  test("are written in the name of who writes them, and that is a push", async () => {
    const { alice, receiver, sandbox } = world;
    const repository = await world.repository("edits");
    await sandbox.settled();
    receiver.forget();
    const content = Buffer.from("hello\n").toString("base64");
    const edit = { ...place(repository), path: "new.md", message: "Add", content };
    const { data } = await alice.octokit.rest.repos.createOrUpdateFileContents(edit);
    const { commit } = await alice.octokit.rest.repos
      .getCommit({ ...place(repository), ref: "main" })
      .then((answer) => answer.data);
    expect(commit.author).toMatchObject({ email: alice.email });
    await sandbox.settled();
    expect(receiver.of("push")[0]?.payload).toMatchObject({
      after: data.commit.sha,
      commits: [{ added: ["new.md"] }],
    });
  });
});

describe("commits", () => {
  test("name the accounts behind their addresses, and none where nobody claims one", async () => {
    const { alice, bot } = world;
    const repository = await world.repository("authors");
    const author = { name: "Stranger", email: "stranger@nowhere.example" };
    const { sha } = await alice.push(repository, "main", { files: { "a.md": "a" }, author });
    const { data } = await bot.rest.repos.getCommit({ ...place(repository), ref: sha });
    expect(data.author).toBeNull();
    expect(data.committer).toMatchObject({ login: "alice" });
    const found = await bot.rest.repos.listCommits({ ...place(repository), author: alice.email });
    expect(found.data).toEqual([]);
  });

  test("a ref moves forward, or by force, or not at all", async () => {
    const { alice } = world;
    const repository = await world.repository("refs", { files: { "a.md": "a\n" } });
    const old = await alice.push(repository, "change", { files: { "a.md": "b\n" } });
    await alice.push(repository, "change", { files: { "a.md": "c\n" } });
    const move = { ...place(repository), ref: "heads/change", sha: old.sha };
    expect(await statusOf(alice.octokit.rest.git.updateRef(move))).toBe(422);
    expect(await statusOf(alice.octokit.rest.git.updateRef({ ...move, force: true }))).toBe(200);
    const again = { ...place(repository), ref: "refs/heads/change", sha: old.sha };
    expect(await statusOf(alice.octokit.rest.git.createRef(again))).toBe(422);
    await alice.deleteBranch(repository, "change");
    expect(await statusOf(alice.octokit.rest.git.getRef({ ...place(repository), ref: "heads/change" }))).toBe(
      404,
    );
  });
});
