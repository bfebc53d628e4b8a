// What the check tells of versions and evaluation before a merge, and that the merge then does it.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aStage, CONFIG, FILES, NEWSLETTER, POLICY, type Stage, TONE, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.stop());

const BEFORE = FILES[TRIAGE] ?? "";

/** The versions that the check tells, and the highest ones that there are tags of. */
async function told(pull: PullRequest): Promise<string[]> {
  const { summary } = await stage.check(pull);
  return [...summary.matchAll(/^\*\*`.*$/gm)].map(([line]) => line.replace(/[*`]/g, ""));
}

async function released(repository: Repository): Promise<string[]> {
  const { octokit } = stage.people.ada;
  const place = { owner: repository.owner, repo: repository.name };
  const refs = await octokit.paginate(octokit.rest.git.listMatchingRefs, { ...place, ref: "tags/prompts/" });
  return refs
    .map(({ ref }) => ref.replace("refs/tags/prompts/", ""))
    .filter((name) => /\/v\d/.test(name))
    .sort();
}

async function merged(pull: PullRequest): Promise<void> {
  await stage.sandbox.settled();
  await stage.people.alice.review(pull, "APPROVE");
  await stage.sandbox.settled();
  await stage.people.erin.merge(pull, "squash");
  await stage.sandbox.settled();
}

describe("the check tells the version that the merge then makes", () => {
  test("of a change, a new prompt and a removed one", async () => {
    const { erin } = stage.people;
    const prompts = await stage.repository("told");
    await merged(await stage.propose(prompts, { by: erin, files: { [TRIAGE]: `${BEFORE}One.\n` } }));
    const pull = await stage.propose(prompts, {
      by: erin,
      files: { [TRIAGE]: `${BEFORE}One.\nTwo.\n`, "prompts/support/new.md": "New.\n" },
    });
    expect(await told(pull)).toEqual([
      "support/new 1.0.0 (first release)",
      "support/triage 1.1.0 → 1.2.0 (minor)",
    ]);
    expect((await stage.check(pull)).summary).toContain("+Two.");
    await merged(pull);
    expect(await released(prompts)).toEqual([
      "support/new/v1.0.0",
      "support/triage/v1.0.0",
      "support/triage/v1.1.0",
      "support/triage/v1.2.0",
    ]);
    const removal = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: null } });
    expect(await told(removal)).toEqual(["support/triage 1.2.0 → 2.0.0 (major)"]);
    await merged(removal);
    expect(await released(prompts)).toContain("support/triage/v2.0.0");
  });

  test("with a label, which only an admin lowers by", async () => {
    const { ada, erin } = stage.people;
    const prompts = await stage.repository("labelled");
    await merged(await stage.propose(prompts, { by: erin, files: { [TRIAGE]: `${BEFORE}One.\n` } }));
    const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: `${BEFORE}Two.\n` } });
    await erin.label(pull, "prompt-steward:patch");
    expect(await told(pull)).toEqual(["support/triage 1.1.0 → 1.2.0 (minor)"]);
    expect((await stage.check(pull)).summary).toContain(
      "@erin asks by a label for no more than a patch version",
    );
    await erin.label(pull, "prompt-steward:major");
    expect(await told(pull)).toEqual(["support/triage 1.1.0 → 2.0.0 (major)"]);
    const other = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: `${BEFORE}Three.\n` } });
    await ada.label(other, "prompt-steward:patch");
    expect(await told(other)).toEqual(["support/triage 1.1.0 → 1.1.1 (patch)"]);
    await merged(other);
    expect(await released(prompts)).toContain("support/triage/v1.1.1");
  });

  test("of bytes that are no text of GraphQL's", async () => {
    const { erin } = stage.people;
    const prompts = await stage.repository("byte-order-mark");
    const pull = await stage.propose(prompts, { by: erin, files: { [TONE]: "\ufeffBe kind, and brief.\n" } });
    const { summary, annotations } = await stage.check(pull);
    expect(summary).toContain("**`support/tone` 1.0.0");
    expect(annotations.map(({ title }) => title)).toEqual(["prompt-encoding: support/tone"]);
  });
});

describe("a check that a release waits for", () => {
  test("is shown as it goes, keeps nothing from merging, and the release follows it", async () => {
    const { ada, erin } = stage.people;
    const prompts = await stage.repository("evaluated", {
      files: { [CONFIG]: `${POLICY}evaluation:\n  required_checks: [promptfoo]\n` },
    });
    const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: `${BEFORE}One.\n` } });
    expect((await stage.check(pull)).summary).toContain("- ⏳ `promptfoo` has not run yet");
    const { octokit } = ada;
    const place = { owner: prompts.owner, repo: prompts.name };
    const sha = (await pull.read()).head.sha;
    const say = (state: "pending" | "success") =>
      octokit.rest.repos.createCommitStatus({ ...place, sha, context: "promptfoo", state });
    await say("pending");
    await merged(pull);
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
    expect(await released(prompts)).not.toContain("support/triage/v1.1.0");
    await say("success");
    await stage.sandbox.settled();
    expect(await released(prompts)).toContain("support/triage/v1.1.0");
  });

  test("is shown anew when it ends", async () => {
    const { ada, erin } = stage.people;
    const prompts = await stage.repository("re-judged", {
      files: { [CONFIG]: `${POLICY}evaluation:\n  required_checks: [promptfoo]\n` },
    });
    const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: `${BEFORE}One.\n` } });
    await stage.sandbox.settled();
    const place = { owner: prompts.owner, repo: prompts.name };
    const sha = (await pull.read()).head.sha;
    await ada.octokit.rest.repos.createCommitStatus({
      ...place,
      sha,
      context: "promptfoo",
      state: "failure",
    });
    const { summary, title } = await stage.check(pull);
    expect(title).toBe("Waiting for @alice");
    expect(summary).toContain("- ❌ `promptfoo` failed");
  });
});

test("opened it costs at most 5 requests and reviewed at most 3, however many prompts it changes", async () => {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("cost-of-versions");
  await stage.check(await stage.propose(prompts, { by: erin, files: { [NEWSLETTER]: "Write.\n" } }));
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`prompts/support/p${n}.md`, `${`Line ${n}.\n`.repeat(40)}`]),
  );
  const counted = async (act: () => Promise<unknown>) => {
    const mark = stage.sandbox.requests.mark();
    await act();
    await stage.sandbox.settled();
    return stage.sandbox.requests
      .since(mark)
      .filter(({ countsAgainstLimit, token }) => countsAgainstLimit && token === "installation")
      .map(({ route }) => route);
  };
  let pull: PullRequest | undefined;
  const opened = await counted(async () => {
    pull = await stage.propose(prompts, { by: erin, files: many });
  });
  expect(opened.length, opened.join("\n")).toBeLessThanOrEqual(5);
  if (!pull) throw new Error("nothing was opened");
  const opening = pull;
  const reviewed = await counted(() => alice.review(opening, "APPROVE"));
  expect(reviewed.length, reviewed.join("\n")).toBeLessThanOrEqual(3);
  expect((await stage.check(opening)).title).toMatch(/^Approved: /);
});
