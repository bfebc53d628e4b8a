// Owners are asked for their review; where GitHub does not let the app ask, the check stands and the log says so.

import { expect, test } from "vitest";
import { ASK_REVIEW, serveAcmePrompts, titlesOf } from "../support/acme-prompts.ts";
import { tokenJson } from "../support/github-json.ts";
import { aWire, refusal } from "../support/wire.ts";
import { anApp, INSTALLATION } from "./an-app.ts";
import { pullEvent } from "./events.ts";

test.each([
  ["the app may not ask", refusal(403, "Resource not accessible by integration")],
  ["the owner has no access", refusal(422, "Reviews may only be requested from collaborators.")],
])("where %s, the delivery succeeds, the log tells, and it is not tried again", async (_, answer) => {
  const wire = serveAcmePrompts(aWire())
    .on(`POST /app/installations/${INSTALLATION}/access_tokens`, { status: 201, body: tokenJson() })
    .on(ASK_REVIEW, answer);
  const warnings: string[] = [];
  const app = await anApp({ warn: (message) => void warnings.push(message) });
  await app.deliver("pull_request", pullEvent("opened"));
  await app.deliver("pull_request", pullEvent("edited"), "2");
  expect(new Set(titlesOf(wire))).toEqual(new Set(["Waiting for @alice"]));
  expect(wire.sent(ASK_REVIEW)).toHaveLength(1);
  expect(warnings).toEqual([
    "acme/prompts#7: GitHub did not let us ask @alice for a review: give them access to the repository, and us `pull-requests: write`.",
  ]);
});
