// GitHub's limits and failures, as the Octokit that the app runs with takes them.

import type { OctokitOptions } from "@octokit/core/types";
import { expect, test } from "vitest";
import { StewardOctokit } from "../../src/app/octokit.ts";
import { Memory } from "../../src/github/memory.ts";
import { pullRequests } from "../../src/github/pull-requests.ts";
import { pullJson } from "../support/github-json.ts";
import { aWire, refusal, type WireAnswer } from "../support/wire.ts";

const PULL = "/repos/acme/prompts/pulls/7";
const SLOW_DOWN = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

/** Seconds pass in milliseconds here. */
function aPort() {
  const octokit = new (StewardOctokit.defaults((given: OctokitOptions) => ({
    ...given,
    throttle: { ...given.throttle, retryAfterBaseValue: 1 },
    retry: { ...(given.retry as object | undefined), retryAfterBaseValue: 1 },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })))({ auth: { token: "made-up" } });
  const repository = { owner: "acme", name: "prompts" };
  return pullRequests({ octokit, repository, memory: new Memory() });
}

const secondary: WireAnswer = { ...refusal(403, SLOW_DOWN), headers: { "retry-after": "2" } };
const primary: WireAnswer = {
  ...refusal(403, "API rate limit exceeded for installation ID 34."),
  headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" },
};

test.each([
  ["a secondary limit with a time to wait", secondary],
  ["a secondary limit as 429", { ...secondary, status: 429 }],
  ["the hourly limit", primary],
  ["a server's error", refusal(500, "Server Error")],
  ["a bad gateway", refusal(502, "Bad Gateway")],
  ["an overload", refusal(503, "Service Unavailable")],
])("after %s the request is sent again", async (_, failure) => {
  const wire = aWire().on(`GET ${PULL}`, failure, { body: pullJson() });
  expect(await aPort().read(7)).toMatchObject({ number: 7 });
  expect(wire.exchanges).toHaveLength(2);
});

test.each([
  ["a secondary limit", secondary, 4],
  ["a server's error", refusal(500, "Server Error"), 4],
  ["a refusal", refusal(403, "Resource not accessible by integration"), 1],
  ["a request that is wrong", refusal(422, "Validation Failed"), 1],
  ["what is not there", refusal(404, "Not Found"), 1],
])("%s that lasts is reported in the end", async (_, failure, requests) => {
  const wire = aWire().on(`GET ${PULL}`, failure);
  await expect(aPort().read(7)).rejects.toMatchObject({ status: failure.status });
  expect(wire.exchanges).toHaveLength(requests);
});
