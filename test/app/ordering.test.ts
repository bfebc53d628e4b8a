// GitHub orders nothing and may deliver twice: whatever arrives when, the newest state ends on the check.

import { describe, expect, test } from "vitest";
import { RATIONALE } from "../builders/a-pull-request.ts";
import {
  ASK_REVIEW,
  askedOf,
  HEAD,
  REPO,
  serveAcmePrompts,
  TRIAGE,
  titlesOf,
  WRITE_CHECK,
} from "../support/acme-prompts.ts";
import { comparisonJson, objectName, pullJson, type ReviewFacts, tokenJson } from "../support/github-json.ts";
import { aWire, refusal, type Wire } from "../support/wire.ts";
import { anApp, INSTALLATION } from "./an-app.ts";
import { pullEvent, reviewEvent } from "./events.ts";

function aRepository(situation: Parameters<typeof serveAcmePrompts>[1] = {}): Wire {
  const wire = serveAcmePrompts(aWire(), situation);
  return wire.on(`POST /app/installations/${INSTALLATION}/access_tokens`, { status: 201, body: tokenJson() });
}

const FIRST = { updatedAt: "2030-01-01T00:00:00Z" };
const SECOND = { updatedAt: "2030-01-01T00:00:01Z" };

describe("two events at the same moment", () => {
  const bare = pullEvent("opened", { ...FIRST, body: "" });
  const reasoned = pullEvent("edited", { ...SECOND, body: RATIONALE });
  test.each([
    ["in order", [bare, reasoned]],
    ["the other way round", [reasoned, bare]],
  ])("%s end with the newest state", async (_, events) => {
    const wire = aRepository({ pull: SECOND });
    const app = await anApp();
    await Promise.all(events.map((payload, at) => app.deliver("pull_request", payload, String(at))));
    expect(titlesOf(wire).at(-1)).toBe("Waiting for @alice");
    expect(askedOf(wire)).toEqual(["alice"]);
  });

  const sameSecond = [
    pullEvent("edited", { ...FIRST, body: "" }),
    pullEvent("edited", { ...FIRST, body: RATIONALE }),
  ];
  test.each([
    ["in order", sameSecond],
    ["the other way round", sameSecond.toReversed()],
  ])("of one second, %s, are settled by asking GitHub", async (_, events) => {
    const wire = aRepository();
    const app = await anApp();
    await Promise.all(events.map((payload, at) => app.deliver("pull_request", payload, String(at))));
    expect(wire.sent(`GET ${REPO}/pulls/7`)).toHaveLength(1);
    expect(titlesOf(wire).at(-1)).toBe("Waiting for @alice");
  });

  const approval: ReviewFacts = { id: 11, by: "alice", submittedAt: "2030-01-01T00:00:01Z" };
  const pushed = { ...SECOND, head: objectName("pushed") };
  const push = pullEvent("synchronize", pushed, { before: HEAD });
  const review = reviewEvent("submitted", approval, FIRST);
  test.each([
    ["push, then approval", [push, review]],
    ["approval, then push", [review, push]],
  ])("%s of the old bytes: the check of the new head waits", async (_, events) => {
    const wire = aRepository({ reviews: [approval] });
    serveAcmePrompts(wire, {
      pull: pushed,
      reviews: [approval],
      files: [{ ...TRIAGE, text: "Something else entirely.\n" }],
    });
    const app = await anApp();
    await Promise.all(
      events.map((payload, at) =>
        app.deliver("review" in payload ? "pull_request_review" : "pull_request", payload, String(at)),
      ),
    );
    const last = wire
      .sent(WRITE_CHECK)
      .filter(({ body }) => (body as { head_sha: string }).head_sha === pushed.head);
    expect(last.length).toBeGreaterThan(0);
    expect(titlesOf(wire).at(-1)).toBe("Waiting for @alice");
  });
});

test("an event of an earlier state does not take the check back", async () => {
  const wire = aRepository({ pull: SECOND });
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("edited", SECOND), "2");
  await app.deliver("pull_request", pullEvent("edited", { ...FIRST, body: "" }), "1");
  expect(titlesOf(wire)).toEqual(["Waiting for @alice", "Waiting for @alice"]);
});

test("an answer that lags behind the event is not believed", async () => {
  const wire = aRepository();
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("edited", { ...FIRST, draft: true }), "1");
  await app.deliver("pull_request", pullEvent("edited", { ...FIRST }), "2");
  wire.on(`GET ${REPO}/pulls/7`, { body: pullJson({ ...FIRST, body: "" }) });
  const judged = app.deliver("pull_request", pullEvent("edited", SECOND), "3");
  const again = app.deliver("pull_request", pullEvent("edited", { ...SECOND, title: "Renamed" }), "4");
  await Promise.all([judged, again]);
  expect(titlesOf(wire).at(-1)).toBe("Waiting for @alice");
});

test("delivered twice, the outcome is the same and people are asked once", async () => {
  const wire = aRepository();
  const app = await anApp();
  await Promise.all([
    app.deliver("pull_request", pullEvent("opened"), "same"),
    app.deliver("pull_request", pullEvent("opened"), "same"),
  ]);
  await app.deliver("pull_request", pullEvent("opened"), "same");
  expect(new Set(titlesOf(wire))).toEqual(new Set(["Waiting for @alice"]));
  expect(wire.sent(ASK_REVIEW)).toHaveLength(1);
});

test("a redelivered opening knows nothing of reviews, so it asks for them", async () => {
  const approval: ReviewFacts = { id: 11, by: "alice" };
  const wire = aRepository();
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("opened"), "1");
  serveAcmePrompts(wire, { reviews: [approval], pull: SECOND });
  await app.deliver("pull_request_review", reviewEvent("submitted", approval, SECOND), "2");
  await app.deliver("pull_request", pullEvent("opened"), "1");
  expect(titlesOf(wire).at(-1)).toBe("Approved: support/triage");
});

test("many waiting events are judged at once", async () => {
  const wire = aRepository({ pull: { updatedAt: "2030-01-01T00:00:09Z" } });
  const app = await anApp();
  await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      app.deliver("pull_request", pullEvent("edited", { updatedAt: `2030-01-01T00:00:0${at}Z` }), String(at)),
    ),
  );
  expect(wire.sent(WRITE_CHECK).length).toBeLessThanOrEqual(2);
});

test("what was last changed before the app started is read anew", async () => {
  const wire = aRepository();
  const app = await anApp({ startedAt: new Date("2030-06-01T00:00:00Z") });
  await app.deliver("pull_request", pullEvent("edited", { ...FIRST, body: "" }));
  expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
});

test("a failed judgement is on the check, and the next one starts from what GitHub shows", async () => {
  const wire = aRepository();
  const compare = `GET ${REPO}/compare/refs%2Fheads%2Fmain...${HEAD}`;
  wire.on(compare, refusal(502, "Server Error"), {
    body: comparisonJson({ files: [TRIAGE], commits: [{}] }),
  });
  const app = await anApp();
  await expect(app.deliver("pull_request", pullEvent("opened"), "1")).rejects.toThrow("Server Error");
  expect(titlesOf(wire)).toEqual(["Could not be judged"]);
  await app.deliver("pull_request", pullEvent("edited", SECOND), "2");
  expect(wire.sent(`GET ${REPO}/pulls/7`)).toHaveLength(1);
  expect(titlesOf(wire)).toEqual(["Could not be judged", "Waiting for @alice"]);
});

describe("the head is", () => {
  test.each(["fork", "deleted"] as const)("of a fork (%s): judged all the same", async (from) => {
    // Of a deleted fork GitHub sends null, which only its description of webhooks says.
    const wire = aRepository({ pull: { from } }).tolerating("answer/head/repo");
    await (await anApp()).deliver("pull_request", pullEvent("opened", { from }));
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
  });

  test("of a closed pull request: left alone", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("pull_request", pullEvent("edited", { state: "closed" }));
    expect(wire.exchanges).toEqual([]);
  });
});
