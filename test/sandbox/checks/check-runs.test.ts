import { expect, test } from "vitest";
import type { AppRecord } from "../../../src/sandbox/accounts/apps.ts";
import type { RepositoryRecord } from "../../../src/sandbox/accounts/repositories.ts";
import {
  type CheckRunRecord,
  CheckRuns,
  type CheckSuiteRecord,
  suiteState,
} from "../../../src/sandbox/checks/check-runs.ts";

const repository = { fullName: "acme/prompts" } as RepositoryRecord;
const suite: CheckSuiteRecord = {
  id: 1,
  repository,
  app: { slug: "prompt-steward" } as AppRecord,
  sha: "a".repeat(40),
  branch: "main",
  before: "0".repeat(40),
  createdAt: "2026-01-05T09:00:00Z",
};

function aRun(id: number, name: string, conclusion: string | null): CheckRunRecord {
  return {
    id,
    suite,
    name,
    status: conclusion ? "completed" : "in_progress",
    conclusion,
    startedAt: suite.createdAt,
    completedAt: conclusion ? suite.createdAt : null,
    externalId: "",
    detailsUrl: null,
    output: { title: null, summary: null, text: null, annotations: [] },
    actions: [],
  };
}

test("of one name a thousand runs are kept, the oldest are forgotten", () => {
  const runs = new CheckRuns();
  runs.add(aRun(0, "other", "success"));
  for (let id = 1; id <= 1001; id += 1) runs.add(aRun(id, "check", "success"));
  expect(runs.find(repository, 1)).toBeUndefined();
  expect(runs.find(repository, 2)).toBeDefined();
  expect(runs.newest(repository, suite.sha, "check")?.id).toBe(1001);
  expect(runs.find(repository, 0)).toBeDefined();
});

test.each([
  ["nothing yet", [], "queued", null],
  ["one still running", [aRun(2, "b", null), aRun(1, "a", "failure")], "in_progress", null],
  ["the worst of the newest", [aRun(2, "b", "failure"), aRun(1, "a", "success")], "completed", "failure"],
  ["a name's newest counts", [aRun(2, "a", "success"), aRun(1, "a", "failure")], "completed", "success"],
  ["neutral among green", [aRun(2, "b", "neutral"), aRun(1, "a", "success")], "completed", "neutral"],
])("the state of a suite: %s", (_, newestFirst, status, conclusion) => {
  expect(suiteState(newestFirst)).toEqual({ status, conclusion });
});
