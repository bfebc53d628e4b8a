import { describe, expect, test } from "vitest";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import { sha } from "../../src/core/identity.ts";
import { Memory } from "../../src/github/memory.ts";
import {
  blobName,
  comparisonJson,
  contentJson,
  objectName,
  specialContentJson,
} from "../support/github-json.ts";
import { aWire, refusal, type WireAnswer } from "../support/wire.ts";
import { REPO, somePorts } from "./a-client.ts";

const HEAD = sha(objectName("head"));
const PATH = "prompts/a b.txt";
const FILE = `GET ${REPO}/contents/prompts%2Fa%20b.txt`;

describe("a file at a commit", () => {
  const tooLarge = { ...contentJson(PATH, "x"), encoding: "none", content: "", size: 2_000_000 };
  const cases: { name: string; answer: WireAnswer; is: object }[] = [
    {
      name: "is read whole",
      answer: { body: contentJson(PATH, "Hello\r\n") },
      is: { kind: "file", blob: blobName("Hello\r\n") },
    },
    {
      name: "may be empty",
      answer: { body: contentJson(PATH, "") },
      is: { kind: "file", bytes: Buffer.from("") },
    },
    {
      name: "may be binary",
      answer: { body: contentJson(PATH, new Uint8Array([0, 255, 10])) },
      is: { kind: "file", bytes: Buffer.from([0, 255, 10]) },
    },
    { name: "may be missing", answer: refusal(404, "Not Found"), is: { kind: "missing" } },
    { name: "may be a folder", answer: { body: specialContentJson("directory") }, is: { kind: "directory" } },
    {
      name: "may be a link to nowhere",
      answer: { body: specialContentJson("symlink") },
      is: { kind: "symlink" },
    },
    {
      name: "may be a submodule",
      answer: { body: specialContentJson("submodule") },
      is: { kind: "submodule" },
    },
    {
      name: "of over 1 MB has no bytes",
      answer: { body: tooLarge },
      is: { kind: "too-large", size: 2_000_000 },
    },
    {
      name: "of over 100 MB is refused",
      answer: refusal(
        403,
        "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API",
      ),
      is: { kind: "too-large" },
    },
    {
      name: "that GitHub shows under another file's name is a link to that",
      answer: { body: { ...contentJson(PATH, "of the target"), sha: blobName("../elsewhere.txt") } },
      is: { kind: "symlink" },
    },
  ];
  test.each(cases)("$name", async ({ answer, is }) => {
    const wire = aWire().on(FILE, answer);
    expect(await somePorts().contents.read(PATH, HEAD)).toMatchObject(is);
    expect(wire.exchanges[0]?.path).toContain(`ref=${HEAD}`);
  });

  test("is a link when its bytes are not those that git has at the path", async () => {
    aWire().on(FILE, { body: contentJson(PATH, "of the target") });
    const blob = sha(blobName("../elsewhere.txt"));
    expect(await somePorts().contents.read(PATH, HEAD, blob)).toEqual({ kind: "symlink" });
  });

  test("that may not be read is no missing one", async () => {
    aWire().on(FILE, refusal(403, "Resource not accessible by integration"));
    await expect(somePorts().contents.read(PATH, HEAD)).rejects.toMatchObject({ status: 403 });
  });

  test("with the same bytes at another commit is not asked for again", async () => {
    const wire = aWire().on(FILE, { body: contentJson(PATH, "Hello") });
    const { contents } = somePorts();
    const blob = sha(blobName("Hello"));
    await contents.read(PATH, HEAD, blob);
    await contents.read(PATH, sha(objectName("next")), blob);
    expect(wire.exchanges).toHaveLength(1);
  });

  test("asked for twice at once is asked for once", async () => {
    const wire = aWire().on(FILE, { body: contentJson(PATH, "Hello") });
    const { contents } = somePorts();
    await Promise.all([contents.read(PATH, HEAD), contents.read(PATH, HEAD)]);
    expect(wire.exchanges).toHaveLength(1);
  });
});

describe("a file that the comparison showed whole", () => {
  const cases = [
    { name: "new", text: "a\nb\n", patch: "@@ -0,0 +1,2 @@\n+a\n+b", requests: 1 },
    {
      name: "without a last line end",
      text: "a\nb",
      patch: "@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file",
      requests: 1,
    },
    { name: "small and changed", text: "a\nc\nd\n", patch: "@@ -1,3 +1,3 @@\n a\n-b\n+c\n d", requests: 1 },
    {
      name: "with Windows' line ends",
      text: "a\r\nb\r\n",
      patch: "@@ -0,0 +1,2 @@\n+a\r\n+b\r",
      requests: 1,
    },
    {
      name: "of which it showed a part",
      text: "a\nb\nc\nd\ne\nf\n",
      patch: "@@ -3,4 +3,4 @@\n c\n-x\n+d\n e\n f",
      requests: 2,
    },
    { name: "whose patch was cut", text: "a\nb\nc\n", patch: "@@ -0,0 +1,3 @@\n+a\n+b", requests: 2 },
    { name: "without a patch", text: "a\n", patch: undefined, requests: 2 },
  ];
  test.each(cases)("$name: $requests requests in all", async ({ text, patch, requests }) => {
    const file = { path: PATH, text, ...(patch === undefined ? {} : { patch }) };
    const wire = aWire()
      .on(`GET ${REPO}/compare/refs%2Fheads%2Fmain...${HEAD}`, { body: comparisonJson({ files: [file] }) })
      .on(FILE, { body: contentJson(PATH, text) });
    const { history, contents } = somePorts();
    await history.changes("main", HEAD);
    const read = await contents.read(PATH, HEAD, sha(blobName(text)));
    expect(read.kind === "file" && Buffer.from(read.bytes).toString()).toBe(text);
    expect(wire.exchanges).toHaveLength(requests);
  });
});

describe("the config of a branch", () => {
  const own = `GET ${REPO}/contents/.github%2Fprompt-steward.yml?ref=refs%2Fheads%2Fmain`;
  const shared = "GET /repos/acme/.github/contents/.github%2Fprompt-steward.yml";

  test("is named in full, so that a tag of the branch's name is not read", async () => {
    const wire = aWire().on(own, { body: contentJson(CONFIG_PATH, "version: 1\n") });
    expect(await somePorts().contents.config("main")).toEqual({
      file: CONFIG_PATH,
      blob: blobName("version: 1\n"),
      text: "version: 1\n",
    });
    expect(wire.exchanges).toHaveLength(1);
  });

  test("falls back to the organisation's", async () => {
    aWire().on(shared, { body: contentJson(CONFIG_PATH, "version: 1\n") });
    expect(await somePorts().contents.config("main")).toMatchObject({
      file: `acme/.github:${CONFIG_PATH}`,
      text: "version: 1\n",
    });
  });

  test.each([404, 403])("is none where neither has one, the organisation's being a %i", async (status) => {
    aWire().on(shared, refusal(status, "Not Found"));
    expect(await somePorts().contents.config("main")).toBeUndefined();
  });

  test("of the organisation's own `.github` repository has no fallback", async () => {
    const wire = aWire();
    expect(await somePorts({ name: ".github" }).contents.config("main")).toBeUndefined();
    expect(wire.exchanges).toHaveLength(1);
  });

  test.each([
    ["a folder", specialContentJson("directory"), "a directory"],
    ["a link", specialContentJson("symlink"), "a symlink"],
    ["too large", { ...contentJson(CONFIG_PATH, "x"), encoding: "none", content: "" }, "over 1 MiB"],
  ])("that is %s is there, but unreadable", async (_, body, unreadable) => {
    aWire().on(own, { body });
    expect(await somePorts().contents.config("main")).toMatchObject({ file: CONFIG_PATH, unreadable });
  });

  test("that may not be read is not taken for none", async () => {
    aWire().on(own, refusal(403, "Resource not accessible by integration"));
    await expect(somePorts().contents.config("main")).rejects.toMatchObject({ status: 403 });
  });

  test("is asked for conditionally after a push", async () => {
    const wire = aWire().on(own, { body: contentJson(CONFIG_PATH, "version: 1\n") });
    const memory = new Memory();
    const { contents } = somePorts({ memory });
    await contents.config("main");
    await contents.config("main");
    memory.forgetConfigs({ owner: "acme", name: "prompts" });
    await contents.config("main");
    expect(wire.exchanges.map(({ status }) => status)).toEqual([200, 304]);
  });

  test("is read anew after a push even where it was being read before", async () => {
    const memory = new Memory();
    const { contents } = somePorts({ memory });
    aWire().on(
      own,
      () => {
        memory.forgetConfigs({ owner: "acme", name: "prompts" });
        return { body: contentJson(CONFIG_PATH, "before") };
      },
      { body: contentJson(CONFIG_PATH, "after") },
    );
    expect(await contents.config("main")).toMatchObject({ text: "before" });
    expect(await contents.config("main")).toMatchObject({ text: "after" });
  });

  test("that was none is not asked for again by the next pull request", async () => {
    const wire = aWire().on(shared, { body: contentJson(CONFIG_PATH, "version: 1\n") });
    const memory = new Memory();
    const { contents } = somePorts({ memory });
    await contents.config("main");
    memory.configs.forget();
    await contents.config("main");
    expect(wire.exchanges.map(({ status }) => status)).toEqual([404, 200, 304]);
  });
});
