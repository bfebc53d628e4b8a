// From merge to tags, Releases and deployments on GitHub, and on to production.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PullRequest, Repository } from "../../src/sandbox/sandbox.ts";
import { aStage, FILES, NEWSLETTER, type Stage, TONE, TRIAGE } from "./a-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await aStage();
});
afterAll(() => stage.stop());

const BEFORE = FILES[TRIAGE] ?? "";

interface SeenTag {
  readonly name: string;
  readonly commit: string;
  readonly message: string;
}

async function tags(repository: Repository): Promise<SeenTag[]> {
  const { octokit } = stage.people.ada;
  const place = { owner: repository.owner, repo: repository.name };
  const refs = await octokit.paginate(octokit.rest.git.listMatchingRefs, { ...place, ref: "tags/prompts/" });
  return Promise.all(
    refs.map(async ({ ref, object }) => {
      const { data } = await octokit.rest.git.getTag({ ...place, tag_sha: object.sha });
      return { name: ref.replace("refs/tags/", ""), commit: data.object.sha, message: data.message };
    }),
  );
}

async function names(repository: Repository): Promise<string[]> {
  return (await tags(repository)).map(({ name }) => name).sort();
}

async function shown(repository: Repository) {
  const { octokit } = stage.people.ada;
  const place = { owner: repository.owner, repo: repository.name };
  const { data: releases } = await octokit.rest.repos.listReleases(place);
  const { data: deployments } = await octokit.rest.repos.listDeployments(place);
  const states = await Promise.all(
    deployments.map(async ({ id, task, environment, ref }) => {
      const { data } = await octokit.rest.repos.listDeploymentStatuses({ ...place, deployment_id: id });
      return `${environment} ${task} ${ref.split("/").at(-1)}: ${data[0]?.state}`;
    }),
  );
  const { data: issues } = await octokit.rest.issues.listForRepo({ ...place, labels: "prompt-steward" });
  return {
    releases: releases.map(({ tag_name, prerelease }) => `${tag_name}${prerelease ? " (pre)" : ""}`).sort(),
    deployments: states.sort(),
    issues: issues.map(({ title }) => title),
  };
}

async function merged(
  repository: Repository,
  files: Readonly<Record<string, string | null>>,
  method: "merge" | "squash" | "rebase" = "squash",
): Promise<PullRequest> {
  const { alice, carol, erin } = stage.people;
  const pull = await stage.propose(repository, { by: erin, files, body: "## Why\nTickets went astray.\n" });
  await stage.sandbox.settled();
  if (Object.keys(files).some((path) => path.includes("support"))) await alice.review(pull, "APPROVE");
  if (NEWSLETTER in files) await carol.review(pull, "APPROVE");
  await stage.sandbox.settled();
  await erin.merge(pull, method);
  await stage.sandbox.settled();
  return pull;
}

describe.each(["squash", "merge", "rebase"] as const)("a pull request merged by %s", (method) => {
  test("is released with what was reviewed", async () => {
    const prompts = await stage.repository(`released-by-${method}`);
    await merged(prompts, { [TRIAGE]: `${BEFORE}Be polite.\n` }, method);
    expect(await names(prompts)).toEqual([
      "prompts/support/triage/env/production/1",
      "prompts/support/triage/env/production/2",
      "prompts/support/triage/v1.0.0",
      "prompts/support/triage/v1.1.0",
    ]);
    const adopted = (await tags(prompts)).find(({ name }) => name.endsWith("v1.0.0"));
    expect(adopted?.message).toContain("- adopted as it was when releases began\n");
    expect(adopted?.message).not.toContain("pull:");
    const pull = await merged(prompts, { [TRIAGE]: `${BEFORE}Be kind.\n` }, method);
    const released = (await tags(prompts)).find(({ name }) => name.endsWith("v1.2.0"));
    expect(released?.commit).toBe(await prompts.head());
    expect(released?.message).toContain("reasons:\n  - the text changed\n");
    expect(released?.message).toContain(`pull: ${pull.number}\nauthor: erin\napprovers:\n  - login: alice\n`);
    expect(released?.message).not.toContain("unreviewed");
    expect(await shown(prompts)).toEqual({
      releases: ["1.0.0", "1.1.0", "1.2.0"].map((version) => `prompts/support/triage/v${version}`),
      deployments: [
        "production prompt:support/triage v1.1.0: inactive",
        "production prompt:support/triage v1.2.0: success",
      ],
      issues: [],
    });
  });
});

async function costOf(prompts: Repository, files: Record<string, string>): Promise<string[]> {
  const { erin, alice, carol } = stage.people;
  const pull = await stage.propose(prompts, { by: erin, files });
  await stage.sandbox.settled();
  await alice.review(pull, "APPROVE");
  if (NEWSLETTER in files) await carol.review(pull, "APPROVE");
  await stage.sandbox.settled();
  const mark = stage.sandbox.requests.mark();
  await erin.merge(pull, "squash");
  await stage.sandbox.settled();
  return stage.sandbox.requests
    .since(mark)
    .filter(({ countsAgainstLimit, token }) => countsAgainstLimit && token === "installation")
    .map(({ route }) => route);
}

test("a release of one prompt costs at most 8 requests, one of three at most 16", async () => {
  const prompts = await stage.repository("cost-of-a-release");
  await merged(prompts, { [TRIAGE]: `${BEFORE}One.\n`, [TONE]: "1\n", [NEWSLETTER]: "1\n" });
  const one = await costOf(prompts, { [TRIAGE]: `${BEFORE}Two.\n` });
  expect(one, one.join("\n")).toHaveLength(7);
  const three = await costOf(prompts, { [TRIAGE]: `${BEFORE}Three.\n`, [TONE]: "3\n", [NEWSLETTER]: "3\n" });
  expect(three.length, three.join("\n")).toBeLessThanOrEqual(16);
});

test("an adoption costs 3 requests more", async () => {
  const prompts = await stage.repository("cost-of-an-adoption");
  await merged(prompts, { [TONE]: "1\n" });
  const adopting = await costOf(prompts, { [TRIAGE]: `${BEFORE}One.\n` });
  expect(adopting, adopting.join("\n")).toHaveLength(10);
});

test("a direct push is released as unreviewed, and the owner hears of it", async () => {
  const prompts = await stage.repository("pushed-directly");
  await stage.people.ada.push(prompts, "main", { files: { [TRIAGE]: "Mine.\n" } });
  await stage.sandbox.settled();
  expect(await shown(prompts)).toMatchObject({
    releases: ["prompts/support/triage/v1.0.0", "prompts/support/triage/v1.1.0 (pre)"],
    issues: ["Unreviewed release: support/triage 1.1.0"],
  });
});

test("a merge with what main had gained meanwhile is unreviewed, though GitHub merged it without a word", async () => {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("merged-in-silence");
  await prompts.protect("main", { requiredChecks: [] });
  const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: `${BEFORE}Last.\n` } });
  await stage.sandbox.settled();
  await alice.review(pull, "APPROVE");
  await stage.sandbox.settled();
  await merged(prompts, { [TRIAGE]: `First.\n${BEFORE}` });
  await erin.merge(pull, "squash");
  await stage.sandbox.settled();
  const last = (await tags(prompts)).find(({ name }) => name.endsWith("v1.2.0"));
  expect(last?.message).toContain('unreviewed: "Pull request #1 showed other bytes at its head');
  expect((await shown(prompts)).issues).toEqual(["Unreviewed release: support/triage 1.2.0"]);
});

test("a merge queue's push gives each pull request its version", async () => {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("released-by-queue");
  await prompts.protect("main", { requiredChecks: ["prompt-steward"], mergeQueue: "required" });
  const pulls: PullRequest[] = [];
  for (const files of [{ [TRIAGE]: `${BEFORE}One.\n` }, { [TONE]: "Two.\n" }]) {
    const pull = await stage.propose(prompts, { by: erin, files });
    await stage.sandbox.settled();
    await alice.review(pull, "APPROVE");
    await stage.sandbox.settled();
    pulls.push(pull);
  }
  const { deliveries } = stage.sandbox;
  deliveries.set({ kind: "held" });
  for (const pull of pulls) await erin.enqueue(pull);
  await deliveries.release("as-happened");
  deliveries.set({ kind: "at-once" });
  await stage.sandbox.settled();
  const released = await tags(prompts);
  const pullOf = (name: string) =>
    /^pull: (\d+)$/m.exec(released.find((tag) => tag.name === name)?.message ?? "")?.[1];
  expect([pullOf("prompts/support/triage/v1.1.0"), pullOf("prompts/support/tone/v1.1.0")]).toEqual([
    "1",
    "2",
  ]);
});

test("every event twice, and late, releases once", async () => {
  const prompts = await stage.repository("told-twice");
  stage.sandbox.deliveries.set({ kind: "twice" });
  await merged(prompts, { [TRIAGE]: "Twice.\n" });
  stage.sandbox.deliveries.set({ kind: "at-once" });
  expect(await shown(prompts)).toEqual({
    releases: ["prompts/support/triage/v1.0.0", "prompts/support/triage/v1.1.0"],
    deployments: ["production prompt:support/triage v1.1.0: success"],
    issues: [],
  });
});

test("an event that was lost is made up for by the next landing", async () => {
  const prompts = await stage.repository("lost-event");
  await merged(prompts, { [TRIAGE]: "One.\n" });
  await stage.restartApp(async () => {
    const { alice, erin, ada } = stage.people;
    const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: "Two.\n" } });
    await alice.review(pull, "APPROVE");
    await ada.merge(pull, "squash");
  });
  await merged(prompts, { [TRIAGE]: "Three.\n" });
  expect((await names(prompts)).filter((name) => name.includes("/v"))).toEqual([
    "prompts/support/triage/v1.0.0",
    "prompts/support/triage/v1.1.0",
    "prompts/support/triage/v1.2.0",
    "prompts/support/triage/v1.3.0",
  ]);
});

test("events in the wrong order leave the versions in the branch's order", async () => {
  const { alice, erin } = stage.people;
  const prompts = await stage.repository("wrong-order");
  await merged(prompts, { [TRIAGE]: "One.\n" });
  const { deliveries } = stage.sandbox;
  const pulls: PullRequest[] = [];
  for (const text of ["Two.\n", "Three.\n"]) {
    const pull = await stage.propose(prompts, { by: erin, files: { [TRIAGE]: text } });
    await stage.sandbox.settled();
    await alice.review(pull, "APPROVE");
    await stage.sandbox.settled();
    deliveries.set({ kind: "held" });
    await erin.merge(pull, "squash");
    pulls.push(pull);
    if (pulls.length === 1) deliveries.set({ kind: "at-once" });
  }
  await deliveries.release("reversed");
  deliveries.set({ kind: "at-once" });
  await stage.sandbox.settled();
  const released = await tags(prompts);
  const pullOf = (version: string) =>
    /^pull: (\d+)$/m.exec(released.find(({ name }) => name.endsWith(`/v${version}`))?.message ?? "")?.[1];
  expect([pullOf("1.2.0"), pullOf("1.3.0")]).toEqual(pulls.map(({ number }) => String(number)));
});

test("a release waits for a required check, and follows when it is green", async () => {
  const { ada } = stage.people;
  const prompts = await stage.repository("waits-for-evaluation", {
    files: {
      ".github/prompt-steward.yml": `version: 1
admins: ["@ada"]
prompts: [{ path: prompts/support/*.md, owner: "@alice" }]
rationale: { sections: [] }
evaluation: { required_checks: [promptfoo] }
`,
    },
  });
  await prompts.protect("main", { requiredChecks: [] });
  const pull = await merged(prompts, { [TRIAGE]: "One.\n" });
  const adopted = ["prompts/support/triage/env/production/1", "prompts/support/triage/v1.0.0"];
  expect(await names(prompts)).toEqual(adopted);
  const place = { owner: prompts.owner, repo: prompts.name, context: "promptfoo" };
  const { head } = await pull.read();
  for (const state of ["failure", "success"] as const) {
    await ada.octokit.rest.repos.createCommitStatus({ ...place, sha: head.sha, state });
    await stage.sandbox.settled();
    expect((await names(prompts)).length).toBe(state === "success" ? 4 : 2);
  }
});

test("a deleted prompt is retired", async () => {
  const prompts = await stage.repository("retired");
  await merged(prompts, { [TRIAGE]: "One.\n" });
  await merged(prompts, { [TRIAGE]: null });
  const last = (await tags(prompts)).find(({ name }) => name.endsWith("v2.0.0"));
  expect(last?.message).toContain("retired: true");
});

test("a ruleset that forbids the tags is told with its mend, and the release follows when it is gone", async () => {
  const prompts = await stage.repository("forbidden-tags");
  await prompts.forbid("tag", "creation");
  const pull = await merged(prompts, { [TRIAGE]: "One.\n" });
  expect(await names(prompts)).toEqual([]);
  const { octokit } = stage.people.ada;
  const { data } = await octokit.rest.issues.listForRepo({
    owner: prompts.owner,
    repo: prompts.name,
    labels: "prompt-steward",
  });
  expect(data).toMatchObject([{ title: "Releases of prompts could not be tagged" }]);
  expect(data[0]?.body).toContain("Add the App to the bypass list of the ruleset");
  expect(pull.number).toBeGreaterThan(0);
});

describe("/promote", () => {
  test("moves an environment for the owner, and for nobody else", async () => {
    const { alice, erin } = stage.people;
    const prompts = await stage.repository("promoted", {
      files: {
        ".github/prompt-steward.yml": `version: 1
admins: ["@ada"]
prompts:
  - path: prompts/support/*.md
    owner: "@alice"
    backup: "@bob"
rationale: { sections: [] }
release: { environments: [staging, production] }
`,
      },
    });
    const pull = await merged(prompts, { [TRIAGE]: "One.\n" });
    await erin.comment(pull, "/promote production");
    await stage.sandbox.settled();
    const mark = stage.sandbox.requests.mark();
    await alice.comment(pull, "/promote production because it held for two weeks");
    await stage.sandbox.settled();
    const cost = stage.sandbox.requests
      .since(mark)
      .filter(({ countsAgainstLimit, token }) => countsAgainstLimit && token === "installation");
    expect(cost.length, cost.map(({ route }) => route).join("\n")).toBeLessThanOrEqual(12);
    const comments = await pull.comments();
    expect(comments.map(({ body, user }) => [user?.login, body])).toEqual([
      ["erin", "/promote production"],
      [
        stage.registered.bot,
        "`support/triage` was not promoted. `@erin` is neither owner nor backup of `support/triage`, nor an admin. `@alice`, `@bob` or `@ada` can promote it.",
      ],
      ["alice", "/promote production because it held for two weeks"],
      [
        stage.registered.bot,
        expect.stringMatching(
          /^`production` now runs `support\/triage` \[1\.1\.0\]\(.+\)\. It ran nothing before\.$/,
        ),
      ],
    ]);
    expect(comments[2]?.reactions).toMatchObject({ eyes: 1, "+1": 1 });
    const moved = (await tags(prompts)).find(({ name }) => name.endsWith("env/production/1"));
    expect(moved?.message).toContain("by: alice\n");
    expect(moved?.message).toContain("why: it held for two weeks\n");
    expect((await shown(prompts)).deployments).toEqual([
      "production prompt:support/triage v1.1.0: success",
      "staging prompt:support/triage v1.1.0: success",
    ]);
  });
});
