// What a push's payload tells, and when it does not tell all.

import { describe, expect, test } from "vitest";
import { PushPayload } from "../../src/github/push-payload.ts";
import { objectName } from "../support/github-json.ts";

const [BEFORE, AFTER] = [objectName("before"), objectName("after")];
const commit = (more: object = {}) => ({ id: AFTER, added: ["a"], modified: ["b"], removed: [], ...more });
const push = (more: object = {}) => ({ ref: "refs/heads/main", before: BEFORE, after: AFTER, ...more });

describe("all of the push is known", () => {
  test("where each commit names its paths, each path once", () => {
    const commits = [commit(), commit({ id: BEFORE, added: ["b"], removed: ["c"] })];
    expect(PushPayload.parse(push({ commits })).whole).toEqual({
      commits: [AFTER, BEFORE],
      paths: ["a", "b", "c"],
    });
  });

  test.each([
    ["it names no commits", []],
    ["it names as many as GitHub names at most", Array.from({ length: 2048 }, () => commit())],
    ["its commits name no paths, as in a workflow", [{ id: AFTER }]],
    ["one of its commits names none", [commit(), { id: BEFORE }]],
  ])("not where %s", (_, commits) => {
    expect(PushPayload.parse(push({ commits })).whole).toBeUndefined();
  });
});

test.each([
  ["a person", { login: "Alice", type: "User" }, "alice"],
  ["somebody of unknown kind", { login: "alice" }, "alice"],
  ["a bot", { login: "acme-bot[bot]", type: "Bot" }, undefined],
  ["nobody", null, undefined],
])("who pushed: %s", (_, sender, expected) => {
  expect(PushPayload.parse(push({ sender })).pusher).toBe(expected);
});

test.each([
  ["no object", "push"],
  ["no ref", { ...push(), ref: undefined }],
  ["a commit that is none", push({ after: "main" })],
  ["commits of another shape", push({ commits: [{ id: 7 }] })],
])("%s is not a push", (_, payload) => {
  expect(PushPayload.safeParse(payload).success).toBe(false);
});
