// Which events of what landed ask GitHub for anything, and how often.

import { describe, expect, test } from "vitest";
import { serveAcmePrompts, TRIAGE } from "../support/acme-prompts.ts";
import { objectName, tokenJson } from "../support/github-json.ts";
import { answeredBy, page, Refused } from "../support/graphql.ts";
import { aWire, type Wire } from "../support/wire.ts";
import { anApp, INSTALLATION } from "./an-app.ts";
import { pullEvent, pushEvent } from "./events.ts";

const [BEFORE, AFTER] = [objectName("before"), objectName("after")];

/** GitHub shows nothing of what landed, so that each look is one request and no more. */
function aRepository(): Wire {
  const root = {
    repository: {
      id: "R_1",
      pullRequest: () => {
        throw new Refused("NOT_FOUND", "Could not resolve to a PullRequest");
      },
      object: () => null,
      ref: () => null,
      refs: () => page([]),
      releases: page([]),
    },
  };
  return serveAcmePrompts(aWire())
    .on(`POST /app/installations/${INSTALLATION}/access_tokens`, { status: 201, body: tokenJson() })
    .on("POST /graphql", answeredBy(root));
}

function looks(wire: Wire): string[] {
  return wire.sent("POST /graphql").map(({ body }) => {
    const { query } = body as { query: string };
    return query.includes("pull: pullRequest") ? "the pull request" : "the push";
  });
}

function merged(more: object = {}) {
  const event = pullEvent("closed", { state: "closed" }) as { pull_request: object };
  return {
    ...event,
    pull_request: { ...event.pull_request, merged: true, merge_commit_sha: AFTER, ...more },
  };
}

function push(more: object = {}) {
  const commit = { id: AFTER, added: [], modified: [TRIAGE.path], removed: [] };
  return pushEvent({
    ref: "refs/heads/main",
    before: BEFORE,
    after: AFTER,
    created: false,
    commits: [commit],
    ...more,
  });
}

describe("a push", () => {
  test.each([
    ["that touches a prompt is looked at", {}, ["the push"]],
    [
      "that touches none is not",
      { commits: [{ id: AFTER, added: ["README.md"], modified: [], removed: [] }] },
      [],
    ],
    ["to another branch is not", { ref: "refs/heads/other" }, []],
    ["of a tag is not", { ref: "refs/tags/main" }, []],
    ["that creates the branch is not", { created: true }, []],
    ["that deletes it is not", { deleted: true, after: "0".repeat(40) }, []],
  ])("%s", async (_, more, expected) => {
    const wire = aRepository();
    // GitHub tells nothing of the push, which is an error that the log tells of.
    await (await anApp()).deliver("push", push(more)).catch(() => undefined);
    expect([...new Set(looks(wire))]).toEqual(expected);
  });
});

describe("a merge", () => {
  test("whose push was told is not looked at by itself", async () => {
    const wire = aRepository();
    const app = await anApp();
    await app.deliver("push", push(), "1").catch(() => undefined);
    wire.forgetExchanges();
    await app.deliver("pull_request", merged(), "2");
    expect(looks(wire)).toEqual([]);
  });

  test("whose push comes while it is waited for is looked at once", async () => {
    const wire = aRepository();
    let app: Awaited<ReturnType<typeof anApp>> | undefined;
    let isTold = false;
    app = await anApp({
      pause: async () => {
        if (isTold) return;
        isTold = true;
        await app?.deliver("push", push(), "1").catch(() => undefined);
      },
    });
    await app.deliver("pull_request", merged(), "2");
    expect(looks(wire)).not.toContain("the pull request");
    expect(looks(wire)).toContain("the push");
  });

  test("whose push never comes is looked at", async () => {
    const wire = aRepository();
    await (await anApp()).deliver("pull_request", merged());
    expect(looks(wire)).toEqual(["the pull request"]);
  });

  test.each([
    ["that was none", { merged: false }],
    ["into another branch", { base: { ref: "other" } }],
  ])("%s is not", async (_, more) => {
    const wire = aRepository();
    await (await anApp()).deliver("pull_request", merged(more));
    expect(looks(wire)).toEqual([]);
  });
});
