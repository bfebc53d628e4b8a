// What an evaluation costs in requests. A 304 is free and not counted, nor is the token, which serves for an hour.

import { expect, test } from "vitest";
import {
  askedOf,
  HEAD,
  REPO,
  serveAcmePrompts,
  TRIAGE,
  titlesOf,
  WRITE_CHECK,
} from "../support/acme-prompts.ts";
import { objectName, type ReviewFacts, tokenJson } from "../support/github-json.ts";
import { aWire, type Wire } from "../support/wire.ts";
import { anApp, INSTALLATION } from "./an-app.ts";
import { pullEvent, pushEvent, reviewEvent } from "./events.ts";

const OTHER = { number: 8, head: objectName("other head") };

function aRepository(situation: Parameters<typeof serveAcmePrompts>[1] = {}): Wire {
  const wire = serveAcmePrompts(aWire(), situation);
  return wire.on(`POST /app/installations/${INSTALLATION}/access_tokens`, { status: 201, body: tokenJson() });
}

function cost(wire: Wire): string[] {
  return wire.counted
    .filter((request) => !request.includes("access_tokens"))
    .map((request) => request.replace(REPO, ""));
}

test("opened, first of all pull requests", async () => {
  const wire = aRepository();
  await (await anApp()).deliver("pull_request", pullEvent("opened"));
  expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
  expect(cost(wire).sort()).toMatchInlineSnapshot(`
    [
      "GET /collaborators/alice/permission",
      "GET /compare/refs/heads/main...1a954628a960aaef81d7b2d4521929579f3541e6",
      "GET /contents/.github/prompt-steward.yml",
      "POST /check-runs",
      "POST /graphql",
      "POST /pulls/7/requested_reviewers",
    ]
  `);
});

test("opened, with the prompt shown whole by the comparison", async () => {
  const patch = `@@ -0,0 +1 @@\n+${TRIAGE.text.trim()}`;
  const wire = aRepository({ files: [{ ...TRIAGE, status: "added", patch }] });
  await (await anApp()).deliver("pull_request", pullEvent("opened"));
  expect(cost(wire).sort()).toMatchInlineSnapshot(`
    [
      "GET /collaborators/alice/permission",
      "GET /compare/refs/heads/main...1a954628a960aaef81d7b2d4521929579f3541e6",
      "GET /contents/.github/prompt-steward.yml",
      "POST /check-runs",
      "POST /graphql",
      "POST /pulls/7/requested_reviewers",
    ]
  `);
});

test("opened, first after the config was pushed", async () => {
  const wire = aRepository();
  const app = await anApp();
  const commits = [{ added: [".github/prompt-steward.yml"], modified: [], removed: [] }];
  wire.on(`GET ${REPO}/pulls`, { body: [] });
  await app.deliver("push", pushEvent({ commits }));
  wire.forgetExchanges();
  await app.deliver("pull_request", pullEvent("opened"));
  expect(cost(wire)).toHaveLength(5);
});

test("opened, after another one", async () => {
  const wire = aRepository();
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("opened"));
  serveAcmePrompts(wire, { pull: OTHER });
  wire.forgetExchanges();
  await app.deliver("pull_request", pullEvent("opened", OTHER));
  expect(cost(wire).sort()).toMatchInlineSnapshot(`
    [
      "GET /compare/refs/heads/main...9416bf63fd497ced98edbb56b66373e5ef74f296",
      "POST /check-runs",
      "POST /pulls/8/requested_reviewers",
    ]
  `);
});

test("opened without prompts, first of all", async () => {
  const wire = aRepository({ files: [{ path: "README.md", text: "Hello" }] });
  await (await anApp()).deliver("pull_request", pullEvent("opened"));
  expect(titlesOf(wire)).toEqual(["No prompt changed"]);
  expect(cost(wire).sort()).toMatchInlineSnapshot(`
    [
      "GET /commits/1a954628a960aaef81d7b2d4521929579f3541e6/check-runs",
      "GET /compare/refs/heads/main...1a954628a960aaef81d7b2d4521929579f3541e6",
      "GET /contents/.github/prompt-steward.yml",
      "POST /check-runs",
    ]
  `);
});

test("opened without prompts, after another one", async () => {
  const wire = aRepository();
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("opened"));
  serveAcmePrompts(wire, { pull: OTHER, files: [{ path: "README.md", text: "Hello" }] });
  wire.forgetExchanges();
  await app.deliver("pull_request", pullEvent("opened", OTHER));
  expect(cost(wire).sort()).toMatchInlineSnapshot(`
    [
      "GET /commits/9416bf63fd497ced98edbb56b66373e5ef74f296/check-runs",
      "GET /compare/refs/heads/main...9416bf63fd497ced98edbb56b66373e5ef74f296",
      "POST /check-runs",
    ]
  `);
});

test("a draft", async () => {
  const wire = aRepository({ pull: { draft: true } });
  await (await anApp()).deliver("pull_request", pullEvent("opened", { draft: true }));
  expect(cost(wire).sort()).toEqual([`GET /commits/${HEAD}/check-runs`, "POST /check-runs"]);
});

const APPROVAL: ReviewFacts = { id: 11, by: "alice", submittedAt: "2030-01-01T00:10:00Z" };
const LATER = { updatedAt: "2030-01-01T00:10:00Z" };

test("approved on a known head", async () => {
  const wire = aRepository();
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("opened"));
  serveAcmePrompts(wire, { reviews: [APPROVAL], pull: LATER });
  wire.forgetExchanges();
  await app.deliver("pull_request_review", reviewEvent("submitted", APPROVAL, LATER));
  expect(titlesOf(wire)).toEqual(["Approved: support/triage"]);
  expect(askedOf(wire)).toEqual([]);
  expect(cost(wire).sort()).toMatchInlineSnapshot(`
    [
      "GET /commits/1a954628a960aaef81d7b2d4521929579f3541e6/check-runs",
      "GET /pulls/7/reviews",
      "POST /check-runs",
    ]
  `);
});

test("commented on a known head", async () => {
  const wire = aRepository();
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("opened"));
  const comment = { ...APPROVAL, state: "COMMENTED" };
  serveAcmePrompts(wire, { reviews: [comment], pull: LATER });
  wire.forgetExchanges();
  await app.deliver("pull_request_review", reviewEvent("submitted", comment, LATER));
  expect(cost(wire).sort()).toMatchInlineSnapshot(`
    [
      "GET /pulls/7/reviews",
      "POST /check-runs",
    ]
  `);
});

test("approved just after the app started", async () => {
  const wire = aRepository({ reviews: [APPROVAL], pull: LATER });
  await (await anApp()).deliver("pull_request_review", reviewEvent("submitted", APPROVAL, LATER));
  expect(titlesOf(wire)).toEqual(["Approved: support/triage"]);
  expect(cost(wire).sort()).toMatchInlineSnapshot(`
    [
      "GET /collaborators/alice/permission",
      "GET /commits/1a954628a960aaef81d7b2d4521929579f3541e6/check-runs",
      "GET /compare/refs/heads/main...1a954628a960aaef81d7b2d4521929579f3541e6",
      "GET /contents/.github/prompt-steward.yml",
      "GET /pulls/7/reviews",
      "POST /check-runs",
      "POST /graphql",
    ]
  `);
});

test("an unrelated push to an approved pull request", async () => {
  const wire = aRepository();
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("opened"));
  serveAcmePrompts(wire, { reviews: [APPROVAL], pull: LATER });
  await app.deliver("pull_request_review", reviewEvent("submitted", APPROVAL, LATER));
  const pushed = { head: objectName("pushed"), updatedAt: "2030-01-01T00:20:00Z" };
  serveAcmePrompts(wire, {
    reviews: [APPROVAL],
    pull: pushed,
    files: [TRIAGE, { path: "README.md", text: "Hello" }],
  });
  wire.forgetExchanges();
  await app.deliver("pull_request", pullEvent("synchronize", pushed, { before: HEAD, after: pushed.head }));
  expect(titlesOf(wire)).toEqual(["Approved: support/triage"]);
  expect(wire.sent(WRITE_CHECK)).toHaveLength(1);
  expect(cost(wire).sort()).toMatchInlineSnapshot(`
    [
      "GET /commits/d712851bb7a20adccc269087d34a32b43559135f/check-runs",
      "GET /compare/refs/heads/main...d712851bb7a20adccc269087d34a32b43559135f",
      "POST /check-runs",
    ]
  `);
});
