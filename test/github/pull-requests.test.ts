import { describe, expect, test } from "vitest";
import { login } from "../../src/core/identity.ts";
import { objectName, pullJson, refJson, reviewJson, simplePullJson } from "../support/github-json.ts";
import { aWire, refusal } from "../support/wire.ts";
import { REPO, somePorts } from "./a-client.ts";

describe("reading a pull request", () => {
  const cases: { name: string; json: Parameters<typeof pullJson>[0]; shows: object }[] = [
    {
      name: "of a branch",
      json: {},
      shows: { head: { ref: "change", sha: objectName("head"), isFork: false } },
    },
    { name: "of a fork", json: { from: "fork" }, shows: { head: { isFork: true } } },
    { name: "of a fork that was deleted", json: { from: "deleted" }, shows: { head: { isFork: true } } },
    { name: "without a description", json: { body: null }, shows: { body: "" } },
    { name: "in draft", json: { draft: true }, shows: { isDraft: true } },
    { name: "closed", json: { state: "closed" }, shows: { state: "closed" } },
    {
      name: "of a name that GitHub would not allow any more",
      json: { author: "Old-Account-" },
      shows: { author: { login: "old-account-", kind: "person" } },
    },
    { name: "with reviewers", json: { requested: ["Alice"] }, shows: { requestedReviewers: ["alice"] } },
  ];
  test.each(cases)("$name", async ({ json, shows }) => {
    // Of a deleted fork GitHub sends null, which only its description of webhooks says.
    aWire()
      .tolerating("answer/head/repo")
      .on(`GET ${REPO}/pulls/7`, { body: pullJson(json) });
    expect(await somePorts().pulls.read(7)).toMatchObject(shows);
  });

  test("that is none fails as GitHub says", async () => {
    aWire();
    await expect(somePorts().pulls.read(7)).rejects.toMatchObject({ status: 404 });
  });
});

describe("reviews", () => {
  test("of several pages are read to the end, in order", async () => {
    const all = Array.from({ length: 250 }, (_, at) => reviewJson({ id: at + 1, by: `person${at}` }));
    const wire = aWire();
    for (const page of [1, 2, 3]) {
      wire.on(`GET ${REPO}/pulls/7/reviews?per_page=100&page=${page}`, {
        body: all.slice((page - 1) * 100, page * 100),
      });
    }
    const reviews = await somePorts().pulls.reviews(7);
    expect(reviews.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(wire.counted).toHaveLength(3);
  });

  test("a full page that GitHub calls the last is the last", async () => {
    const body = Array.from({ length: 100 }, (_, at) => reviewJson({ id: at + 1, by: "alice" }));
    const link = `<https://api.github.com/repositories/1/pulls/7/reviews?page=1>; rel="prev"`;
    const wire = aWire().on(`GET ${REPO}/pulls/7/reviews`, { body, headers: { link } });
    expect(await somePorts().pulls.reviews(7)).toHaveLength(100);
    expect(wire.counted).toHaveLength(1);
  });

  test("of gone accounts and pending ones say nothing", async () => {
    aWire().on(`GET ${REPO}/pulls/7/reviews`, {
      body: [
        { ...reviewJson({ by: "x" }), user: null },
        { ...reviewJson({ by: "alice", state: "PENDING" }), submitted_at: undefined },
        reviewJson({ id: 3, by: "alice", state: "DISMISSED" }),
      ],
    });
    expect(await somePorts().pulls.reviews(7)).toMatchObject([{ id: 3, state: "dismissed" }]);
  });

  test("that did not change cost nothing when asked for again", async () => {
    const wire = aWire().on(`GET ${REPO}/pulls/7/reviews`, { body: [reviewJson({ by: "alice" })] });
    const { pulls } = somePorts();
    const before = await pulls.reviews(7);
    expect(await pulls.reviews(7)).toEqual(before);
    expect(wire.exchanges.map(({ status }) => status)).toEqual([200, 304]);
  });
});

test("open pull requests are listed by base branch", async () => {
  const wire = aWire().on(`GET ${REPO}/pulls`, { body: [simplePullJson(), simplePullJson({ number: 8 })] });
  const open = await somePorts().pulls.listOpen("release/1.x");
  expect(open.map(({ number }) => number)).toEqual([7, 8]);
  expect(wire.exchanges[0]?.path).toContain("state=open&base=release%2F1.x");
});

describe("asking for reviews", () => {
  const route = `POST ${REPO}/pulls/7/requested_reviewers`;
  const people = (count: number) => Array.from({ length: count }, (_, at) => login(`person${at}`));

  test("takes one request", async () => {
    const wire = aWire().on(route, { status: 201, body: simplePullJson() });
    expect(await somePorts().pulls.requestReviewers(7, people(3))).toEqual({ refused: [] });
    expect(wire.sent(route).map(({ body }) => body)).toEqual([
      { reviewers: ["person0", "person1", "person2"] },
    ]);
  });

  test("takes one for each fifteen people", async () => {
    const wire = aWire().on(route, { status: 201, body: simplePullJson() });
    await somePorts().pulls.requestReviewers(7, people(31));
    expect(wire.sent(route)).toHaveLength(3);
  });

  test("finds the one whom GitHub refuses, and asks the others", async () => {
    const wire = aWire().on(route, ({ body }) =>
      (body as { reviewers: string[] }).reviewers.includes("person1")
        ? refusal(422, "Reviews may only be requested from collaborators.")
        : { status: 201, body: simplePullJson() },
    );
    expect(await somePorts().pulls.requestReviewers(7, people(3))).toEqual({ refused: ["person1"] });
    expect(wire.sent(route)).toHaveLength(4);
  });

  test("is refused for everybody, at once, where the token may not", async () => {
    const wire = aWire().on(route, refusal(403, "Resource not accessible by integration"));
    expect(await somePorts().pulls.requestReviewers(7, people(31))).toEqual({ refused: people(31) });
    expect(wire.sent(route)).toHaveLength(1);
  });

  test("fails where a limit is reached", async () => {
    aWire().on(route, refusal(403, "You have exceeded a secondary rate limit."));
    await expect(somePorts().pulls.requestReviewers(7, people(1))).rejects.toMatchObject({ status: 403 });
  });
});

test("the merge queue is read from the branches it makes", async () => {
  const sha = objectName("group");
  const wire = aWire().on(`GET ${REPO}/git/matching-refs/heads%2Fgh-readonly-queue%2Frelease%2F1%2F`, {
    body: [
      refJson(`refs/heads/gh-readonly-queue/release/1/pr-12-${objectName("base")}`, sha),
      refJson("refs/heads/gh-readonly-queue/release/1/other", sha),
    ],
  });
  expect(await somePorts().pulls.queued("release/1")).toEqual([{ number: 12, sha }]);
  expect(wire.counted).toHaveLength(1);
});
