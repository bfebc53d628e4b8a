import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Repository } from "../../src/sandbox/sandbox.ts";
import { aWorld, place, type SmallWorld, statusOf } from "./a-world.ts";

let world: SmallWorld;
let repository: Repository;
beforeAll(async () => {
  world = await aWorld();
  repository = await world.repository("limits", { files: { "a.md": "a\n" } });
});
afterAll(() => world.stop());
afterEach(() => world.sandbox.faults.clear());

describe("what counts against the limit", () => {
  test("is every request of an installation but those that found nothing new", async () => {
    const { bot, alice, sandbox } = world;
    const read = (headers = {}) => bot.rest.repos.getContent({ ...place(repository), path: "a.md", headers });
    const mark = sandbox.requests.mark();
    const first = await read();
    const etag = first.headers.etag ?? "";
    expect(await statusOf(read({ "if-none-match": etag }))).toBe(304);
    await alice.octokit.rest.repos.get(place(repository));
    expect(sandbox.requests.countedSince(mark)).toBe(1);
    expect(sandbox.requests.since(mark)).toMatchObject([
      { route: "GET /repos/{owner}/{repo}/contents/{path}", status: 200, by: "prompt-steward" },
      { status: 304, token: "installation", countsAgainstLimit: false },
      { token: "person", by: "alice" },
    ]);
    const remaining = Number(first.headers["x-ratelimit-remaining"]);
    expect(Number((await read()).headers["x-ratelimit-remaining"])).toBe(remaining - 1);
    await alice.push(repository, "main", { files: { "a.md": "b\n" } });
    expect(await statusOf(read({ "if-none-match": etag }))).toBe(200);
  });
});

describe("faults that a test asks for", () => {
  test.each([403, 429] as const)("a secondary limit with %i says how long to wait", async (status) => {
    const { bot, sandbox } = world;
    sandbox.faults.inject({ kind: "secondary-limit", status, retryAfterSeconds: 7 });
    const error = await bot.rest.repos.get(place(repository)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ status, response: { headers: { "retry-after": "7" } } });
    expect(await statusOf(bot.rest.repos.get(place(repository)))).toBe(200);
  });

  test("the hourly limit shows in the headers", async () => {
    const { bot, sandbox } = world;
    sandbox.faults.inject({ kind: "primary-limit", resetInSeconds: 60 });
    const error = await bot.rest.repos.get(place(repository)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ status: 403, response: { headers: { "x-ratelimit-remaining": "0" } } });
  });

  test("errors of the server hit the route that was named, as often as was said", async () => {
    const { bot, alice, sandbox } = world;
    const route = "GET /repos/{owner}/{repo}";
    sandbox.faults.inject({ kind: "server-error", status: 502 }, { route, times: 2 });
    const statuses: number[] = [];
    for (const client of [alice.octokit, bot, bot, bot]) {
      statuses.push(await statusOf(client.rest.repos.get(place(repository))));
    }
    expect(statuses).toEqual([200, 502, 502, 200]);
  });

  test("an answer may be slow, or never come", async () => {
    const { bot, sandbox } = world;
    sandbox.faults.inject({ kind: "slow", milliseconds: 20 });
    expect(await statusOf(bot.rest.repos.get(place(repository)))).toBe(200);
    sandbox.faults.inject({ kind: "cut" });
    await expect(bot.rest.repos.get(place(repository))).rejects.toMatchObject({ status: 500 });
  });
});

describe("the secondary limit", () => {
  test("stops an App that writes more than 80 times a minute, unless it is switched off", async () => {
    const { bot, sandbox } = world;
    const head_sha = await repository.head();
    const write = () => statusOf(bot.rest.checks.create({ ...place(repository), name: "check", head_sha }));
    const statuses: number[] = [];
    for (let count = 0; count < 81; count += 1) statuses.push(await write());
    expect(statuses.slice(0, 80).every((status) => status === 201)).toBe(true);
    expect(statuses[80]).toBe(403);
    sandbox.behaviour.secondaryLimits = "none";
    expect(await write()).toBe(201);
    sandbox.behaviour.secondaryLimits = "as-github";
  });
});

describe("at most 100 requests at once", () => {
  test("are answered, the one too many is not", async () => {
    const { bot, sandbox } = world;
    sandbox.faults.inject({ kind: "slow", milliseconds: 1000 }, { times: 100 });
    const requests = Array.from({ length: 101 }, () => statusOf(bot.rest.repos.get(place(repository))));
    const statuses = await Promise.all(requests);
    expect(statuses.filter((status) => status === 403)).toHaveLength(1);
  });
});

describe("what the sandbox does not serve", () => {
  test("is refused, never faked", async () => {
    const { alice } = world;
    await expect(alice.octokit.request("GET /nowhere")).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining("the sandbox does not serve GET /nowhere"),
    });
  });
});
