import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { octokitFor } from "../../src/sandbox/actors/octokit.ts";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, RELEASING, type SmallWorld } from "./a-world.ts";

let world: SmallWorld;
let repository: Repository;
let main: string;
let id: string;
beforeAll(async () => {
  world = await aWorld(RELEASING);
  repository = await world.repository("graph", {
    files: { "a/b.md": "b\n", "bin.dat": new Uint8Array([0, 1]) },
  });
  main = await repository.head();
  id = (await ask("id")).id;
});
afterAll(() => world.stop());

// biome-ignore lint/suspicious/noExplicitAny: tests look anywhere into answers
type Answer = any;

interface QueryFailure {
  readonly errors: readonly { readonly type?: string; readonly message: string }[];
}

/** @param selection of fields of the repository */
async function ask(
  selection: string,
  variables: Record<string, unknown> = {},
  octokit = world.bot,
): Promise<Answer> {
  const { owner, name } = repository;
  const query = `query ($owner: String!, $name: String!${declared(variables)}) {
    repository(owner: $owner, name: $name) { ${selection} }
  }`;
  return (await octokit.graphql<Answer>(query, { owner, name, ...variables })).repository;
}

function declared(variables: Record<string, unknown>): string {
  const types = { string: "String!", number: "Int!" } as Record<string, string>;
  return Object.entries(variables)
    .map(([name, value]) => `, $${name}: ${types[typeof value]}`)
    .join("");
}

async function failureOf(request: Promise<unknown>): Promise<[type: string | undefined, message: string]> {
  try {
    await request;
  } catch (error) {
    const [first] = (error as QueryFailure).errors ?? [];
    if (!first) throw error;
    return [first.type, first.message];
  }
  throw new Error("nothing failed");
}

async function tag(name: string, message = `Version ${name}\n`): Promise<string> {
  const tagger = { name: "bot", email: "bot@example.com", date: "2026-11-24T10:00:00Z" };
  const object = { tag: name, message, object: main, type: "commit", tagger } as const;
  return (await world.bot.rest.git.createTag({ ...place(repository), ...object })).data.sha;
}

const ZEROS = "0".repeat(40);

type Update = { name: string; afterOid: string; beforeOid?: string; force?: boolean };
const UPDATE = "mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }";

function updateRefs(refUpdates: readonly Update[], octokit = world.bot): Promise<Answer> {
  return octokit.graphql(UPDATE, { input: { repositoryId: id, refUpdates, clientMutationId: "mine" } });
}

describe("refs", () => {
  test("are listed below a prefix, told without it, with the messages of their tags", async () => {
    const sha = await tag("prompts/triage/v1.0.0");
    await updateRefs([
      { name: "refs/tags/prompts/triage/v1.0.0", afterOid: sha, beforeOid: ZEROS },
      { name: "refs/tags/prompts/triage/light", afterOid: main, beforeOid: ZEROS },
      { name: "refs/tags/prompts/other/v1.0.0", afterOid: sha, beforeOid: ZEROS },
    ]);
    const { refs } = await ask(`refs(refPrefix: "refs/tags/prompts/triage/", first: 10) {
      totalCount
      nodes { id name prefix target { __typename oid ... on Tag { message tagger { name email date } target { oid } } } }
    }`);
    expect(refs).toMatchObject({
      totalCount: 2,
      nodes: [
        { name: "light", prefix: "refs/tags/prompts/triage/", target: { __typename: "Commit", oid: main } },
        {
          name: "v1.0.0",
          target: {
            __typename: "Tag",
            oid: sha,
            message: "Version prompts/triage/v1.0.0\n",
            tagger: { name: "bot", email: "bot@example.com", date: "2026-11-24T10:00:00Z" },
            target: { oid: main },
          },
        },
      ],
    });
    const rest = await world.bot.rest.git.getRef({ ...place(repository), ref: "tags/prompts/triage/v1.0.0" });
    expect(rest.data.node_id).toBe(refs.nodes[1].id);
  });

  test("come in pages, in either direction", async () => {
    for (const n of [1, 2, 3, 4, 5]) {
      await updateRefs([{ name: `refs/tags/pages/${n}`, afterOid: main }]);
    }
    const page = (more: string) =>
      ask(
        `refs(refPrefix: "refs/tags/pages/", ${more}) { nodes { name } pageInfo { hasNextPage endCursor } }`,
      );
    const names: string[] = [];
    for (let after = ""; ; ) {
      const { refs } = await page(`first: 2${after}`);
      names.push(...refs.nodes.map(({ name }: { name: string }) => name));
      if (!refs.pageInfo.hasNextPage) break;
      after = `, after: ${JSON.stringify(refs.pageInfo.endCursor)}`;
    }
    expect(names).toEqual(["1", "2", "3", "4", "5"]);
    const last = await page("last: 2");
    expect(last.refs.nodes).toEqual([{ name: "4" }, { name: "5" }]);
    const newest = await page("first: 1, orderBy: { field: ALPHABETICAL, direction: DESC }");
    expect(newest.refs.nodes).toEqual([{ name: "5" }]);
    const found = await page(`first: 5, query: "3"`);
    expect(found.refs.nodes).toEqual([{ name: "3" }]);
  });

  test("are found by name, or are null", async () => {
    const found = await ask(`
      whole: ref(qualifiedName: "refs/heads/main") { name target { oid } }
      short: ref(qualifiedName: "main") { name }
      none: ref(qualifiedName: "refs/heads/none") { name }`);
    expect(found).toEqual({
      whole: { name: "main", target: { oid: main } },
      short: { name: "main" },
      none: null,
    });
  });

  test.each([
    ["without a bound", "", "MISSING_PAGINATION_BOUNDARIES"],
    ["over 100 at once", ", first: 101", "EXCESSIVE_PAGINATION"],
    ["by a cursor that is none", `, first: 1, after: "x"`, "INVALID_CURSOR_ARGUMENTS"],
  ])("%s are refused", async (_, page, type) => {
    const [refused] = await failureOf(ask(`refs(refPrefix: "refs/tags/"${page}) { nodes { name } }`));
    expect(refused).toBe(type);
  });
});

describe("objects", () => {
  test("are found by expression and by name", async () => {
    const found = await ask(`
      blob: object(expression: "main:a/b.md") { ... on Blob { oid text byteSize isBinary isTruncated } }
      binary: object(expression: "${main}:bin.dat") { ... on Blob { text byteSize isBinary } }
      tree: object(expression: "main:a") { ... on Tree { entries { name path type mode oid } } }
      commit: object(oid: "${main}") { ... on Commit { oid message file(path: "a/b.md") { oid type } } }
      nothing: object(expression: "main:none.md") { oid }
      nowhere: object(expression: "none:a/b.md") { oid }`);
    const b = found.blob.oid;
    expect(found).toMatchObject({
      blob: { text: "b\n", byteSize: 2, isBinary: false, isTruncated: false },
      binary: { text: null, byteSize: 2, isBinary: true },
      tree: { entries: [{ name: "b.md", path: "a/b.md", type: "blob", mode: 0o100644, oid: b }] },
      commit: { oid: main, message: "Start", file: { oid: b, type: "blob" } },
      nothing: null,
      nowhere: null,
    });
  });

  test("have no more than 512,000 bytes of text", async () => {
    const { alice } = world;
    await alice.push(repository, "long", { files: { "long.md": "x".repeat(512_001) } });
    const { object } = await ask(
      `object(expression: "long:long.md") { ... on Blob { text byteSize isTruncated } }`,
    );
    expect(object).toMatchObject({ byteSize: 512_001, isTruncated: true });
    expect(object.text).toHaveLength(512_000);
  });

  test("an expression that asks too much of the sandbox is told so", async () => {
    expect(await failureOf(ask(`object(expression: "main~1") { oid }`))).toMatchObject([
      "NOT_SERVED",
      /main~1/,
    ]);
  });
});

describe("updateRefs", () => {
  test("creates all refs or none, and says which lock was taken by saying so", async () => {
    const sha = await tag("atomic");
    await updateRefs([{ name: "refs/tags/atomic/b", afterOid: sha, beforeOid: ZEROS }]);
    const both = ["a", "b"].map((name) => ({
      name: `refs/tags/atomic/${name}`,
      afterOid: sha,
      beforeOid: ZEROS,
    }));
    expect(await failureOf(updateRefs(both))).toEqual(["UNPROCESSABLE", "Reference already exists"]);
    const { refs } = await ask(`refs(refPrefix: "refs/tags/atomic/", first: 5) { nodes { name } }`);
    expect(refs.nodes).toEqual([{ name: "b" }]);
  });

  test("lets one of many win", async () => {
    const sha = await tag("race");
    const names = ["refs/tags/race/v1", "refs/tags/race/env/1"];
    const updates = names.map((name) => ({ name, afterOid: sha, beforeOid: ZEROS }));
    const tries = Array.from({ length: 6 }, () =>
      updateRefs(updates).then(
        () => "won",
        () => "lost",
      ),
    );
    expect((await Promise.all(tries)).sort()).toEqual(["lost", "lost", "lost", "lost", "lost", "won"]);
  });

  test("moves what is where it is expected, and deletes", async () => {
    const { alice } = world;
    const { sha } = await alice.push(repository, "next", { files: { "n.md": "n\n" } });
    const name = "refs/tags/expected";
    await updateRefs([{ name, afterOid: main }]);
    expect(await failureOf(updateRefs([{ name, afterOid: sha, beforeOid: sha }]))).toMatchObject([
      "UNPROCESSABLE",
      expect.anything(),
    ]);
    await updateRefs([{ name, afterOid: sha, beforeOid: main }]);
    expect(await failureOf(updateRefs([{ name, afterOid: main }]))).toMatchObject([
      "UNPROCESSABLE",
      "Update is not a fast forward",
    ]);
    await updateRefs([{ name, afterOid: main, force: true }]);
    await updateRefs([{ name, afterOid: ZEROS, beforeOid: main }]);
    expect(await ask(`ref(qualifiedName: "${name}") { id }`)).toEqual({ ref: null });
  });

  test("heeds rulesets and permissions", async () => {
    const { carol, sandbox, acme } = world;
    await repository.forbid("tag", "creation", { refs: ["refs/tags/ruled/*"] });
    const ruled = [{ name: "refs/tags/ruled/v1", afterOid: main, beforeOid: ZEROS }];
    expect(await failureOf(updateRefs(ruled))).toMatchObject([
      "UNPROCESSABLE",
      expect.stringContaining("Cannot create ref due to creations being restricted."),
    ]);
    const free = [{ name: "refs/tags/free", afterOid: main }];
    expect(await failureOf(updateRefs(free, carol.octokit))).toMatchObject(["FORBIDDEN", expect.anything()]);
    const token = await repository.workflowToken({ permissions: { contents: "read" } });
    expect(await failureOf(updateRefs(free, octokitFor(sandbox.apiUrl, token)))).toEqual([
      "FORBIDDEN",
      "Resource not accessible by integration",
    ]);
    const { deployments } = await ask("deployments(first: 1) { nodes { id } }", {}, acme.owner.octokit);
    expect(deployments.nodes).toEqual([]);
    const asked = ask("deployments(first: 1) { nodes { id } }", {}, octokitFor(sandbox.apiUrl, token));
    // What is public may be read by every token of another repository, but not by one of this that lacks it.
    expect(await failureOf(asked)).toMatchObject(["FORBIDDEN", expect.anything()]);
  });

  test("tells of tags unless they are more than three", async () => {
    const { receiver, sandbox } = world;
    const created = async (count: number) => {
      await sandbox.settled();
      receiver.forget();
      const names = Array.from({ length: count }, (_, n) => `refs/tags/told-${count}/${n}`);
      await updateRefs(names.map((name) => ({ name, afterOid: main, beforeOid: ZEROS })));
      await sandbox.settled();
      return receiver.of("create").length;
    };
    expect(await created(3)).toBe(3);
    expect(await created(4)).toBe(0);
  });

  test("counts as one request", async () => {
    const { sandbox } = world;
    const mark = sandbox.requests.mark();
    await updateRefs([{ name: "refs/tags/counted", afterOid: main }]);
    expect(sandbox.requests.countedSince(mark)).toBe(1);
    expect(sandbox.requests.since(mark)).toMatchObject([{ route: "POST /graphql", status: 200 }]);
  });
});

describe("what landed", () => {
  const PULL = `number title body state author { __typename login } mergedBy { login } mergeCommit { oid }
    baseRefName headRefOid labels(first: 10) { nodes { name } }
    reviews(first: 10) { nodes { state author { login } authorCanPushToRepository commit { oid } submittedAt } }
    statusCheckRollup { state contexts(first: 10) { nodes {
      __typename ... on CheckRun { name conclusion text checkSuite { app { slug databaseId } } }
      ... on StatusContext { context state } } } }`;

  async function landed(
    method: "merge" | "squash" | "rebase",
  ): Promise<{ pull: PullRequest; sha: string; head: string }> {
    const { alice, bob, bot } = world;
    const branch = `by-${method}`;
    await alice.push(repository, branch, { files: { [`${branch}.md`]: "1\n" }, message: "One" });
    const { sha: head } = await alice.push(repository, branch, {
      files: { [`${branch}.md`]: "2\n" },
      message: "Two",
    });
    const pull = await alice.openPullRequest(repository, {
      head: branch,
      title: `By ${method}`,
      body: "Why",
    });
    await alice.label(pull, "release: minor");
    await bob.review(pull, "APPROVE");
    const run = {
      ...place(repository),
      name: "prompt-steward",
      head_sha: head,
      conclusion: "success",
    } as const;
    await bot.rest.checks.create({ ...run, output: { title: "T", summary: "S", text: "Text" } });
    const { sha } = await alice.merge(pull, method);
    return { pull, sha, head };
  }

  test.each(["merge", "squash", "rebase"] as const)("by %s is known by its commit", async (method) => {
    const { pull, sha, head } = await landed(method);
    const { object } = await ask(`object(oid: "${sha}") { ... on Commit {
      oid parents(first: 2) { nodes { oid } }
      history(first: 20) { nodes { oid messageHeadline associatedPullRequests(first: 5) { nodes { number } } } }
      associatedPullRequests(first: 5) { nodes { ${PULL} } } } }`);
    expect(object.associatedPullRequests.nodes).toMatchObject([
      {
        number: pull.number,
        title: `By ${method}`,
        body: "Why",
        state: "MERGED",
        author: { __typename: "User", login: "alice" },
        mergedBy: { login: "alice" },
        mergeCommit: { oid: sha },
        baseRefName: "main",
        headRefOid: head,
        labels: { nodes: [{ name: "release: minor" }] },
        reviews: {
          nodes: [
            {
              state: "APPROVED",
              author: { login: "bob" },
              authorCanPushToRepository: true,
              commit: { oid: head },
            },
          ],
        },
        statusCheckRollup: {
          state: "SUCCESS",
          contexts: {
            nodes: [
              {
                __typename: "CheckRun",
                name: "prompt-steward",
                conclusion: "SUCCESS",
                text: "Text",
                checkSuite: { app: { slug: "prompt-steward", databaseId: world.app.appId } },
              },
            ],
          },
        },
      },
    ]);
    expect(object.parents.nodes).toHaveLength(method === "merge" ? 2 : 1);
    expect(object.history.nodes[0].oid).toBe(sha);
    const own = object.history.nodes.filter(({ associatedPullRequests }: Answer) =>
      associatedPullRequests.nodes.some(({ number }: Answer) => number === pull.number),
    );
    expect(own).toHaveLength({ merge: 3, squash: 1, rebase: 2 }[method]);
  });

  test("is asked of a pull request too, and one that is not there is an error", async () => {
    const { pull } = await landed("merge").catch(async () => ({
      pull: await world.alice.openPullRequest(repository, { head: "long" }),
    }));
    const { pullRequest } = await ask(
      "pullRequest(number: $number) { number repository { nameWithOwner } }",
      {
        number: pull.number,
      },
    );
    expect(pullRequest).toEqual({ number: pull.number, repository: { nameWithOwner: repository.fullName } });
    expect(await failureOf(ask("pullRequest(number: 9999) { number }"))).toEqual([
      "NOT_FOUND",
      "Could not resolve to a PullRequest with the number of 9999.",
    ]);
  });
});

describe("what hangs on it", () => {
  test("is who labelled a pull request, what it changes, and what ran under a name", async () => {
    const { alice, bob } = world;
    const { sha } = await alice.push(repository, "labelled", { files: { "l.md": "l\n" } });
    const pull = await alice.openPullRequest(repository, { head: "labelled" });
    await bob.label(pull, "release: major", "other");
    await bob.octokit.rest.issues.removeLabel({
      ...place(repository),
      issue_number: pull.number,
      name: "other",
    });
    const status = { ...place(repository), sha, context: "promptfoo", state: "success" } as const;
    await bob.octokit.rest.repos.createCommitStatus(status);
    const { pullRequest } = await ask(
      `pullRequest(number: $number) {
        merged
        files(first: 5) { nodes { path changeType additions } }
        timelineItems(itemTypes: [LABELED_EVENT], last: 50) { nodes {
          ... on LabeledEvent { actor { login __typename } label { name } } } }
        commits(last: 1) { nodes { commit { oid status { state
          a: context(name: "promptfoo") { context state } b: context(name: "none") { state } } } } }
      }`,
      { number: pull.number },
    );
    expect(pullRequest).toEqual({
      merged: false,
      files: { nodes: [{ path: "l.md", changeType: "ADDED", additions: 1 }] },
      timelineItems: {
        nodes: ["release: major", "other"].map((name) => ({
          actor: { login: "bob", __typename: "User" },
          label: { name },
        })),
      },
      commits: {
        nodes: [
          {
            commit: {
              oid: sha,
              status: { state: "SUCCESS", a: { context: "promptfoo", state: "SUCCESS" }, b: null },
            },
          },
        ],
      },
    });
    const all = ask("pullRequest(number: $number) { timelineItems(first: 1) { totalCount } }", {
      number: pull.number,
    });
    expect(await failureOf(all)).toMatchObject(["NOT_SERVED", expect.anything()]);
  });

  test("are the deployments of a commit", async () => {
    const { alice, bot } = world;
    const { sha } = await alice.push(repository, "deployed", { files: { "d.md": "d\n" } });
    const deployment = { ...place(repository), ref: sha, required_contexts: [], auto_merge: false };
    await bot.rest.repos.createDeployment({ ...deployment, environment: "of-commit" });
    const { object } = await ask(`object(oid: "${sha}") { ... on Commit {
      deployments(environments: ["of-commit"], last: 50) { nodes { environment commitOid } } } }`);
    expect(object.deployments.nodes).toEqual([{ environment: "of-commit", commitOid: sha }]);
  });

  test("are the releases, newest first", async () => {
    const { bot } = world;
    for (const tag_name of ["r/v1", "r/v2"])
      await bot.rest.repos.createRelease({ ...place(repository), tag_name });
    const { releases, release } = await ask(`
      releases(first: 5, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { tagName } }
      release(tagName: "r/v1") { tagName isPrerelease isLatest tag { prefix name } }`);
    expect(releases.nodes).toEqual([{ tagName: "r/v2" }, { tagName: "r/v1" }]);
    expect(release).toEqual({
      tagName: "r/v1",
      isPrerelease: false,
      isLatest: false,
      tag: { prefix: "refs/tags/", name: "r/v1" },
    });
  });
});

describe("deployments", () => {
  const CREATE = `mutation ($a: CreateDeploymentInput!, $b: CreateDeploymentInput!) {
    a: createDeployment(input: $a) { deployment { id databaseId state } }
    b: createDeployment(input: $b) { deployment { id } }
  }`;
  const REPORT = `mutation ($a: CreateDeploymentStatusInput!) {
    createDeploymentStatus(input: $a) { deploymentStatus { state deployment { state } } }
  }`;

  test("are created and reported in one request each, and found again", async () => {
    const { bot } = world;
    const { ref } = await ask(`ref(qualifiedName: "refs/heads/main") { id }`);
    const input = (prompt: string) => ({
      repositoryId: id,
      refId: ref.id,
      environment: "production",
      task: `prompt:${prompt}`,
      payload: JSON.stringify({ prompt, version: "1.1.0" }),
      requiredContexts: [],
      autoMerge: false,
    });
    const { a } = await bot.graphql<Answer>(CREATE, { a: input("one"), b: input("two") });
    expect(a.deployment).toMatchObject({ state: "PENDING" });
    const status = { deploymentId: a.deployment.id, state: "SUCCESS", autoInactive: false };
    const { createDeploymentStatus } = await bot.graphql<Answer>(REPORT, { a: status });
    expect(createDeploymentStatus.deploymentStatus).toEqual({
      state: "SUCCESS",
      deployment: { state: "ACTIVE" },
    });
    const { deployments } = await ask(`
      deployments(environments: ["production"], first: 10, orderBy: { field: CREATED_AT, direction: DESC }) {
        nodes { id databaseId task environment state payload latestStatus { state } }
      }`);
    expect(deployments.nodes).toMatchObject([
      { task: "prompt:two", state: "PENDING", latestStatus: null },
      {
        id: a.deployment.id,
        task: "prompt:one",
        environment: "production",
        state: "ACTIVE",
        payload: `{"prompt":"one","version":"1.1.0"}`,
        latestStatus: { state: "SUCCESS" },
      },
    ]);
    const rest = await bot.rest.repos.getDeployment({
      ...place(repository),
      deployment_id: a.deployment.databaseId,
    });
    expect(rest.data).toMatchObject({ node_id: a.deployment.id, payload: { prompt: "one" }, ref: "main" });
    const { node } = await bot.graphql<Answer>(
      "query ($id: ID!) { node(id: $id) { ... on Deployment { task } } }",
      {
        id: a.deployment.id,
      },
    );
    expect(node).toEqual({ task: "prompt:one" });
  });

  test("of which one fails leave the others made", async () => {
    const { bot } = world;
    const { ref } = await ask(`ref(qualifiedName: "refs/heads/main") { id }`);
    const plain = {
      repositoryId: id,
      refId: ref.id,
      environment: "partly",
      requiredContexts: [],
      autoMerge: false,
    };
    const request = bot.graphql(CREATE, { a: { ...plain, requiredContexts: ["never"] }, b: plain });
    const failure = (await request.catch((error: unknown) => error)) as QueryFailure & { data: Answer };
    expect(failure.errors).toMatchObject([
      { type: "UNPROCESSABLE", path: ["a"], message: "Conflict: Commit status checks failed for main." },
    ]);
    expect(failure.data).toMatchObject({ a: null, b: { deployment: { id: expect.any(String) } } });
  });

  test("end no others unless they are asked to", async () => {
    const { bot } = world;
    const { ref } = await ask(`ref(qualifiedName: "refs/heads/main") { id }`);
    const plain = {
      repositoryId: id,
      refId: ref.id,
      environment: "qa",
      requiredContexts: [],
      autoMerge: false,
    };
    const { a, b } = await bot.graphql<Answer>(CREATE, { a: plain, b: plain });
    const report = (deploymentId: string, more = {}) =>
      bot.graphql<Answer>(REPORT, { a: { deploymentId, state: "SUCCESS", ...more } });
    const states = async () => {
      const { deployments } = await ask(`deployments(environments: ["qa"], first: 5) { nodes { state } }`);
      return deployments.nodes.map(({ state }: Answer) => state);
    };
    await report(a.deployment.id);
    await report(b.deployment.id, { autoInactive: false });
    expect(await states()).toEqual(["ACTIVE", "ACTIVE"]);
    await report(b.deployment.id);
    expect(await states()).toEqual(["INACTIVE", "ACTIVE"]);
    expect(await failureOf(report(a.deployment.id, { description: "x".repeat(141) }))).toMatchObject([
      "UNPROCESSABLE",
      expect.anything(),
    ]);
  });
});

describe("what is asked", () => {
  test.each([
    ["of GitHub's but not the sandbox's", "stargazerCount", "NOT_SERVED"],
    [
      "with an argument that would not be heeded",
      `refs(refPrefix: "refs/tags/", first: 1, direction: ASC) { nodes { associatedPullRequests(first: 1) { totalCount } } }`,
      "NOT_SERVED",
    ],
    ["of neither", "nonsense", undefined],
  ])("%s is an error", async (_, selection, type) => {
    const [told, message] = await failureOf(ask(selection));
    expect(told).toBe(type);
    expect(message).toMatch(type ? /The sandbox does not serve/ : /Cannot query field "nonsense"/);
  });

  test("of a hidden repository looks as if there were none", async () => {
    const { acme, dave } = world;
    await acme.createRepository("hidden", { visibility: "private" });
    const query = `{ repository(owner: "acme", name: "hidden") { id } }`;
    expect(await failureOf(dave.octokit.graphql(query))).toEqual([
      "NOT_FOUND",
      "Could not resolve to a Repository with the name 'acme/hidden'.",
    ]);
  });

  test("of an id that leads nowhere is an error", async () => {
    const query = `query ($id: ID!) { node(id: $id) { id } }`;
    expect(await failureOf(world.bot.graphql(query, { id: "DE_nothing" }))).toMatchObject([
      "NOT_FOUND",
      expect.anything(),
    ]);
  });
});
