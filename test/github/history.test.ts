import { describe, expect, test } from "vitest";
import { sha } from "../../src/core/identity.ts";
import { Memory } from "../../src/github/memory.ts";
import {
  blobName,
  comparisonJson,
  contentJson,
  fileJson,
  objectName,
  pullJson,
  treeJson,
} from "../support/github-json.ts";
import { aWire, refusal } from "../support/wire.ts";
import { REPO, somePorts } from "./a-client.ts";

const HEAD = sha(objectName("head"));
const COMPARE = `GET ${REPO}/compare/refs%2Fheads%2Fmain...${HEAD}`;

function files(count: number) {
  return Array.from({ length: count }, (_, at) => ({ path: `f${at}.txt` }));
}

async function pull(changedFiles: number, wire: ReturnType<typeof aWire>) {
  wire.on(`GET ${REPO}/pulls/7`, { body: pullJson({ changedFiles }) });
  return somePorts().pulls.read(7);
}

describe("what a pull request changes", () => {
  test("takes one request", async () => {
    const text = "Hello";
    const wire = aWire().on(COMPARE, {
      body: comparisonJson({
        files: [
          { path: "new.txt", status: "added", text },
          { path: "changed.txt", text },
          { path: "mode.txt", status: "changed", text },
          { path: "copy.txt", status: "copied", text },
          { path: "moved.txt", status: "renamed", previousPath: "old.txt", text },
          { path: "gone.txt", status: "removed" },
          { path: "same.txt", status: "unchanged", text },
        ],
        commits: [
          { by: "erin", message: "Change\n\nCo-authored-by: Alice <alice@example.test>" },
          { by: null },
        ],
      }),
    });
    const changes = await somePorts().history.changes("main", HEAD);
    const blob = blobName(text);
    expect(changes?.files).toEqual([
      { status: "added", path: "new.txt", blob },
      { status: "modified", path: "changed.txt", blob },
      { status: "modified", path: "mode.txt", blob },
      { status: "added", path: "copy.txt", blob },
      { status: "renamed", path: "moved.txt", previousPath: "old.txt", blob },
      { status: "removed", path: "gone.txt" },
    ]);
    expect(changes?.commits).toMatchObject([
      {
        author: { login: "erin" },
        authorEmail: "erin@example.test",
        message: expect.stringContaining("Co-"),
      },
      { authorEmail: "nobody@example.test" },
    ]);
    expect(changes?.commits[1]).not.toHaveProperty("author");
    expect(changes).not.toHaveProperty("incomplete");
    expect(wire.exchanges).toHaveLength(1);
  });

  test("into a branch with slashes and odd signs", async () => {
    const wire = aWire().on(`GET ${REPO}/compare/refs%2Fheads%2Ffix%2F%23%3F...${HEAD}`, {
      body: comparisonJson({ files: [] }),
    });
    expect(await somePorts().history.changes("fix/#?", HEAD)).toMatchObject({ files: [] });
    expect(wire.counted).toHaveLength(1);
  });

  test("is remembered, and asked for conditionally when it may have changed", async () => {
    const wire = aWire().on(COMPARE, { body: comparisonJson({ files: files(1) }) });
    const memory = new Memory();
    const { history } = somePorts({ memory });
    const before = await history.changes("main", HEAD);
    await history.changes("main", HEAD);
    memory.forgetChanges({ owner: "acme", name: "prompts" }, "main");
    expect(await history.changes("main", HEAD)).toEqual(before);
    expect(wire.exchanges.map(({ status }) => status)).toEqual([200, 304]);
  });

  test.each([404, 422])("of a commit that is gone is unknown (%i), and asked for again", async (status) => {
    const wire = aWire().on(COMPARE, refusal(status, "No common ancestor"), {
      body: comparisonJson({ files: [] }),
    });
    const { history } = somePorts();
    expect(await history.changes("main", HEAD)).toBeUndefined();
    expect(await history.changes("main", HEAD)).toMatchObject({ files: [] });
    expect(wire.exchanges).toHaveLength(2);
  });

  test("in more than a hundred commits is read page by page", async () => {
    const commits = Array.from({ length: 250 }, (_, at) => ({ sha: objectName(`c${at}`) }));
    const wire = aWire();
    for (const page of [1, 2, 3]) {
      wire.on(`${COMPARE}?per_page=100&page=${page}`, {
        body: comparisonJson({
          total: 250,
          commits: commits.slice((page - 1) * 100, page * 100),
          ...(page === 1 ? { files: files(1) } : {}),
        }),
      });
    }
    const changes = await somePorts().history.changes("main", HEAD);
    expect(changes?.commits.map((commit) => commit.sha)).toEqual(commits.map((commit) => commit.sha));
    expect(changes?.files).toHaveLength(1);
    expect(changes).not.toHaveProperty("incomplete");
  });

  test("in more commits than GitHub gives is incomplete", async () => {
    aWire()
      .on(`${COMPARE}?per_page=100&page=1`, { body: comparisonJson({ total: 9000, files: files(1) }) })
      .on(`${COMPARE}?per_page=100&page=2`, { body: comparisonJson({ total: 9000, commits: [] }) });
    expect(await somePorts().history.changes("main", HEAD)).toMatchObject({
      incomplete: "The pull request has 9,000 commits, more than can be read.",
    });
  });
});

describe("a pull request of many files", () => {
  const LIST = `GET ${REPO}/pulls/7/files`;

  function listing(wire: ReturnType<typeof aWire>, count: number) {
    wire.on(COMPARE, { body: comparisonJson({ files: files(Math.min(count, 300)) }) });
    const all = files(Math.min(count, 3000)).map(fileJson);
    for (let page = 1; page <= Math.ceil(all.length / 100) + 1; page += 1) {
      wire.on(`${LIST}?per_page=100&page=${page}`, { body: all.slice((page - 1) * 100, page * 100) });
    }
  }

  test.each([
    [299, 1],
    [300, 6],
    [1234, 15],
  ])("%i files take %i requests", async (count, requests) => {
    const wire = aWire();
    const subject = await pull(count, wire);
    listing(wire, count);
    wire.forgetExchanges();
    const changes = await somePorts().history.changes("main", HEAD, subject);
    expect(changes?.files).toHaveLength(count);
    expect(changes).not.toHaveProperty("incomplete");
    expect(wire.exchanges).toHaveLength(requests);
  });

  test("3,000 files are all that GitHub lists, and may be all there are", async () => {
    const wire = aWire();
    const subject = await pull(3000, wire);
    listing(wire, 3000);
    expect(await somePorts().history.changes("main", HEAD, subject)).not.toHaveProperty("incomplete");
  });

  test("3,001 files are incomplete", async () => {
    const wire = aWire();
    const subject = await pull(3001, wire);
    listing(wire, 3001);
    expect(await somePorts().history.changes("main", HEAD, subject)).toMatchObject({
      incomplete: "GitHub lists at most 3,000 changed files of a pull request, and this one has 3,001.",
    });
  });

  test("that is pushed to while its files are read is incomplete", async () => {
    const wire = aWire();
    const subject = await pull(400, wire);
    listing(wire, 400);
    wire.on(`GET ${REPO}/pulls/7`, { body: pullJson({ changedFiles: 400, head: objectName("next") }) });
    expect(await somePorts().history.changes("main", HEAD, subject)).toMatchObject({
      incomplete: "The pull request was pushed to while its files were read.",
    });
  });
});

test("a commit that is no head, with many files, is held against the merge base's tree", async () => {
  const before = { "same.txt": "1", "changed.txt": "1", "gone.txt": "1" };
  const after = { "same.txt": "1", "changed.txt": "2", "new.txt": "1" };
  aWire()
    .on(COMPARE, { body: comparisonJson({ files: files(300) }) })
    .on(`GET ${REPO}/git/trees/${objectName("base")}`, { body: treeJson(before) })
    .on(`GET ${REPO}/git/trees/${HEAD}`, { body: treeJson(after) });
  expect(await somePorts().history.changes("main", HEAD)).toMatchObject({
    files: [
      { status: "modified", path: "changed.txt", blob: blobName("2") },
      { status: "added", path: "new.txt", blob: blobName("1") },
      { status: "removed", path: "gone.txt" },
    ],
  });
});

test("such a commit in a repository whose tree GitHub cuts off is incomplete", async () => {
  aWire()
    .on(COMPARE, { body: comparisonJson({ files: files(300) }) })
    .on(`GET ${REPO}/git/trees/${objectName("base")}`, { body: treeJson({}, { truncated: true }) })
    .on(`GET ${REPO}/git/trees/${HEAD}`, { body: treeJson({ "a.txt": "1" }) });
  expect(await somePorts().history.changes("main", HEAD)).toHaveProperty("incomplete");
});

describe("the blobs of a commit", () => {
  const TREE = `GET ${REPO}/git/trees/${HEAD}`;

  test("are read at once and remembered", async () => {
    const wire = aWire().on(TREE, { body: treeJson({ "a.txt": "1", "b.txt": "2" }) });
    const { history } = somePorts();
    const blobs = await history.blobs(HEAD, ["a.txt", "none.txt"]);
    expect(blobs).toEqual(new Map([["a.txt", blobName("1")]]));
    expect(await history.blobs(HEAD, ["a.txt", "none.txt"])).toBe(blobs);
    expect(wire.exchanges).toHaveLength(1);
  });

  test("behind the cut of a large tree are looked up one by one", async () => {
    aWire()
      .on(TREE, { body: treeJson({ "a.txt": "1" }, { truncated: true }) })
      .on(`GET ${REPO}/contents/z.txt`, { body: contentJson("z.txt", "9") });
    expect(await somePorts().history.blobs(HEAD, ["a.txt", "z.txt", "none.txt"])).toEqual(
      new Map([
        ["a.txt", blobName("1")],
        ["z.txt", blobName("9")],
      ]),
    );
  });
});
