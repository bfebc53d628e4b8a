import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { assertValid, problemsOfExchange, problemsOfWebhook, routeOf } from "./openapi.ts";

const { components } = createRequire(import.meta.url)("@octokit/openapi/generated/api.github.com.json");

const files = {
  method: "GET",
  path: "/repos/acme/prompts/pulls/1/files?per_page=100",
  status: 200,
  responseBody: components.examples["diff-entry-items"].value,
};

test("GitHub's own example is valid", () => {
  expect(problemsOfExchange(files)).toEqual([]);
});

test("what is not valid is named where it is", () => {
  expect(() => assertValid("GET", "/app", 200, undefined, { id: "one" })).toThrow(/\/id: must be integer/);
});

test.each([
  [
    "an unknown route",
    { method: "GET", path: "/repos/acme/prompts/nothing/here", status: 200 },
    /no such route/,
  ],
  ["an unknown query parameter", { ...files, path: `${files.path}&size=3` }, /no such query parameter: size/],
  ["a missing key", { ...files, responseBody: [{ filename: "a.md" }] }, /must have required property/],
  ["a status GitHub never gives", { ...files, status: 204 }, /status 204 is not described/],
  [
    "a request of the wrong type",
    { method: "POST", path: "/repos/acme/prompts/check-runs", status: 500, requestBody: { name: 3 } },
    /request\/name: must be string/,
  ],
  [
    "a request without its body",
    { method: "POST", path: "/repos/acme/prompts/pulls", status: 500, responseBody: { message: "no" } },
    /needs a body/,
  ],
])("%s is told", (_, exchange, problem) => {
  expect(problemsOfExchange(exchange).join("\n")).toMatch(problem);
});

test("an error may carry whatever GitHub's errors carry", () => {
  const responseBody = {
    message: "Not Found",
    documentation_url: "https://docs.github.com/rest",
    status: "404",
  };
  expect(
    problemsOfExchange({ method: "GET", path: "/repos/a/b/pulls/9", status: 404, responseBody }),
  ).toEqual([]);
});

test.each([
  ["GET", "/repos/acme/prompts/contents/prompts/a.md?ref=x", "GET /repos/{owner}/{repo}/contents/{path}"],
  [
    "get",
    "/repos/acme/prompts/branches/a/b/protection",
    "GET /repos/{owner}/{repo}/branches/{branch}/protection",
  ],
  ["GET", "/repos/acme/prompts/commits/a/b/check-runs", "GET /repos/{owner}/{repo}/commits/{ref}/check-runs"],
  ["GET", "/app", "GET /app"],
])("%s %s is %s", (method, path, route) => {
  expect(routeOf(method, path)).toBe(route);
});

test("a payload is held against its event", () => {
  expect(problemsOfWebhook("pull_request", { action: "opened" }).join("\n")).toMatch(/pull_request/);
  expect(problemsOfWebhook("pull_request", { action: "exploded" })).toEqual([
    "no such event: pull-request-exploded",
  ]);
});
