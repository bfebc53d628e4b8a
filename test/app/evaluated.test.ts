// Labels that ask for a version, and checks that a release waits for: what of it is judged again, and what it costs.

import { describe, expect, test } from "vitest";
import { CONFIG } from "../builders/a-pull-request.ts";
import { HEAD, REPO, serveAcmePrompts, titlesOf, WRITE_CHECK } from "../support/acme-prompts.ts";
import { type Json, labelJson, objectName, tokenJson } from "../support/github-json.ts";
import { aWire, type Wire } from "../support/wire.ts";
import { anApp, INSTALLATION } from "./an-app.ts";
import { checkRunEvent, event, pullEvent, pushEvent } from "./events.ts";

const EVALUATED = `${CONFIG}evaluation:\n  required_checks: [promptfoo]\n`;

type Situation = Parameters<typeof serveAcmePrompts>[1];

function aRepository(situation: Situation = {}): Wire {
  const wire = serveAcmePrompts(aWire(), situation);
  return wire.on(`POST /app/installations/${INSTALLATION}/access_tokens`, { status: 201, body: tokenJson() });
}

function summaryOf(wire: Wire): string {
  const body = wire.sent(WRITE_CHECK).at(-1)?.body as { output: { summary: string } } | undefined;
  return body?.output.summary ?? "";
}

function counted(wire: Wire): string[] {
  return wire.counted
    .filter((request) => !request.includes("access_tokens"))
    .map((one) => one.replace(REPO, ""));
}

function labelEvent(action: "labeled" | "unlabeled", name: string, labels: readonly string[]): Json {
  return pullEvent(action, { labels, updatedAt: "2030-01-01T00:05:00Z" }, { label: labelJson(name) });
}

describe("a label", () => {
  test("that lowers the version is judged at once, by who set it", async () => {
    const label = "prompt-steward:patch";
    const wire = aRepository({ labelled: { [label]: "erin" } });
    const app = await anApp();
    await app.deliver("pull_request", pullEvent("opened"));
    wire.forgetExchanges();
    await app.deliver("pull_request", labelEvent("labeled", label, [label]));
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
    // Whether erin may lower it hangs on who the admins are.
    expect(counted(wire)).toEqual([
      "GET /pulls/7/reviews",
      "POST /graphql",
      "GET /orgs/acme/teams/ai-platform/members",
      "POST /check-runs",
    ]);
  });

  test("that is taken off is judged too", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("pull_request", labelEvent("unlabeled", "prompt-steward:major", []));
    expect(titlesOf(wire)).toHaveLength(1);
  });

  test("about something else costs nothing", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("pull_request", labelEvent("labeled", "bug", ["bug"]));
    expect(wire.exchanges).toEqual([]);
  });
});

const PULLS = [{ number: 7, head: { sha: HEAD }, base: { ref: "main" } }];
const ended = (more: Json = {}) =>
  checkRunEvent("completed", { name: "promptfoo", app: { id: 99 }, pull_requests: PULLS, ...more });

describe("a check that a release waits for", () => {
  test("is shown waiting, and does not keep the pull request from merging", async () => {
    const wire = aRepository({ config: EVALUATED, checks: { promptfoo: null } });
    await (await anApp()).deliver("pull_request", pullEvent("opened"));
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
    expect(summaryOf(wire)).toContain("- ⏳ `promptfoo` is still running");
    expect(counted(wire)).toHaveLength(6);
  });

  test.each([
    ["SUCCESS", "✅ `promptfoo` passed"],
    ["FAILURE", "❌ `promptfoo` failed"],
  ])("is shown as it ended: %s", async (conclusion, shown) => {
    const wire = aRepository({ config: EVALUATED, checks: { promptfoo: null } });
    const app = await anApp();
    await app.deliver("pull_request", pullEvent("opened"));
    serveAcmePrompts(wire, { config: EVALUATED, checks: { promptfoo: conclusion } });
    wire.forgetExchanges();
    await app.deliver("check_run", ended());
    expect(summaryOf(wire)).toContain(shown);
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
    expect(counted(wire)).toEqual([
      "GET /pulls/7",
      "GET /pulls/7/reviews",
      "POST /graphql",
      "POST /check-runs",
    ]);
  });

  test("may be a commit status, of which GitHub names no pull request", async () => {
    const wire = aRepository({ config: EVALUATED });
    const status = event("status", { sha: HEAD, context: "promptfoo", state: "success" });
    await (await anApp()).deliver("status", status);
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
  });

  test.each<[what: string, name: string, payload: Json]>([
    [
      "a status that is still pending",
      "status",
      event("status", { sha: HEAD, context: "promptfoo", state: "pending" }),
    ],
    ["our own", "check_run", ended({ name: "prompt-steward" })],
  ])("is not %s, which costs nothing", async (_what, name, payload) => {
    const wire = aRepository({ config: EVALUATED });
    await (await anApp()).deliver(name, payload);
    expect(wire.exchanges).toEqual([]);
  });

  test.each<[what: string, situation: Situation, payload: Json]>([
    ["another one", { config: EVALUATED }, ended({ name: "lint" })],
    ["one where nothing is required", {}, ended()],
  ])("is not %s, which costs at most the config", async (_what, situation, payload) => {
    const wire = aRepository(situation);
    const app = await anApp();
    await app.deliver("check_run", payload);
    await app.deliver("check_run", payload);
    expect(counted(wire)).toEqual(["GET /contents/.github/prompt-steward.yml"]);
  });

  test("at a commit that is no head is looked for, and nothing is judged", async () => {
    const wire = aRepository({ config: EVALUATED });
    await (await anApp()).deliver("check_run", ended({ head_sha: objectName("merged"), pull_requests: [] }));
    expect(titlesOf(wire)).toEqual([]);
  });
});

test("after tags were pushed the versions are read anew", async () => {
  const wire = aRepository();
  const app = await anApp();
  await app.deliver("pull_request", pullEvent("opened"));
  await app.deliver("push", pushEvent({ ref: "refs/tags/prompts/support/triage/v1.0.0" }));
  wire.forgetExchanges();
  await app.deliver("pull_request", pullEvent("edited", { updatedAt: "2030-01-01T00:05:00Z" }));
  expect(counted(wire)).toContain("POST /graphql");
});
