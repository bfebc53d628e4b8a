// What a landing becomes: versions, tags, moves of the first environment, Releases, deployments and issues.

import { describe, expect, test } from "vitest";
import { readHistory } from "../../../src/core/release/history.ts";
import type { ReleaseRecord } from "../../../src/core/release/record.ts";
import { UserError } from "../../../src/core/user-error.ts";
import { type Push, type ReleaseOptions, release } from "../../../src/operations/release.ts";
import { blobOf, CONFIG, FakeRepository, type PullFacts, triage } from "./a-repository.ts";

const TRIAGE = "prompts/triage.txt";
const MAIL = "prompts/mail.txt";

async function released(repository: FakeRepository, push: Push, options: ReleaseOptions = {}) {
  return release(repository.ports(), push, options);
}

function recordOf(repository: FakeRepository, name: string): ReleaseRecord | undefined {
  const [, prompt = "", version] = /^prompts\/(.+)\/v(.+)$/.exec(name) ?? [];
  const history = readHistory(repository.tags.values()).prompts.get(prompt as typeof triage);
  return history?.releases.find((one) => one.version === version)?.record;
}

describe("a merged pull request", () => {
  test("gives each prompt its version, with everything that was reviewed", async () => {
    const repository = new FakeRepository();
    await released(
      repository,
      repository.merge(6, { [TRIAGE]: "Sort the tickets.\n" }, { approvedBy: ["alice"] }),
    );
    const push = repository.merge(
      7,
      { [TRIAGE]: "Sort the tickets well.\n" },
      { approvedBy: ["alice", "stranger"], body: "## Why\nTickets went astray.\n", mergedBy: "bob" },
    );
    expect(await released(repository, push)).toMatchObject({ kind: "released", problems: [], findings: [] });
    expect(repository.tagNames).toEqual([
      "prompts/support/triage/env/staging/1",
      "prompts/support/triage/env/staging/2",
      "prompts/support/triage/v1.0.0",
      "prompts/support/triage/v1.1.0",
    ]);
    expect(recordOf(repository, "prompts/support/triage/v1.1.0")).toEqual({
      prompt: triage,
      version: "1.1.0",
      previous: "1.0.0",
      level: "behaviour",
      reasons: ["the text changed"],
      path: TRIAGE,
      file: {
        blob: blobOf("Sort the tickets well.\n"),
        sha256: "494e04cae0e48183537afe0908fdaee2c731226e6063a673923ca311891232be",
      },
      pull: 7,
      author: "erin",
      approvers: [{ login: "alice", commit: expect.any(String) }],
      rationale: [{ heading: "Why", text: "Tickets went astray." }],
    });
    const move = readHistory(repository.tags.values()).prompts.get(triage)?.moves("staging").at(-1);
    expect(move?.reading).toEqual({
      kind: "record",
      record: {
        prompt: triage,
        environment: "staging",
        n: 2,
        from: "1.0.0",
        to: "1.1.0",
        by: "bob",
        at: "2030-01-01T12:00:00.000Z",
        why: "Pull request #7 was merged: Change a prompt",
        bad: [],
        pull: 7,
      },
    });
    expect(repository.releases.map(({ tag, title, isPreRelease }) => [tag, title, isPreRelease])).toEqual([
      ["prompts/support/triage/v1.0.0", "support/triage 1.0.0", false],
      ["prompts/support/triage/v1.1.0", "support/triage 1.1.0", false],
    ]);
    expect(
      repository.deployments.map(({ version, environment, status }) => [version, environment, status]),
    ).toEqual([
      ["1.0.0", "staging", "inactive"],
      ["1.1.0", "staging", "success"],
    ]);
    expect(repository.issues).toEqual([]);
  });

  test.each(["squash", "merge", "rebase"] as const)("by %s gives the same tags", async (method) => {
    const repository = new FakeRepository();
    const push = repository.merge(7, { [MAIL]: "Write.\n", [TRIAGE]: "Sort.\n" }, { method });
    await released(repository, push);
    expect(repository.tagNames).toEqual([
      "prompts/mail/env/staging/1",
      "prompts/mail/v1.0.0",
      "prompts/support/triage/env/staging/1",
      "prompts/support/triage/v1.0.0",
    ]);
    expect(new Set([...repository.tags.values()].map(({ commit }) => commit))).toEqual(
      new Set([repository.tip]),
    );
    expect(repository.issues).toEqual([]);
  });

  test("that touches no prompt costs nothing", async () => {
    const repository = new FakeRepository();
    expect(await released(repository, repository.merge(7, { "README.md": "Hello" }))).toEqual({
      kind: "nothing",
    });
    expect([repository.reads, repository.writes]).toEqual([[], 0]);
  });

  test("is released once, however often it is told of", async () => {
    const repository = new FakeRepository();
    const push = repository.merge(7, { [TRIAGE]: "Sort.\n" });
    await released(repository, push);
    const { writes } = repository;
    await released(repository, push);
    expect(repository.writes).toBe(writes);
  });

  test("without a list of its paths is compared", async () => {
    const repository = new FakeRepository();
    const { paths: _, commits: __, ...push } = repository.merge(7, { [TRIAGE]: "Sort.\n" });
    await released(repository, push);
    expect(repository.tagNames).toContain("prompts/support/triage/v1.0.0");
  });

  test("is waited for where GitHub's index lags behind the push", async () => {
    const repository = new FakeRepository();
    repository.indexLag = 2;
    await released(repository, repository.merge(7, { [TRIAGE]: "Sort.\n" }));
    expect(recordOf(repository, "prompts/support/triage/v1.0.0")).toMatchObject({ pull: 7 });
    expect(repository.issues).toEqual([]);
  });

  test("is found at once where its own event told of it", async () => {
    const repository = new FakeRepository();
    repository.indexLag = 99;
    const push = repository.merge(7, { [TRIAGE]: "Sort.\n" });
    await released(repository, { ...push, pulls: new Map([[push.after, 7]]) });
    expect(repository.reads.filter((one) => one === "landings")).toHaveLength(1);
  });
});

describe("several pull requests in one push, as from a merge queue", () => {
  test("give each its versions, in order", async () => {
    const repository = new FakeRepository();
    const push = repository.together(
      repository.merge(7, { [TRIAGE]: "Sort.\n" }),
      repository.merge(8, { [MAIL]: "Write.\n" }, { method: "merge" }),
      repository.merge(9, { [TRIAGE]: "Sort well.\n", [MAIL]: "Write well.\n" }, { method: "rebase" }),
    );
    await released(repository, push);
    expect(repository.tagNames.filter((name) => name.includes("/v"))).toEqual([
      "prompts/mail/v1.0.0",
      "prompts/mail/v1.1.0",
      "prompts/support/triage/v1.0.0",
      "prompts/support/triage/v1.1.0",
    ]);
    expect(recordOf(repository, "prompts/support/triage/v1.1.0")).toMatchObject({
      pull: 9,
      previous: "1.0.0",
    });
    expect(recordOf(repository, "prompts/mail/v1.0.0")).toMatchObject({ pull: 8 });
    expect(repository.deployments.map(({ prompt, version, status }) => [prompt, version, status])).toEqual([
      ["support/triage", "1.0.0", "inactive"],
      ["mail", "1.0.0", "inactive"],
      ["mail", "1.1.0", "success"],
      ["support/triage", "1.1.0", "success"],
    ]);
  });

  test("are caught up with after an event got lost, each by itself", async () => {
    const repository = new FakeRepository();
    await released(repository, repository.merge(6, { [TRIAGE]: "One.\n" }));
    repository.merge(7, { [TRIAGE]: "Two.\n" });
    repository.merge(8, { [TRIAGE]: "Three.\n" });
    await released(repository, repository.merge(9, { [TRIAGE]: "Four.\n" }));
    const pulls = ["1.0.0", "1.1.0", "1.2.0", "1.3.0"].map(
      (version) => recordOf(repository, `prompts/support/triage/v${version}`)?.pull,
    );
    expect(pulls).toEqual([6, 7, 8, 9]);
  });

  test("that come in the wrong order get no version below a later one", async () => {
    const repository = new FakeRepository();
    const config = CONFIG.replace("environments: [staging, production]", "environments: [staging]");
    const first = repository.merge(6, { [TRIAGE]: "One.\n", ".github/prompt-steward.yml": config });
    const second = repository.merge(7, { [TRIAGE]: "Two.\n" });
    await released(repository, second);
    const outcome = await released(repository, first);
    expect(repository.tagNames.filter((name) => name.includes("/v"))).toEqual([
      "prompts/support/triage/v1.0.0",
      "prompts/support/triage/v1.1.0",
    ]);
    // What the first one brought is what the second one found and adopted.
    expect(recordOf(repository, "prompts/support/triage/v1.0.0")?.adopted).toBe(true);
    expect(outcome).toMatchObject({ releases: [{ record: { version: "1.0.0" } }], findings: [] });
  });
});

describe("bytes that nobody approved", () => {
  test.each([
    [
      "a direct push",
      (repository: FakeRepository) => repository.push({ [TRIAGE]: "Mine.\n" }),
      "It was pushed without a pull request.",
    ],
    [
      "a merge with what the base branch had gained",
      (repository: FakeRepository) =>
        repository.merge(
          7,
          { [TRIAGE]: "Both.\n" },
          { approvedBy: ["alice"], atHead: { [TRIAGE]: "Theirs.\n" } },
        ),
      "Pull request #7 showed other bytes at its head b1d3e3e: the base branch had changed the file meanwhile, and GitHub merged both changes.",
    ],
    [
      "a merge past the check",
      (repository: FakeRepository) =>
        repository.merge(
          7,
          { [TRIAGE]: "Mine.\n" },
          { approvedBy: ["stranger", "erin"], gate: "not-passed" },
        ),
      "Pull request #7 was merged though the check `prompt-steward` had not passed at b1d3e3e.",
    ],
    [
      "a merge that no gate judged",
      (repository: FakeRepository) =>
        repository.merge(
          7,
          { [TRIAGE]: "Mine.\n" },
          { approvedBy: ["alice"], sawOther: true, gate: "absent" },
        ),
      "Pull request #7 was merged without the approval of the owner or anybody who stands in.",
    ],
  ])("%s is released as unreviewed and told to the owner once", async (_, land, reason) => {
    const repository = new FakeRepository();
    const push = land(repository);
    await released(repository, push);
    await released(repository, push);
    const unreviewed = recordOf(repository, "prompts/support/triage/v1.0.0")?.unreviewed;
    expect(unreviewed?.replace(/head [0-9a-f]{7}|at [0-9a-f]{7}/, "")).toBe(
      reason.replace(/head [0-9a-f]{7}|at [0-9a-f]{7}/, ""),
    );
    expect(repository.releases).toMatchObject([
      { isPreRelease: true, title: "support/triage 1.0.0 (unreviewed)" },
    ]);
    expect(repository.releases[0]?.body.startsWith("> [!WARNING]\n> **Nobody approved these bytes.**")).toBe(
      true,
    );
    expect(repository.issues).toMatchObject([{ title: "Unreviewed release: support/triage 1.0.0" }]);
    expect(repository.issues[0]?.body).toMatch(/^@alice, please read what changed/);
    expect(repository.issues[0]?.body).toContain("<!-- prompt-steward:unreviewed support/triage 1.0.0 -->");
  });

  test("are none where the owner approved them, whatever the check said", async () => {
    const repository = new FakeRepository();
    await released(
      repository,
      repository.merge(7, { [TRIAGE]: "Mine.\n" }, { approvedBy: ["alice"], gate: "absent" }),
    );
    expect(recordOf(repository, "prompts/support/triage/v1.0.0")?.unreviewed).toBeUndefined();
  });
});

describe("a prompt's life", () => {
  test("goes on under its id when the file and the config's path for it move", async () => {
    const repository = new FakeRepository();
    await released(repository, repository.merge(6, { [TRIAGE]: "Sort.\n" }));
    const moved = "prompts/support/sort.txt";
    const push = repository.merge(7, {
      [TRIAGE]: null,
      [moved]: "Sort.\n",
      ".github/prompt-steward.yml": CONFIG.replace(`path: ${TRIAGE}`, `path: ${moved}`),
    });
    await released(repository, push);
    expect(recordOf(repository, "prompts/support/triage/v1.0.1")).toMatchObject({
      path: moved,
      level: "patch",
      reasons: ["the file moved from `prompts/triage.txt` to `prompts/support/sort.txt`"],
    });
    expect(repository.tagNames.filter((name) => name.includes("/v"))).toHaveLength(2);
  });

  test("ends with a last tag, and may begin again", async () => {
    const repository = new FakeRepository();
    await released(repository, repository.merge(6, { [TRIAGE]: "Sort.\n" }));
    await released(repository, repository.merge(7, { [TRIAGE]: null }));
    expect(recordOf(repository, "prompts/support/triage/v2.0.0")).toMatchObject({
      retired: true,
      path: TRIAGE,
    });
    expect(repository.tagNames).not.toContain("prompts/support/triage/env/staging/2");
    await released(repository, repository.merge(8, { [TRIAGE]: "Sort again.\n" }));
    expect(recordOf(repository, "prompts/support/triage/v2.1.0")).toMatchObject({
      reasons: ["the prompt was retired and is back", "the text changed"],
    });
  });

  test("ends also when the same pull request takes it out of the config", async () => {
    const repository = new FakeRepository();
    await released(repository, repository.merge(6, { [TRIAGE]: "Sort.\n" }));
    const config = "version: 1\nadmins: ['@root']\n";
    await released(repository, repository.merge(7, { [TRIAGE]: null, ".github/prompt-steward.yml": config }));
    expect(repository.tagNames).toContain("prompts/support/triage/v2.0.0");
  });
});

test("the first config releases nothing of what it comes with", async () => {
  const repository = new FakeRepository("", {});
  const push = repository.push({ ".github/prompt-steward.yml": CONFIG, [TRIAGE]: "Sort.\n" });
  expect(await released(repository, push)).toEqual({ kind: "nothing" });
  await released(repository, repository.merge(7, { [TRIAGE]: "Sort well.\n" }));
  expect(recordOf(repository, "prompts/support/triage/v1.1.0")).toMatchObject({ pull: 7 });
});

describe("a prompt that was there before releases began", () => {
  const OLD = "Sort as ever.\n";
  const aRepository = (config = CONFIG) => new FakeRepository(config, { [TRIAGE]: OLD });
  const versionsOf = (repository: FakeRepository) =>
    repository.tagNames.flatMap((name) => /\/v(.+)$/.exec(name)?.[1] ?? []);

  test("is adopted as it was, and its first change is the next version", async () => {
    const repository = aRepository();
    const before = repository.tip;
    const push = repository.merge(7, { [TRIAGE]: "Sort well.\n" }, { mergedBy: "bob" });
    await released(repository, push);
    expect(recordOf(repository, "prompts/support/triage/v1.0.0")).toEqual({
      prompt: triage,
      version: "1.0.0",
      level: "patch",
      reasons: ["adopted as it was when releases began", "no approval of it is recorded"],
      path: TRIAGE,
      file: { blob: blobOf(OLD), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      approvers: [],
      rationale: [],
      adopted: true,
    });
    expect(repository.tags.get("prompts/support/triage/v1.0.0")?.commit).toBe(before);
    expect(recordOf(repository, "prompts/support/triage/v1.1.0")).toMatchObject({
      previous: "1.0.0",
      pull: 7,
      reasons: ["the text changed"],
    });
    const moves = readHistory(repository.tags.values()).prompts.get(triage)?.moves("staging") ?? [];
    expect(moves.map(({ reading }) => reading.kind === "record" && reading.record)).toMatchObject([
      { n: 1, to: "1.0.0", by: "bob", why: "It ran there before releases began." },
      { n: 2, from: "1.0.0", to: "1.1.0" },
    ]);
    expect(repository.releases.map(({ title, isPreRelease }) => [title, isPreRelease])).toEqual([
      ["support/triage 1.0.0 (adopted)", false],
      ["support/triage 1.1.0", false],
    ]);
    expect(repository.releases[0]?.body).not.toMatch(/without a pull request|Nobody approved/);
    expect(repository.deployments.map(({ version, status }) => [version, status])).toEqual([
      ["1.1.0", "success"],
    ]);
    expect(repository.issues).toEqual([]);
    const { writes } = repository;
    await released(repository, push);
    expect(repository.writes).toBe(writes);
  });

  test("is adopted at a direct push, which alone is unreviewed", async () => {
    const repository = aRepository();
    await released(repository, repository.push({ [TRIAGE]: "Mine.\n" }));
    expect(recordOf(repository, "prompts/support/triage/v1.0.0")?.unreviewed).toBeUndefined();
    expect(repository.issues).toMatchObject([{ title: "Unreviewed release: support/triage 1.1.0" }]);
  });

  test("is adopted, then retired, where its first change is its removal", async () => {
    const repository = aRepository();
    await released(repository, repository.merge(7, { [TRIAGE]: null }));
    expect(versionsOf(repository)).toEqual(["1.0.0", "2.0.0"]);
    expect(recordOf(repository, "prompts/support/triage/v2.0.0")).toMatchObject({ retired: true });
  });

  test("begins below 1.0.0 while it is a draft", async () => {
    const repository = aRepository(
      CONFIG.replace("id: support/triage", "id: support/triage\n    status: draft"),
    );
    await released(repository, repository.merge(7, { [TRIAGE]: "Sort well.\n" }));
    expect(versionsOf(repository)).toEqual(["0.1.0", "0.2.0"]);
  });

  test("is adopted by the first of several landings alone", async () => {
    const repository = aRepository();
    const push = repository.together(
      repository.merge(6, { [MAIL]: "Write.\n" }),
      repository.merge(7, { [TRIAGE]: "Two.\n" }),
      repository.merge(8, { [TRIAGE]: "Three.\n" }),
    );
    await released(repository, push);
    await released(repository, push);
    expect(repository.tagNames.filter((name) => name.includes("/v"))).toEqual([
      "prompts/mail/v1.0.0",
      "prompts/support/triage/v1.0.0",
      "prompts/support/triage/v1.1.0",
      "prompts/support/triage/v1.2.0",
    ]);
    expect(recordOf(repository, "prompts/support/triage/v1.0.0")?.file?.blob).toBe(blobOf(OLD));
  });

  test("is adopted though its change waits for required checks", async () => {
    const repository = aRepository(`${CONFIG}evaluation:\n  required_checks: [promptfoo]\n`);
    const push = repository.merge(7, { [TRIAGE]: "Sort well.\n" });
    await released(repository, push);
    expect(versionsOf(repository)).toEqual(["1.0.0"]);
    repository.checked(7, [{ name: "promptfoo", state: "success" }]);
    await released(repository, push);
    expect(versionsOf(repository)).toEqual(["1.0.0", "1.1.0"]);
  });

  test("is not adopted where somebody has tagged it by hand, or its file was none to read", async () => {
    const tagged = aRepository();
    tagged.tagByHand("prompts/support/triage/v0.9.0");
    await released(tagged, tagged.merge(7, { [TRIAGE]: "Sort well.\n" }));
    const linked = new FakeRepository(CONFIG, { [TRIAGE]: "→" });
    await released(linked, linked.merge(7, { [TRIAGE]: "Sort well.\n" }));
    for (const repository of [tagged, linked]) {
      const { releases = [] } = readHistory(repository.tags.values()).prompts.get(triage) ?? {};
      expect(releases.some(({ record }) => record?.adopted)).toBe(false);
    }
    expect(recordOf(linked, "prompts/support/triage/v1.0.0")).toMatchObject({ pull: 7 });
  });

  test("has a Release of its own where there is one a merge", async () => {
    const repository = aRepository(CONFIG.replace("release:", "release:\n  github_release: merge"));
    const push = repository.merge(7, { [TRIAGE]: "Sort well.\n", [MAIL]: "Write.\n" });
    await released(repository, push);
    await released(repository, push);
    expect(repository.releases.map(({ title }) => title)).toEqual([
      "support/triage 1.0.0 (adopted)",
      "mail 1.0.0 and 1 more (#7)",
    ]);
  });
});

describe("the version", () => {
  test.each([
    [
      "is raised by anybody's label",
      { labels: [{ name: "prompt-steward:major", by: "erin" }] },
      "2.0.0",
      false,
    ],
    ["is lowered by an admin's label", { labels: [{ name: "prompt-steward:patch", by: "root" }] }, "1.0.1"],
    [
      "is lowered by a member of the admins' team",
      { labels: [{ name: "prompt-steward:patch", by: "ada" }] },
      "1.0.1",
    ],
    ["is not lowered by anybody else", { body: "## Why\nSo.\n\nVersion: patch" }, "1.1.0"],
  ] as [string, PullFacts, string][])("%s", async (_, facts, version) => {
    const repository = new FakeRepository();
    await released(repository, repository.merge(6, { [TRIAGE]: "Sort.\n" }));
    await released(repository, repository.merge(7, { [TRIAGE]: "Sort well.\n" }, facts));
    expect(repository.tagNames).toContain(`prompts/support/triage/v${version}`);
  });

  test("steps over a tag that somebody made by hand", async () => {
    const repository = new FakeRepository();
    await released(repository, repository.merge(6, { [TRIAGE]: "Sort.\n" }));
    repository.tagByHand("prompts/support/triage/v1.1.0");
    repository.tagByHand("prompts/support/triage/env/staging/2", "I moved it");
    await released(repository, repository.merge(7, { [TRIAGE]: "Sort well.\n" }));
    expect(recordOf(repository, "prompts/support/triage/v1.2.0")).toMatchObject({ previous: "1.1.0" });
    expect(repository.tagNames).toContain("prompts/support/triage/env/staging/3");
  });

  test("carries a rationale of 2 MB only as far as a tag can", async () => {
    const repository = new FakeRepository();
    const body = `## Why\n${"Because. ".repeat(250_000)}\n`;
    await released(repository, repository.merge(7, { [TRIAGE]: "Sort.\n" }, { body }));
    const message = repository.tags.get("prompts/support/triage/v1.0.0")?.message ?? "";
    expect(message.length).toBeLessThan(20_000);
    expect(message).toContain("the whole text is in pull request #7");
    expect(repository.releases[0]?.body.length).toBeLessThan(60_001);
  });
});

describe("required checks", () => {
  const config = `${CONFIG}evaluation:\n  required_checks: [promptfoo]\n`;

  test("hold the release back until they are green at head", async () => {
    const repository = new FakeRepository(config);
    const checks = [{ name: "promptfoo", state: "pending" }] as const;
    const push = repository.merge(7, { [TRIAGE]: "Sort.\n" }, { checks });
    expect(await released(repository, push)).toMatchObject({
      releases: [],
      findings: [
        {
          rule: "required-checks",
          message: expect.stringMatching(
            /^The release of `support\/triage` waits for its required checks at [0-9a-f]{7}: `promptfoo` is still running\.$/,
          ),
        },
      ],
    });
    expect(repository.tagNames).toEqual([]);
    repository.checked(7, [{ name: "promptfoo", state: "success" }]);
    await released(repository, push);
    expect(repository.tagNames).toContain("prompts/support/triage/v1.0.0");
  });

  test("keep their results in the tag", async () => {
    const repository = new FakeRepository(config);
    const checks = [{ name: "promptfoo", state: "success" }] as const;
    const evaluation = { tool: "promptfoo", passed: 10, failed: 1 };
    await released(repository, repository.merge(7, { [TRIAGE]: "Sort.\n" }, { checks, evaluation }));
    expect(recordOf(repository, "prompts/support/triage/v1.0.0")?.evaluation).toEqual(evaluation);
  });
});

describe("GitHub Releases", () => {
  test("are one a merge where the config says so", async () => {
    const repository = new FakeRepository(CONFIG.replace("release:", "release:\n  github_release: merge"));
    const push = repository.merge(7, { [TRIAGE]: "Sort.\n", [MAIL]: "Write.\n" });
    await released(repository, push);
    await released(repository, push);
    expect(repository.releases.map(({ tag, title }) => [tag, title])).toEqual([
      ["prompts/mail/v1.0.0", "mail 1.0.0 and 1 more (#7)"],
    ]);
    expect(repository.releases[0]?.body).toContain("## `support/triage` 1.0.0");
  });

  test("are none where the config says so", async () => {
    const repository = new FakeRepository(CONFIG.replace("release:", "release:\n  github_release: none"));
    await released(repository, repository.merge(7, { [TRIAGE]: "Sort.\n" }));
    expect([repository.releases.length, repository.deployments.length]).toEqual([0, 1]);
  });

  test("that cannot be made are reported, and lose neither tag nor deployment", async () => {
    const repository = new FakeRepository();
    repository.refusing.set("releases", new Error("GitHub is having a bad day"));
    const push = repository.merge(7, { [TRIAGE]: "Sort.\n" });
    expect(await released(repository, push)).toMatchObject({
      problems: [{ tag: "prompts/support/triage/v1.0.0", isFinal: false }],
    });
    expect([repository.tagNames.length, repository.deployments.length]).toEqual([2, 1]);
    expect(repository.issues).toMatchObject([
      { title: "Released, but not all of it shows: support/triage 1.0.0" },
    ]);
    repository.refusing.clear();
    repository.time += 600_000;
    await released(repository, push);
    expect(repository.releases).toHaveLength(1);
  });
});

test("a deployment that cannot be made is tried again and reported, and loses no release", async () => {
  const repository = new FakeRepository();
  repository.refusing.set("deployments", new Error("no"));
  const outcome = await released(repository, repository.merge(7, { [TRIAGE]: "Sort.\n" }));
  expect(outcome).toMatchObject({ problems: [{ tag: "prompts/support/triage/v1.0.0" }] });
  expect([repository.tagNames.length, repository.releases.length, repository.issues.length]).toEqual([
    2, 1, 1,
  ]);
});

test("tags that a ruleset forbids are reported with the mend, and nothing else is written", async () => {
  const repository = new FakeRepository();
  repository.refusing.set("tags", new UserError("A ruleset forbids it.", "Add the App to its bypass list."));
  const push = repository.merge(7, { [TRIAGE]: "Sort.\n" });
  for (let time = 0; time < 2; time += 1) {
    await expect(released(repository, push)).rejects.toThrow("Add the App to its bypass list.");
  }
  expect([repository.tagNames.length, repository.releases.length, repository.deployments.length]).toEqual([
    0, 0, 0,
  ]);
  expect(repository.issues).toMatchObject([{ title: "Releases of prompts could not be tagged" }]);
  expect(repository.issues[0]?.body).toContain("A ruleset forbids it. Add the App to its bypass list.");
});

test("a file that cannot be released is reported once", async () => {
  const repository = new FakeRepository();
  const push = repository.merge(7, { [TRIAGE]: "→" });
  await released(repository, push);
  await released(repository, push);
  expect(repository.tagNames).toEqual([]);
  expect(repository.issues).toMatchObject([{ title: "Not released: support/triage" }]);
  expect(repository.issues[0]?.body).toContain("This is a symbolic link");
});
