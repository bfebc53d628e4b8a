// The manifest asks for what is used, and for nothing else.

import { globSync, readFileSync } from "node:fs";
import type { Probot } from "probot";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { stewardApp } from "../../src/app/app.ts";

const manifest = parse(readFileSync("app.yml", "utf8")) as {
  default_permissions: Record<string, string>;
  default_events: string[];
};
const page = readFileSync("docs/permissions.md", "utf8");

/** Which permission each route of GitHub's that we use needs, from GitHub's documentation of it. */
const NEEDS: Readonly<Record<string, string>> = {
  "GET /repos/{owner}/{repo}/contents/{path}": "contents: read",
  "GET /repos/{owner}/{repo}/compare/{basehead}": "contents: read",
  "GET /repos/{owner}/{repo}/git/trees/{tree_sha}": "contents: read",
  "GET /repos/{owner}/{repo}/git/matching-refs/{ref}": "contents: read",
  "GET /repos/{owner}/{repo}/commits": "contents: read",
  "GET /repos/{owner}/{repo}/pulls": "pull_requests: read",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}": "pull_requests: read",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/files": "pull_requests: read",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews": "pull_requests: read",
  "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers": "pull_requests: write",
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": "checks: read",
  "POST /repos/{owner}/{repo}/check-runs": "checks: write",
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": "checks: write",
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission": "metadata: read",
  "GET /orgs/{org}/teams/{team_slug}/members": "members: read",
  "GET /installation/repositories": "metadata: read",
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": "issues: write",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": "issues: write",
  "GET /repos/{owner}/{repo}/issues": "issues: read",
  "POST /repos/{owner}/{repo}/issues": "issues: write",
  "GET /repos/{owner}/{repo}": "metadata: read",
  "GET /repos/{owner}/{repo}/git/blobs/{file_sha}": "contents: read",
  "POST /repos/{owner}/{repo}/git/tags": "contents: write",
  "POST /repos/{owner}/{repo}/git/refs": "contents: write",
  "GET /repos/{owner}/{repo}/releases": "contents: read",
  "GET /repos/{owner}/{repo}/releases/tags/{tag}": "contents: read",
  "POST /repos/{owner}/{repo}/releases": "contents: write",
  "DELETE /repos/{owner}/{repo}/releases/{release_id}": "contents: write",
  "GET /repos/{owner}/{repo}/deployments": "deployments: read",
  "POST /repos/{owner}/{repo}/deployments": "deployments: write",
  "DELETE /repos/{owner}/{repo}/deployments/{deployment_id}": "deployments: write",
  "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses": "deployments: write",
};

/** Which permission lets an App subscribe to an event. */
const EVENT_NEEDS: Readonly<Record<string, string>> = {
  check_run: "checks: read",
  check_suite: "checks: read",
  issue_comment: "issues: read",
  member: "members: read",
  membership: "members: read",
  merge_group: "merge_queues: read",
  organization: "members: read",
  pull_request: "pull_requests: read",
  pull_request_review: "pull_requests: read",
  push: "contents: read",
  status: "statuses: read",
  team: "members: read",
};

test("its events are those that the app listens to", () => {
  const names = new Set<string>();
  const listening = {
    on(events: string | string[]) {
      for (const one of [events].flat()) names.add(one);
    },
  };
  stewardApp(listening as unknown as Probot, { serverUrl: "https://github.com", appId: 1 });
  const events = new Set([...names].map((name) => name.split(".")[0]));
  expect(manifest.default_events).toEqual([...events].sort());
  expect(Object.keys(EVENT_NEEDS).sort()).toEqual([...events].sort());
});

test("every route in the adapter is known here", () => {
  const code = globSync("src/{github,app}/**/*.ts").map((file) => readFileSync(file, "utf8"));
  const routes = code.flatMap(
    (text) => text.match(/(?<=")(?:GET|POST|PATCH|PUT|DELETE) \/[^"]+(?=")/g) ?? [],
  );
  expect([...new Set(routes)].sort()).toEqual(Object.keys(NEEDS).sort());
});

test("its permissions are the least that routes and events need", () => {
  const least = new Map<string, string>();
  for (const need of [...Object.values(NEEDS), ...Object.values(EVENT_NEEDS)]) {
    const [permission = "", level = ""] = need.split(": ");
    if (least.get(permission) !== "write") least.set(permission, level);
  }
  expect(manifest.default_permissions).toEqual(Object.fromEntries([...least].sort()));
});

test("the page says why each is asked", () => {
  const told = [...page.matchAll(/^\| `([a-z_]+): (read|write)` \| .{20,}\|$/gm)].map(([, name, level]) => [
    name,
    level,
  ]);
  expect(Object.fromEntries(told)).toEqual(manifest.default_permissions);
  const events = [...page.matchAll(/^\| `([a-z_]+)` \| .{20,}\|$/gm)].map(([, name]) => name);
  expect(events.sort()).toEqual(manifest.default_events);
});

test("it can stand in the set-up page's form, whose quotes it must not close", () => {
  expect(readFileSync("app.yml", "utf8").replace(/^#.*$/gm, "")).not.toContain("'");
});
