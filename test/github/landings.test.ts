// What landed, read from GitHub's GraphQL.

import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/core/config/parse.ts";
import { encodeEvaluation } from "../../src/core/evaluation/marker.ts";
import { type Sha, sha } from "../../src/core/identity.ts";
import { buildOwnerIndex } from "../../src/core/owners/owner-index.ts";
import type { LandingQuery, PushRange } from "../../src/core/ports.ts";
import { touchedPrompts } from "../../src/core/release/touched.ts";
import { blobName, objectName } from "../support/github-json.ts";
import { answeredBy, page, Refused } from "../support/graphql.ts";
import { aWire } from "../support/wire.ts";
import { releasePorts } from "./release-client.ts";

const TRIAGE = "prompts/triage.txt";
const CONFIG = `version: 1
admins: ["@root"]
prompts: [{ path: "prompts/**/*.txt", owner: "@alice" }]
`;

function wanted(paths: readonly string[] = [TRIAGE], requiredChecks: readonly string[] = []): LandingQuery {
  const parsed = parseConfig(CONFIG);
  if (parsed.kind !== "policy") throw new Error("no policy");
  const prompts = touchedPrompts(paths, buildOwnerIndex(parsed.policy.entries));
  return { prompts, environment: "staging", requiredChecks };
}

const [BEFORE, AFTER, HEAD] = ["before", "after", "head"].map((name) => sha(objectName(name))) as [
  Sha,
  Sha,
  Sha,
];

const push: PushRange = { branch: "main", before: BEFORE, after: AFTER, commits: [AFTER], pulls: new Map() };

interface Entry {
  readonly text?: string | null;
  readonly mode?: number;
  readonly type?: string;
  readonly oid?: string;
  readonly truncated?: boolean;
  readonly size?: number;
}
type Files = Readonly<Record<string, string | Entry>>;

function entryOf(file: string | Entry | undefined, path: string) {
  if (file === undefined) return null;
  const {
    text = "",
    mode = 0o100644,
    type = "blob",
    truncated = false,
    ...rest
  } = typeof file === "string" ? { text: file } : file;
  const oid = rest.oid ?? blobName(text ?? path);
  const size = rest.size ?? text?.length ?? 0;
  return {
    mode,
    type,
    oid,
    object:
      type === "blob" ? { __typename: "Blob", oid, byteSize: size, isTruncated: truncated, text } : null,
  };
}

function commit(oid: string, files: Files = {}, more: object = {}) {
  return {
    __typename: "Commit",
    oid,
    messageHeadline: "Change a prompt (#7)",
    parents: page([{ oid: BEFORE }]),
    author: { user: { __typename: "User", login: "Erin" } },
    file: ({ path }: { path: string }) => entryOf(files[path], path),
    associatedPullRequests: page([]),
    deployments: page([]),
    checkSuites: page([]),
    status: null,
    history: page([]),
    ...more,
  };
}

const user = (login: string, __typename = "User") => ({ __typename, login });

function pull(number: number, files: Files, more: object = {}) {
  return {
    number,
    title: "Sort better",
    body: "## Why\nBecause.",
    merged: true,
    baseRefName: "main",
    headRefOid: HEAD,
    author: user("erin"),
    mergedBy: user("Alice"),
    mergeCommit: { oid: AFTER },
    labels: page([]),
    timelineItems: page([]),
    reviews: page([]),
    commits: page([{ commit: commit(HEAD, files) }]),
    ...more,
  };
}

interface Graph {
  readonly objects?: Readonly<Record<string, object>>;
  readonly pulls?: Readonly<Record<number, object>>;
  readonly refs?: (prefix: string, after: string | null) => object;
  readonly releases?: readonly string[];
}

function repository({ objects = {}, pulls = {}, refs = () => page([]), releases = [] }: Graph) {
  return {
    repository: {
      id: "R_1",
      ref: () => ({ target: commit(AFTER, {}, { history: page([{ oid: AFTER }, { oid: BEFORE }]) }) }),
      object: ({ oid }: { oid: string }) => objects[oid] ?? null,
      pullRequest: ({ number }: { number: number }) => {
        if (pulls[number]) return pulls[number];
        throw new Refused("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${number}.`);
      },
      refs: ({ refPrefix, after = null }: { refPrefix: string; after?: string | null }) =>
        refs(refPrefix, after),
      releases: page(releases.map((tagName) => ({ tagName }))),
    },
  };
}

describe("one merged pull request", () => {
  test("is told by one request, whatever the number of prompts", async () => {
    const paths = Array.from({ length: 30 }, (_, position) => `prompts/p${position}.txt`);
    const files = Object.fromEntries(paths.map((path) => [path, `${path}\n`]));
    const after = commit(AFTER, files, { associatedPullRequests: page([pull(7, files)]) });
    const wire = aWire().on(
      "POST /graphql",
      answeredBy(repository({ objects: { [BEFORE]: commit(BEFORE), [AFTER]: after } })),
    );
    const facts = await releasePorts().landings.read(push, wanted(paths, ["promptfoo"]));
    expect(wire.counted).toEqual(["POST /graphql"]);
    expect(facts.landings).toHaveLength(1);
    expect(facts.landings[0]).toMatchObject({ commit: AFTER, before: BEFORE, pull: { number: 7 } });
    expect(facts.files.filter(({ content }) => content.kind === "file")).toHaveLength(30);
  });

  test("comes with its reviews, its labels, its checks and what the gate said", async () => {
    const evaluation = { tool: "promptfoo", passed: 3, failed: 1 };
    const run = { name: "prompt-steward", status: "COMPLETED", conclusion: "SUCCESS", externalId: "pull/7" };
    const suites = ({ filterBy }: { filterBy: { checkName: string } }) =>
      page([
        {
          checkRuns: page<object>(
            filterBy.checkName === "prompt-steward"
              ? [
                  { ...run, databaseId: 1, conclusion: "FAILURE", text: encodeEvaluation(evaluation) },
                  { ...run, databaseId: 2, text: "" },
                  { ...run, databaseId: 3, externalId: "pull/8", conclusion: "FAILURE", text: "" },
                ]
              : [
                  { ...run, name: filterBy.checkName, conclusion: "SUCCESS" },
                  { ...run, name: filterBy.checkName, status: "IN_PROGRESS", conclusion: null },
                ],
          ),
        },
      ]);
    const head = commit(
      HEAD,
      { [TRIAGE]: "Sort.\n" },
      {
        checkSuites: suites,
        status: {
          context: ({ name }: { name: string }) =>
            name === "ci/eval" ? { context: name, state: "ERROR" } : null,
        },
      },
    );
    const review = (login: string, state: string, id: string, seen: Files | null) => ({
      fullDatabaseId: id,
      state,
      submittedAt: "2030-01-01T10:00:00Z",
      authorCanPushToRepository: login !== "stranger",
      author: login === "ghost" ? null : user(login),
      commit: seen && commit(HEAD, seen),
    });
    const landed = pull(
      7,
      {},
      {
        author: user("renovate", "Bot"),
        labels: page([{ name: "prompt-steward:major" }, { name: "old" }]),
        timelineItems: page([
          { __typename: "LabeledEvent", actor: user("root"), label: { name: "prompt-steward:major" } },
        ]),
        reviews: page([
          review("alice", "APPROVED", "11", { [TRIAGE]: "Sort.\n" }),
          review("stranger", "APPROVED", "12", { [TRIAGE]: "Sort.\n" }),
          review("bob", "DISMISSED", "13", null),
          review("ghost", "APPROVED", "14", null),
        ]),
        commits: page([{ commit: head }]),
      },
    );
    const after = commit(AFTER, { [TRIAGE]: "Sort.\n" }, { associatedPullRequests: page([landed]) });
    const wire = aWire().on("POST /graphql", answeredBy(repository({ objects: { [AFTER]: after } })));
    const { landings } = await releasePorts({ appId: 5 }).landings.read(
      push,
      wanted([TRIAGE], ["promptfoo", "ci/eval"]),
    );
    expect(landings[0]?.pull).toEqual({
      number: 7,
      title: "Sort better",
      body: "## Why\nBecause.",
      author: { login: "renovate[bot]", kind: "bot" },
      mergedBy: "alice",
      labels: [{ name: "prompt-steward:major", by: "root" }, { name: "old" }],
      head: HEAD,
      headFiles: new Map([[TRIAGE, blobName("Sort.\n")]]),
      reviews: [
        {
          id: 11,
          author: { login: "alice", kind: "person" },
          state: "approved",
          submittedAt: "2030-01-01T10:00:00Z",
          canWrite: true,
          commit: HEAD,
          files: new Map([[TRIAGE, blobName("Sort.\n")]]),
        },
        expect.objectContaining({ id: 12, canWrite: false }),
        expect.not.objectContaining({ commit: expect.anything() }),
      ],
      checks: [
        { name: "ci/eval", state: "failure" },
        { name: "promptfoo", state: "success" },
        { name: "promptfoo", state: "pending" },
        { name: "ci/eval", state: "success" },
        { name: "ci/eval", state: "pending" },
      ],
      gate: { isPassed: true, evaluation },
    });
    expect(JSON.stringify(wire.exchanges[0]?.body)).toContain('"v');
  });

  test("is asked for by its number where an event told it, and then needs no index", async () => {
    const files = { [TRIAGE]: "Sort.\n" };
    aWire().on(
      "POST /graphql",
      answeredBy(repository({ objects: { [AFTER]: commit(AFTER, files) }, pulls: { 7: pull(7, files) } })),
    );
    const { landings } = await releasePorts().landings.read(
      { ...push, pulls: new Map([[AFTER, 7]]) },
      wanted(),
    );
    expect(landings).toMatchObject([{ commit: AFTER, pull: { number: 7 } }]);
  });

  test("into another branch is none of this one's", async () => {
    const other = pull(7, {}, { baseRefName: "develop" });
    const after = commit(AFTER, {}, { associatedPullRequests: page([other]) });
    aWire().on("POST /graphql", answeredBy(repository({ objects: { [AFTER]: after } })));
    const { landings } = await releasePorts().landings.read(push, wanted());
    expect(landings).toEqual([
      { commit: AFTER, before: BEFORE, title: "Change a prompt (#7)", by: "erin", checks: [] },
    ]);
  });
});

test("several landings of one push take one more request", async () => {
  const [first, side] = ["first", "side"].map((name) => sha(objectName(name))) as [Sha, Sha];
  const one = { [TRIAGE]: "One.\n" };
  const two = { [TRIAGE]: "Two.\n" };
  const link = (number: number) => page([pull(number, {})]);
  const objects = {
    [first]: commit(first, one, { associatedPullRequests: link(7) }),
    [side]: commit(side, two, { associatedPullRequests: link(8), parents: page([{ oid: BEFORE }]) }),
    [AFTER]: commit(AFTER, two, {
      parents: page([{ oid: first }, { oid: side }]),
      associatedPullRequests: page([pull(8, two)]),
    }),
  };
  const wire = aWire().on("POST /graphql", answeredBy(repository({ objects, pulls: { 7: pull(7, one) } })));
  const facts = await releasePorts().landings.read({ ...push, commits: [AFTER, side, first] }, wanted());
  expect(wire.counted).toHaveLength(2);
  expect(facts.landings).toMatchObject([
    {
      before: BEFORE,
      commit: first,
      pull: { number: 7, headFiles: new Map([[TRIAGE, blobName("One.\n")]]) },
    },
    { before: first, commit: AFTER, pull: { number: 8 } },
  ]);
  expect(facts.recent).toEqual([AFTER, BEFORE]);
});

test.each<[string, string | Entry, object]>([
  ["text", "Sort.\n", { kind: "file", bytes: new TextEncoder().encode("Sort.\n") }],
  ["a symbolic link", { text: "other.txt", mode: 0o120000 }, { kind: "symlink" }],
  ["a folder", { type: "tree", mode: 0o040000 }, { kind: "directory" }],
  ["a submodule", { type: "commit", mode: 0o160000 }, { kind: "submodule" }],
  [
    "what is too large to be a prompt",
    { text: null, size: 3_000_000, oid: objectName("large") },
    { kind: "too-large", size: 3_000_000 },
  ],
  [
    "bytes that are no text",
    { text: null, size: 3, oid: blobName(Buffer.from([0xff, 0, 1])) },
    { kind: "file", bytes: Buffer.from([0xff, 0, 1]) },
  ],
  [
    "text that comes changed",
    { text: "\ufffd", size: 2, oid: blobName(Buffer.from([0xfe, 0x0a])) },
    { kind: "file", bytes: Buffer.from([0xfe, 0x0a]) },
  ],
])("%s is read as such", async (_, entry, expected) => {
  const after = commit(AFTER, { [TRIAGE]: entry }, { associatedPullRequests: page([pull(7, {})]) });
  const wire = aWire().on("POST /graphql", answeredBy(repository({ objects: { [AFTER]: after } })));
  for (const bytes of [Buffer.from([0xff, 0, 1]), Buffer.from([0xfe, 0x0a])]) {
    wire.on(`GET /repos/acme/prompts/git/blobs/${blobName(bytes)}`, {
      body: {
        content: bytes.toString("base64"),
        encoding: "base64",
        url: "https://api.github.com/made-up",
        sha: blobName(bytes),
        size: bytes.length,
        node_id: "B_1",
      },
    });
  }
  const { files } = await releasePorts().landings.read(push, wanted());
  const content = files.find(({ commit: at }) => at === AFTER)?.content;
  expect(content).toMatchObject(expected);
});

test("tags beyond one page, deployments and Releases are told", async () => {
  const tag = (name: string, message: string) => ({
    name,
    prefix: "refs/tags/prompts/triage/",
    target: {
      __typename: "Tag",
      oid: objectName(name),
      message,
      tagger: { date: "2030-01-01T00:00:00Z" },
      target: commit(
        AFTER,
        {},
        {
          deployments: page([
            {
              id: "DE_1",
              databaseId: 1,
              task: "prompt:triage",
              environment: "staging",
              payload: JSON.stringify(JSON.stringify({ prompt: "triage", version: "1.0.0", move: 1 })),
              state: "ACTIVE",
              latestStatus: { state: "SUCCESS" },
            },
            {
              id: "DE_2",
              databaseId: 2,
              task: "deploy",
              environment: "staging",
              payload: "",
              state: "ACTIVE",
            },
          ]),
        },
      ),
    },
  });
  const light = { name: "v0.1.0", prefix: "refs/tags/prompts/triage/", target: commit(BEFORE) };
  const refs = (prefix: string, after: string | null) => {
    if (prefix === "refs/tags/prompts/triage/env/staging/") return page([tag("env/staging/1", "moved")]);
    return after === null ? page([tag("v1.0.0", "one")], "next") : page([light]);
  };
  const objects = { [AFTER]: commit(AFTER, {}, { associatedPullRequests: page([pull(7, {})]) }) };
  const wire = aWire().on(
    "POST /graphql",
    answeredBy(repository({ objects, refs, releases: ["prompts/triage/v1.0.0"] })),
  );
  const facts = await releasePorts().landings.read(push, wanted());
  expect(wire.counted).toHaveLength(2);
  expect(facts.tags).toEqual([
    {
      name: "prompts/triage/v1.0.0",
      kind: "annotated",
      object: objectName("v1.0.0"),
      commit: AFTER,
      message: "one",
      taggedAt: "2030-01-01T00:00:00Z",
    },
    { name: "prompts/triage/v0.1.0", kind: "lightweight", object: BEFORE, commit: BEFORE },
  ]);
  expect(facts.deployments).toEqual([
    { id: "DE_1", prompt: "triage", environment: "staging", version: "1.0.0", move: 1, state: "success" },
  ]);
  expect(facts.released).toEqual(new Set(["prompts/triage/v1.0.0"]));
});

describe("a pull request by its number", () => {
  test("tells where it went and what its checks said", async () => {
    const run = { name: "promptfoo", status: "COMPLETED", conclusion: "SKIPPED" };
    const checkSuites = () => page([{ checkRuns: page([run]) }]);
    const seven = pull(
      7,
      {},
      {
        baseRefOid: BEFORE,
        mergeCommit: commit(AFTER),
        commits: page([{ commit: commit(HEAD, {}, { checkSuites }) }]),
        files: page([{ path: TRIAGE }]),
      },
    );
    aWire().on("POST /graphql", answeredBy(repository({ pulls: { 7: seven } })));
    expect(await releasePorts().landings.merged(7, ["promptfoo"])).toEqual({
      kind: "merged",
      base: "main",
      before: BEFORE,
      head: HEAD,
      commit: AFTER,
      checks: [{ name: "promptfoo", state: "success" }],
      landedChecks: [],
      paths: [TRIAGE],
    });
  });

  test("is missing where the number is an issue's", async () => {
    aWire().on("POST /graphql", answeredBy(repository({})));
    expect(await releasePorts().landings.merged(9, [])).toEqual({ kind: "missing" });
  });

  test("is not merged yet", async () => {
    const open = pull(7, {}, { merged: false, mergeCommit: null, baseRefOid: BEFORE });
    aWire().on("POST /graphql", answeredBy(repository({ pulls: { 7: open } })));
    expect(await releasePorts().landings.merged(7, [])).toEqual({ kind: "not-merged" });
  });
});

test("an answer with an error is one, in GitHub's words", async () => {
  aWire().on("POST /graphql", {
    body: {
      data: null,
      errors: [{ type: "SOMETHING", message: "Something went wrong while executing your query." }],
    },
  });
  await expect(releasePorts().landings.read(push, wanted())).rejects.toThrow(
    "GitHub's GraphQL answers: Something went wrong while executing your query.",
  );
});
