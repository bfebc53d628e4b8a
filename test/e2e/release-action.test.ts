// The Action `release` in a repository without the App, run as a runner runs it.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Repository } from "../../src/sandbox/sandbox.ts";
import { type ActionResult, type ActionRun, type BuiltAction, buildAction } from "../action/run-action.ts";
import { aStage, README, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
let action: BuiltAction;
const folder = mkdtempSync(join(tmpdir(), "prompt-steward-results-"));
beforeAll(async () => {
  [stage, action] = await Promise.all([aStage({ permissions: {}, events: [] }), buildAction("release")]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  action.remove();
  await stage.stop();
});

/** As prompt-release.yml grants them. */
const PERMISSIONS = {
  checks: "read",
  contents: "write",
  deployments: "write",
  issues: "write",
  pull_requests: "read",
  statuses: "read",
} as const;

async function run(
  prompts: Repository,
  more: Partial<ActionRun> & { permissions?: Readonly<Record<string, "read" | "write">> } = {},
): Promise<ActionResult> {
  const event = prompts.workflowEvents().findLast(({ name }) => name === (more.event ?? "push"));
  if (!event) throw new Error("no push started a workflow");
  const token = await prompts.workflowToken({ permissions: more.permissions ?? PERMISSIONS });
  return action.run({
    event: event.name,
    payload: event.payload,
    ...more,
    inputs: { "github-token": token, ...more.inputs },
    env: {
      GITHUB_API_URL: stage.sandbox.apiUrl,
      GITHUB_SERVER_URL: stage.sandbox.webUrl,
      GITHUB_REPOSITORY: prompts.fullName,
    },
  });
}

/** Merged on the owner's word, without any check. */
async function merged(prompts: Repository, text: string): Promise<number> {
  const { alice, erin } = stage.people;
  await prompts.protect("main", { requiredChecks: [] });
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: text } });
  await alice.review(pull, "APPROVE");
  await erin.merge(pull, "squash");
  await stage.sandbox.settled();
  return pull.number;
}

async function tagMessage(prompts: Repository, tag: string): Promise<string> {
  const { octokit } = stage.people.ada;
  const place = { owner: prompts.owner, repo: prompts.name };
  const { data } = await octokit.rest.git.getRef({ ...place, ref: `tags/${tag}` });
  return (await octokit.rest.git.getTag({ ...place, tag_sha: data.object.sha })).data.message;
}

test("a push is released once, with what the evaluation gave", async () => {
  const prompts = await stage.repository("action-release");
  await merged(prompts, "Sort.\n");
  const results = join(folder, "results.json");
  writeFileSync(
    results,
    JSON.stringify({ results: { stats: { successes: 9, failures: 1, errors: 0 } }, shareableUrl: null }),
  );
  const first = await run(prompts, { inputs: { "eval-file": results } });
  expect(first).toMatchObject({ exitCode: 0, outputs: { waiting: "[]" } });
  // What was there before releases began, then what was merged.
  expect(JSON.parse(first.outputs.released ?? "")).toEqual(
    ["1.0.0", "1.1.0"].map((version) => ({
      prompt: "support/triage",
      version,
      tag: `prompts/support/triage/v${version}`,
      sha256: expect.stringMatching(/^[\da-f]{64}$/),
      unreviewed: false,
      retired: false,
    })),
  );
  expect(first.summary).toBe(`## Prompt releases

| Prompt | Version | What changed | Runs in |
| --- | --- | --- | --- |
| \`support/triage\` | 1.0.0 | adopted as it was when releases began |  |
| \`support/triage\` | 1.1.0 | the text changed | \`production\` |
`);
  const message = await tagMessage(prompts, "prompts/support/triage/v1.1.0");
  expect(message).toContain("evaluation:\n  tool: promptfoo\n  passed: 9\n  failed: 1\n");
  expect(message).toContain("approvers:\n  - login: alice\n");
  expect(await run(prompts)).toMatchObject({ exitCode: 0, outputs: { released: first.outputs.released } });
});

test("a push that changes no prompt is none of its business", async () => {
  const prompts = await stage.repository("action-no-prompt");
  await stage.people.ada.push(prompts, "main", { files: { [README]: "# Hello\n" } });
  expect(await run(prompts)).toMatchObject({
    exitCode: 0,
    outputs: { released: "[]", waiting: "[]" },
    summary: "## Prompt releases\n\nNo governed prompt changed.\n",
  });
});

test("a pull request is released by its number, when somebody asks", async () => {
  const prompts = await stage.repository("action-by-number");
  const number = await merged(prompts, "Sort.\n");
  const dispatch = { event: "push", inputs: { "pull-request": String(number) } };
  const result = await run(prompts, dispatch);
  expect(result.log).toContain("released prompts/support/triage/v1.1.0");
  expect(await tagMessage(prompts, "prompts/support/triage/v1.1.0")).toContain(`pull: ${number}\n`);
});

test.each([
  ["no number", { "pull-request": "seven" }, 'Input pull-request is "seven". Write a number, such as 12.'],
  ["nobody's number", { "pull-request": "99" }, "#99 is no merged pull request. Name one that is merged."],
  ["a file that is not there", { "eval-file": "nowhere.json" }, "Input eval-file cannot be read"],
  ["no token", { "github-token": "" }, "Input github-token is empty."],
])("%s is an error that says what to do", async (_, inputs, expected) => {
  const prompts = await stage.repository(`action-wrong-${expected.length}`);
  await merged(prompts, "Sort.\n");
  const result = await run(prompts, { inputs });
  expect(result.exitCode).toBe(1);
  expect(result.log).toContain(expected);
});

test("a token that may not write tags fails with the mend", async () => {
  const prompts = await stage.repository("action-read-only");
  await merged(prompts, "Sort.\n");
  const result = await run(prompts, { permissions: { ...PERMISSIONS, contents: "read" } });
  expect(result.exitCode).toBe(1);
  expect(result.log).toContain("contents: write");
});
