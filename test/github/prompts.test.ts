// What a judgement asks of prompts: one query for all of it, nothing twice, and never an error for what is only told.

import { describe, expect, test } from "vitest";
import { type PromptId, type Sha, sha } from "../../src/core/identity.ts";
import type { FileAtCommit } from "../../src/core/ports.ts";
import type { PromptsQuery } from "../../src/core/review/prompt-facts.ts";
import { Memory } from "../../src/github/memory.ts";
import { blobName, contentJson, objectName } from "../support/github-json.ts";
import { answeredBy, page, Refused } from "../support/graphql.ts";
import { aWire, refusal, type Wire } from "../support/wire.ts";
import { REPO, somePorts } from "./a-client.ts";

const HEAD = sha(objectName("head"));
const BASE = sha(objectName("base"));
const TRIAGE = "support/triage" as PromptId;

function query(
  more: Partial<PromptsQuery> = {},
  texts: Readonly<Record<string, string>> = { "a.txt": "New." },
) {
  const files = Object.entries(texts).map(([path, text]) => ({ path, blob: sha(blobName(text)) }));
  return {
    head: { commit: HEAD, files },
    before: { commit: BASE, paths: Object.keys(texts) },
    prompts: [TRIAGE],
    checks: [],
    pull: { number: 7, labels: [] },
    ...more,
  } satisfies PromptsQuery;
}

interface Shown {
  readonly head?: Readonly<Record<string, object>>;
  readonly base?: Readonly<Record<string, object>>;
  readonly more?: object;
  readonly onHead?: object;
}

function serve(
  wire: Wire,
  { head = { "a.txt": entry("New.") }, base = { "a.txt": entry("Old.") }, ...rest }: Shown = {},
) {
  const repository = {
    defaultBranchRef: { name: "trunk" },
    refs: () => page([]),
    object: ({ oid }: { oid: string }) => ({
      __typename: "Commit",
      oid,
      file: ({ path }: { path: string }) => (oid === HEAD ? head : base)[path] ?? null,
      checkSuites: page([]),
      status: null,
      ...(oid === HEAD ? rest.onHead : {}),
    }),
    ...rest.more,
  };
  return wire.on("POST /graphql", answeredBy({ repository: () => repository }));
}

function entry(text: string, more: object = {}, blob: object = {}) {
  const oid = blobName(text);
  const object = { __typename: "Blob", oid, byteSize: text.length, isTruncated: false, text, ...blob };
  return { mode: 0o100644, type: "blob", oid, object, ...more };
}

function tagRef(name: string) {
  const target = {
    __typename: "Tag",
    oid: objectName(name),
    message: name,
    tagger: null,
    target: { __typename: "Commit", oid: HEAD },
  };
  return { name, prefix: `refs/tags/prompts/${TRIAGE}/`, target };
}

function textOf(file: FileAtCommit | undefined): string {
  return file?.kind === "file" ? new TextDecoder().decode(file.bytes) : (file?.kind ?? "unknown");
}

test("files before and after, tags and the default branch come by one query", async () => {
  const wire = serve(aWire(), { more: { refs: () => page([tagRef("v1.0.0")]) } });
  const facts = await somePorts().prompts.read(query());
  expect(textOf(facts.files.get("a.txt"))).toBe("New.");
  expect(textOf(facts.former.get("a.txt"))).toBe("Old.");
  expect(facts.releases).toMatchObject({
    kind: "known",
    defaultBranch: "trunk",
    tags: [{ name: "prompts/support/triage/v1.0.0", message: "v1.0.0" }],
  });
  expect(wire.counted).toEqual(["POST /graphql"]);
});

test("so do those of a hundred prompts", async () => {
  const texts = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`p${n}.txt`, `Text ${n}.`]));
  const shown = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, entry(text)]));
  const wire = serve(aWire(), { head: shown, base: shown });
  const prompts = Object.keys(texts).map((path) => path.replace(".txt", "") as PromptId);
  const facts = await somePorts().prompts.read(query({ prompts }, texts));
  expect([...facts.files].map(([path, file]) => [path, textOf(file)])).toEqual(Object.entries(texts));
  expect(wire.counted).toEqual(["POST /graphql"]);
});

describe("is asked only for what is not known", () => {
  test("nothing the second time", async () => {
    const wire = serve(aWire());
    const ports = somePorts();
    const first = await ports.prompts.read(query());
    expect(await ports.prompts.read(query())).toEqual(first);
    expect(wire.counted).toHaveLength(1);
  });

  test.each<[what: string, change: (memory: Memory) => void, again: Partial<PromptsQuery>, counted: number]>([
    [
      "a push that leaves the prompts as they are",
      () => undefined,
      { head: { commit: sha(objectName("pushed")), files: query().head.files } },
      1,
    ],
    ["tags that were made", (memory) => memory.forgetTags({ owner: "acme", name: "prompts" }), {}, 2],
    ["tags of another repository", (memory) => memory.forgetTags({ owner: "acme", name: "other" }), {}, 1],
    [
      "a look at everything anew",
      (memory) => memory.forgetRepository({ owner: "acme", name: "prompts" }),
      {},
      2,
    ],
    ["a label that asks for no version", () => undefined, { pull: { number: 7, labels: ["bug"] } }, 1],
    [
      "a label that asks for one",
      () => undefined,
      { pull: { number: 7, labels: ["prompt-steward:major"] } },
      2,
    ],
  ])("after %s", async (_what, change, again, counted) => {
    const wire = serve(aWire(), { more: { pullRequest: { timelineItems: page([]) } } });
    const memory = new Memory();
    const ports = somePorts({ memory });
    await ports.prompts.read(query());
    change(memory);
    await ports.prompts.read(query(again));
    expect(wire.counted).toHaveLength(counted);
  });

  test("a check's state stays until an event tells that it ended", async () => {
    let conclusion: string | null = null;
    const runs = () =>
      page([
        { checkRuns: page([{ name: "promptfoo", status: conclusion ? "COMPLETED" : "QUEUED", conclusion }]) },
      ]);
    const wire = serve(aWire(), { onHead: { checkSuites: runs } });
    const memory = new Memory();
    const ports = somePorts({ memory });
    const states = async () => (await ports.prompts.read(query({ checks: ["promptfoo"] }))).checks;
    expect(await states()).toEqual([{ name: "promptfoo", state: "pending" }]);
    conclusion = "SUCCESS";
    expect(await states()).toEqual([{ name: "promptfoo", state: "pending" }]);
    memory.forgetChecks({ owner: "acme", name: "prompts" }, HEAD);
    expect(await states()).toEqual([{ name: "promptfoo", state: "success" }]);
    expect(wire.counted).toHaveLength(2);
  });
});

describe("bytes that GraphQL does not show as they are come by REST", () => {
  const BOM = "\ufeffNew.";
  test.each<[what: string, text: string, shown: object]>([
    ["text whose byte order mark was lost", BOM, entry(BOM, {}, { text: "New." })],
    ["text that is cut", "New.", entry("New.", {}, { text: "Ne", isTruncated: true })],
    ["what is no text", "New.", entry("New.", {}, { text: null })],
    ["another blob than the comparison told", "New.", entry("Other.")],
  ])("%s", async (_what, text, shown) => {
    const wire = serve(aWire(), { head: { "a.txt": shown } });
    wire.on(`GET ${REPO}/contents/a.txt`, { body: contentJson("a.txt", text) });
    const facts = await somePorts().prompts.read(query({}, { "a.txt": text }));
    expect(facts.files.get("a.txt")).toMatchObject({ kind: "file", blob: blobName(text) });
    expect(wire.counted).toEqual(["POST /graphql", `GET ${REPO}/contents/a.txt`]);
  });

  test("what is no file is told as it is", async () => {
    serve(aWire(), { head: { "a.txt": entry("New.", { mode: 0o120000 }) } });
    const facts = await somePorts().prompts.read(query());
    expect(facts.files.get("a.txt")).toEqual({ kind: "symlink" });
  });
});

describe("where GitHub does not answer, files still come and the rest is said", () => {
  test.each<[what: string, serving: (wire: Wire) => void, reason: string]>([
    ["an outage", (wire) => wire.on("POST /graphql", refusal(502, "Bad Gateway")), "GraphQL answered 502"],
    [
      "a token that may not",
      (wire) => wire.on("POST /graphql", refusal(403, "Resource not accessible")),
      "GraphQL answered 403",
    ],
    [
      "tags that it may not see",
      (wire) => {
        const refs = () => {
          throw new Refused("FORBIDDEN", "Resource not accessible by integration");
        };
        serve(wire, { more: { refs } });
      },
      "Resource not accessible by integration",
    ],
  ])("%s", async (_what, serving, reason) => {
    const wire = aWire().on(`GET ${REPO}/contents/a.txt`, { body: contentJson("a.txt", "New.") });
    serving(wire);
    const { files, releases, checks } = await somePorts().prompts.read(query());
    expect(textOf(files.get("a.txt"))).toBe("New.");
    expect(releases).toEqual({ kind: "unknown", reason: expect.stringContaining(`(${reason})`) });
    expect(checks).toEqual([]);
  });

  test("checks that it may not see are unknown, and asked for again", async () => {
    const checkSuites = () => {
      throw new Refused("FORBIDDEN", "Resource not accessible by integration");
    };
    const wire = serve(aWire(), { onHead: { checkSuites } });
    const ports = somePorts();
    expect((await ports.prompts.read(query({ checks: ["promptfoo"] }))).checks).toBeUndefined();
    await ports.prompts.read(query({ checks: ["promptfoo"] }));
    expect(wire.counted.filter((one) => one === "POST /graphql")).toHaveLength(2);
  });
});

test("who set the labels is told of the latest of each", async () => {
  const labelled = (by: string, name: string) => ({
    __typename: "LabeledEvent",
    actor: { __typename: "User", login: by },
    label: { name },
  });
  const items = page([
    labelled("Erin", "prompt-steward:patch"),
    labelled("root", "prompt-steward:patch"),
    labelled("bob", "bug"),
  ]);
  serve(aWire(), { more: { pullRequest: { timelineItems: items } } });
  const pull = { number: 7, labels: ["prompt-steward:patch", "prompt-steward:major"] };
  expect((await somePorts().prompts.read(query({ pull }))).releases).toMatchObject({
    labels: [{ name: "prompt-steward:patch", by: "root" }, { name: "prompt-steward:major" }],
  });
});

test("reads on where the newest tags are moves and those of prompts below", async () => {
  const refs = ({ after }: { after?: string | null }) =>
    after ? page([tagRef("v1.0.0")]) : page([tagRef("env/production/9"), tagRef("below/v2.0.0")], "more");
  const wire = serve(aWire(), { more: { refs } });
  const { releases } = await somePorts().prompts.read(query());
  expect(releases.kind === "known" ? releases.tags.map(({ name }) => name) : []).toEqual([
    "prompts/support/triage/env/production/9",
    "prompts/support/triage/below/v2.0.0",
    "prompts/support/triage/v1.0.0",
  ]);
  expect(wire.counted).toHaveLength(2);
});

test("a blob of an earlier release is read by its name", async () => {
  const oid = blobName("Old.") as Sha;
  aWire().on(`GET ${REPO}/git/blobs/${oid}`, {
    body: {
      ...{ sha: oid, node_id: "B_1", size: 4, url: "https://api.github.com/made-up" },
      ...{ content: Buffer.from("Old.").toString("base64"), encoding: "base64" },
    },
  });
  expect(textOf(await somePorts().prompts.blob(oid))).toBe("Old.");
});
