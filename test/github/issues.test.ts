// Issues are filed once, however often the same thing is found.

import { expect, test } from "vitest";
import { issueJson } from "../support/github-json.ts";
import { aWire } from "../support/wire.ts";
import { releasePorts } from "./release-client.ts";

const ROUTE = "/repos/acme/prompts/issues";
const issue = {
  marker: "<!-- prompt-steward:x -->",
  title: "X".repeat(300),
  body: "Text <!-- prompt-steward:x -->",
};

test("an issue that is not there is filed with our label", async () => {
  const wire = aWire()
    .on(`GET ${ROUTE}`, { body: [issueJson(1, "<!-- prompt-steward:y -->")] })
    .on(`POST ${ROUTE}`, { status: 201, body: issueJson(2, issue.body) });
  expect(await releasePorts().issues.ensure(issue)).toEqual({ number: 2, isNew: true });
  expect(wire.sent(`POST ${ROUTE}`)[0]?.body).toEqual({
    title: "X".repeat(250),
    body: issue.body,
    labels: ["prompt-steward"],
  });
  expect(wire.exchanges[0]?.path).toContain("labels=prompt-steward&state=all");
});

test("one that was filed and closed is not filed again", async () => {
  const wire = aWire().on(`GET ${ROUTE}`, { body: [issueJson(7, issue.body)] });
  expect(await releasePorts().issues.ensure(issue)).toEqual({ number: 7, isNew: false });
  expect(wire.sent(`POST ${ROUTE}`)).toEqual([]);
});
