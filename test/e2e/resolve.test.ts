// A repository that uses prompts of another one: what was merged and released there is fetched here by its pins, with a
// workflow's token, and whatever happens to the tags meanwhile is found.

import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Repository } from "../../src/sandbox/sandbox.ts";
import { type ActionResult, type BuiltAction, buildAction } from "../action/run-action.ts";
import { aStage, FILES, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
let action: BuiltAction;
let chat: Repository;
beforeAll(async () => {
  [stage, action] = await Promise.all([aStage(), buildAction("resolve")]);
  chat = await stage.acme.createRepository("chat", { files: { "README.md": "# Chat\n" } });
});
afterAll(async () => {
  action.remove();
  await stage.stop();
});

const ID = "support/triage";

/** Merges the text, which the App then releases. */
async function release(prompts: Repository, text: string): Promise<void> {
  const { alice, erin } = stage.people;
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: text } });
  await alice.review(pull, "APPROVE");
  await stage.sandbox.settled();
  await erin.merge(pull);
  await stage.sandbox.settled();
}

interface Resolved extends ActionResult {
  /** What the step's file holds; undefined where there is none. */
  readonly text: string | undefined;
  /** How many there were in all. */
  readonly requests: number;
}

/** @param apiPath of GitHub Enterprise Server's API, which lies elsewhere */
async function resolve(
  prompts: Repository,
  version: string,
  text: string,
  { token, apiPath = "" }: { readonly token?: string; readonly apiPath?: string } = {},
): Promise<Resolved> {
  const workspace = mkdtempSync(join(tmpdir(), "prompt-steward-consumer-"));
  const digest = createHash("sha256").update(text).digest("hex");
  const pin = `prompt: ${ID}, repository: ${prompts.fullName}, version: "${version}", sha256: "${digest}"`;
  writeFileSync(join(workspace, "prompts.lock.yml"), `version: 1\nprompts:\n  - {${pin}}\n`);
  try {
    const own = token ?? (await chat.workflowToken());
    const started = stage.sandbox.requests.mark();
    const result = await action.run({
      event: "push",
      payload: {},
      inputs: { "github-token": own },
      env: {
        GITHUB_API_URL: `${stage.sandbox.apiUrl}${apiPath}`,
        GITHUB_REPOSITORY: chat.fullName,
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: join(workspace, ".temp"),
      },
    });
    const { [ID]: path } = JSON.parse(result.outputs.paths ?? "{}") as Record<string, string>;
    return {
      ...result,
      text: path === undefined ? undefined : readFileSync(join(workspace, path), "utf8"),
      requests: stage.sandbox.requests.since(started).length,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

const FIRST = `${FILES[TRIAGE]}Be polite.\n`;
const SECOND = `${FILES[TRIAGE]}Be kind.\n`;

test("what was merged is pinned and fetched, in two requests, though newer versions came", async () => {
  const prompts = await stage.repository("prompts");
  await release(prompts, FIRST);
  await release(prompts, SECOND);
  const first = await resolve(prompts, "1.1.0", FIRST);
  expect(first).toMatchObject({ exitCode: 0, text: FIRST, requests: 2 });
  expect(first.log).toContain("1.2.0 is newer.");
  expect(await resolve(prompts, "1.2.0", SECOND)).toMatchObject({ exitCode: 0, text: SECOND });
  expect(await resolve(prompts, "1.2.0", FIRST)).toMatchObject({ exitCode: 1, text: undefined });
});

test("on GitHub Enterprise Server, whose GraphQL is not below its REST, it is the same", async () => {
  const prompts = await stage.repository("enterprise");
  await release(prompts, FIRST);
  const resolved = await resolve(prompts, "1.1.0", FIRST, { apiPath: "/api/v3" });
  expect(resolved).toMatchObject({ exitCode: 0, text: FIRST });
});

test("a tag that is moved, and one that is deleted, are called so", async () => {
  const { ada } = stage.people;
  const prompts = await stage.repository("moved");
  await release(prompts, FIRST);
  await release(prompts, SECOND);
  const at = { owner: prompts.owner, repo: prompts.name };
  const ref = `tags/prompts/${ID}/v1.1.0`;
  const { data: old } = await ada.octokit.rest.git.getRef({ ...at, ref });
  const { data: tag } = await ada.octokit.rest.git.getTag({ ...at, tag_sha: old.object.sha });
  await ada.octokit.rest.git.deleteRef({ ...at, ref });
  const deleted = await resolve(prompts, "1.1.0", FIRST);
  expect(deleted.log).toMatch(
    /line=3,title=pin-deleted-tag::The tag prompts\/support\/triage\/v1\.1\.0 was deleted/,
  );
  expect(deleted).toMatchObject({ exitCode: 1, text: undefined });

  // The old record, over other bytes.
  const { data: made } = await ada.octokit.rest.git.createTag({
    ...{ ...at, tag: tag.tag, message: tag.message, type: "commit" },
    object: await prompts.head(),
  });
  await ada.octokit.rest.git.createRef({ ...at, ref: `refs/${ref}`, sha: made.sha });
  const moved = await resolve(prompts, "1.1.0", FIRST);
  expect(moved.log).toMatch(/line=3,title=pin-moved-tag::.* points at a commit with other bytes/);
  expect(moved).toMatchObject({ exitCode: 1, text: undefined });
});

test("a private repository of prompts needs a token that may read it", async () => {
  const prompts = await stage.repository("private", { visibility: "private" });
  await release(prompts, FIRST);
  const hidden = await resolve(prompts, "1.1.0", FIRST);
  expect(hidden.log).toContain("there is no such repository for this token");
  expect(hidden).toMatchObject({ exitCode: 1, text: undefined });
  const token = await prompts.workflowToken();
  expect(await resolve(prompts, "1.1.0", FIRST, { token })).toMatchObject({ exitCode: 0, text: FIRST });
});
