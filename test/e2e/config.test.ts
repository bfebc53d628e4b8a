// The config is governed too, and what it says holds for every open pull request at once.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aStage, CONFIG, NEWSLETTER, POLICY, README, refusalOf, type Stage, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.stop());

const QUEUES = "Answer with one queue: billing, refunds, technical, human.\n";
const BROKEN = POLICY.replace('owner: "@carol"', "owner: @carol");
const BROKEN_LINE = BROKEN.split("\n").findIndex((line) => line.endsWith("owner: @carol")) + 1;

describe("a pull request that edits the config", () => {
  test("cannot loosen the rules it is judged by, and only an admin approves it", async () => {
    const { ada, alice, erin } = stage.people;
    const prompts = await stage.repository("config-loosened");
    const pull = await stage.propose(prompts, {
      by: erin,
      files: { [CONFIG]: POLICY.replaceAll("@alice", "@erin").replace("@ada", "@erin"), [TRIAGE]: QUEUES },
    });
    expect(await stage.check(pull)).toMatchObject({
      conclusion: "action_required",
      title: "Waiting for @ada, @alice",
    });
    await alice.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @ada" });
    await ada.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  });

  test("is checked before it is merged: the mistake is named at its line", async () => {
    const { ada, erin } = stage.people;
    const prompts = await stage.repository("config-mistaken");
    const pull = await stage.propose(prompts, { by: erin, branch: "config", files: { [CONFIG]: BROKEN } });
    const { conclusion, annotations } = await stage.check(pull);
    expect(conclusion).toBe("failure");
    expect(annotations).toMatchObject([
      { path: CONFIG, start_line: BROKEN_LINE, annotation_level: "failure" },
    ]);
    await ada.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject({ conclusion: "failure" });
    await erin.push(prompts, "config", { files: { [CONFIG]: POLICY.replace("@dave", "@erin") } });
    expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @ada" });
  });

  test("adds a prompt with its entry: the entry holds for that prompt alone", async () => {
    const { ada, dave, erin } = stage.people;
    const prompts = await stage.repository("config-entry");
    const entry = '  - path: "**/*.txt"\n    owner: "@dave"\n    backup: "@bob"\n';
    const pull = await stage.propose(prompts, {
      by: erin,
      files: {
        [CONFIG]: POLICY.replace("rationale:", `${entry}rationale:`),
        "search/rewrite.txt": "Rewrite.\n",
      },
    });
    expect(await stage.check(pull)).toMatchObject({ title: "Waiting for @ada, @dave" });
    await dave.review(pull, "APPROVE");
    await ada.review(pull, "APPROVE");
    expect(await stage.check(pull)).toMatchObject({ conclusion: "success" });
  });

  test("is merged: the pull requests that are open are judged by it", async () => {
    const { ada, dave, erin } = stage.people;
    const prompts = await stage.repository("config-merged");
    const open = await stage.propose(prompts, { by: erin, files: { [NEWSLETTER]: "Write one sentence.\n" } });
    expect(await stage.check(open)).toMatchObject({ title: "Waiting for @carol" });
    const swapped = POLICY.replace("@carol", "@x").replace("@dave", "@carol").replace("@x", "@dave");
    const config = await stage.propose(prompts, { by: erin, files: { [CONFIG]: swapped } });
    await ada.review(config, "APPROVE");
    await stage.sandbox.settled();
    await erin.merge(config);
    expect(await stage.check(open)).toMatchObject({ title: "Waiting for @dave" });
    expect((await open.read()).requested_reviewers).toMatchObject([{ login: "carol" }, { login: "dave" }]);
    await dave.review(open, "APPROVE");
    expect(await stage.check(open)).toMatchObject({ conclusion: "success" });
  });
});

test("a broken config on base lets nothing pass, names the line, and is repaired by a pull request of its own", async () => {
  const { ada, erin } = stage.people;
  const prompts = await stage.repository("config-broken");
  const open = await stage.propose(prompts, { by: erin, files: { [README]: "# Reworded\n" } });
  expect(await stage.check(open)).toMatchObject({ conclusion: "success" });

  await ada.push(prompts, "main", { files: { [CONFIG]: BROKEN } });
  const broken = await stage.check(open);
  expect(broken).toMatchObject({ conclusion: "failure", title: "The config on the base branch is broken" });
  expect(broken.summary).toContain(`${CONFIG}:${BROKEN_LINE}`);
  expect(await refusalOf(erin.merge(open))).toMatch(/^405/);

  const repair = await stage.propose(prompts, { by: erin, files: { [CONFIG]: POLICY } });
  expect(await stage.check(repair)).toMatchObject({ title: "Waiting for @ada" });
  await ada.review(repair, "APPROVE");
  expect(await stage.check(repair)).toMatchObject({ conclusion: "success" });
  await erin.merge(repair);
  expect(await stage.check(open)).toMatchObject({ conclusion: "success", title: "No prompt changed" });
});

test("without a config the check is neutral and says how to begin; the first one governs once it is merged", async () => {
  const { erin } = stage.people;
  const prompts = await stage.repository("config-none", { files: { [CONFIG]: null } });
  const open = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  const neutral = await stage.check(open);
  expect(neutral).toMatchObject({ conclusion: "neutral", title: "No config on the base branch yet" });
  expect(neutral.summary).toContain("npx prompt-steward init --from-history");

  const first = await stage.propose(prompts, { by: erin, files: { [CONFIG]: POLICY } });
  expect(await stage.check(first)).toMatchObject({ conclusion: "neutral" });
  await erin.merge(first);
  expect(await stage.check(open)).toMatchObject({ title: "Waiting for @alice" });
});

test("the organisation's default config rules repositories without one of their own, from the push on", async () => {
  const { ada, erin } = stage.people;
  const prompts = await stage.repository("config-shared", { files: { [CONFIG]: null } });
  const open = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: QUEUES } });
  expect(await stage.check(open)).toMatchObject({ conclusion: "neutral" });
  const shared = await stage.acme.createRepository(".github");
  await ada.push(shared, "main", { files: { [CONFIG]: POLICY } });
  expect(await stage.check(open)).toMatchObject({ title: "Waiting for @alice" });
  await ada.push(shared, "main", { files: { [CONFIG]: POLICY.replaceAll("@alice", "@dave") } });
  expect(await stage.check(open)).toMatchObject({ title: "Waiting for @dave" });
});
