// `log` tells every release and move with who, when, from, to and why, and what ran at a time.

import { describe, expect, test } from "vitest";
import { login } from "../../src/core/identity.ts";
import { version } from "../../src/core/release/version.ts";
import { aPromptRepository } from "../support/a-prompt-repository.ts";
import { move, release } from "../support/a-released-repository.ts";
import { aGitRepository, type GitRepository } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

const FAQ = "prompts/faq.md";

/** Released, promoted, and rolled back. */
function aRepository(): GitRepository {
  const repository = aPromptRepository();
  const alice = login("alice");
  release(repository, "faq", "1.0.0", { path: FAQ, at: "2026-02-01T09:00:00Z", reasons: ["first release"] });
  move(repository, "faq", "production", 1, {
    to: "1.0.0",
    at: "2026-02-01T09:00:00Z",
    why: "First release.",
  });
  repository.commit("Be brief", { [FAQ]: "Answer briefly.\n" });
  release(repository, "faq", "1.1.0", {
    path: FAQ,
    at: "2026-03-01T09:00:00Z",
    previous: version("1.0.0"),
    pull: 12,
    author: login("dan"),
    approvers: [{ login: alice, commit: repository.sha() }],
    rationale: [{ heading: "Why", text: "Answers were too long.\n\nSee #11." }],
  });
  move(repository, "faq", "production", 2, {
    from: version("1.0.0"),
    to: "1.1.0",
    at: "2026-03-02T09:00:00Z",
    by: login("bob"),
    why: "The trial in staging went well.\nTwo weeks without a complaint.",
    pull: 12,
  });
  move(repository, "faq", "production", 3, {
    from: version("1.1.0"),
    to: "1.0.0",
    at: "2026-03-05T09:00:00Z",
    why: "Complaints.",
    bad: [version("1.1.0")],
  });
  return repository;
}

test("text", async () => {
  const { code, stdout, stderr } = await runCli(aRepository().folder, ["log", "faq"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatchInlineSnapshot(`
    "2026-03-05 09:00  faq production 1.1.0 -> 1.0.0  by @alice
        Complaints.
        Declared bad: 1.1.0.
    2026-03-02 09:00  faq production 1.0.0 -> 1.1.0  by @bob, #12
        The trial in staging went well.
        Two weeks without a complaint.
    2026-03-01 09:00  faq 1.1.0 released  by @dan, approved by @alice, #12
        the text changed
        Answers were too long.
        See #11.
    2026-02-01 09:00  faq production nothing -> 1.0.0  by @alice
        First release.
    2026-02-01 09:00  faq 1.0.0 released
        first release
    "
  `);
});

test("json", async () => {
  const { stdout } = await runCli(aRepository().folder, ["log", "faq", "--format", "json"]);
  const entries = JSON.parse(stdout) as Record<string, unknown>[];
  expect(entries.map(({ kind, at }) => [kind, at])).toEqual([
    ["move", "2026-03-05T09:00:00.000Z"],
    ["move", "2026-03-02T09:00:00.000Z"],
    ["release", "2026-03-01T09:00:00.000Z"],
    ["move", "2026-02-01T09:00:00.000Z"],
    ["release", "2026-02-01T09:00:00.000Z"],
  ]);
  expect(entries[0]).toEqual({
    kind: "move",
    prompt: "faq",
    at: "2026-03-05T09:00:00.000Z",
    environment: "production",
    n: 3,
    from: "1.1.0",
    to: "1.0.0",
    by: "alice",
    why: "Complaints.",
    bad: ["1.1.0"],
    pull: null,
    tag: "prompts/faq/env/production/3",
    problem: null,
  });
  expect(entries[2]).toMatchObject({ version: "1.1.0", record: { pull: 12, author: "dan" } });
});

describe("what ran when the complaint came in", () => {
  test.each([
    ["2026-01-31", ["nothing"]],
    ["2026-02-01", ["1.0.0", "since 2026-02-01 09:00 by @alice (move 1)"]],
    ["2026-03-02T08:59:59Z", ["1.0.0", "since 2026-02-01 09:00 by @alice (move 1)"]],
    ["2026-03-02T09:00:00Z", ["1.1.0", "since 2026-03-02 09:00 by @bob (move 2)"]],
    ["2026-03-02T10:00:00+02:00", ["1.0.0", "since 2026-02-01 09:00 by @alice (move 1)"]],
    ["2026-03-02 12:00", ["1.1.0", "since 2026-03-02 09:00 by @bob (move 2)"]],
    ["1d", ["1.0.0", "since 2026-03-05 09:00 by @alice (move 3)"]],
  ])("%s", async (at, expected) => {
    const { code, stdout } = await runCli(aRepository().folder, ["log", "faq", "--at", at]);
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(2).join("\n")).toBe(`faq  production  ${expected.join("  ")}\n`);
  });

  test("with a clock that was wrong the doubt is said", async () => {
    const repository = aRepository();
    move(repository, "faq", "production", 4, {
      to: "1.1.0",
      from: version("1.0.0"),
      at: "2026-03-03T09:00:00Z",
    });
    const { stdout } = await runCli(repository.folder, ["log", "faq", "--at", "2026-03-04"]);
    expect(stdout).toMatchInlineSnapshot(`
      "At 2026-03-04T23:59:59.999Z

      faq  production  1.1.0  since 2026-03-03 09:00 by @alice (move 4)

      In doubt: faq in production, since a clock was wrong. Earlier moves are dated later: 3.
      "
    `);
  });

  test("json", async () => {
    const { stdout } = await runCli(aRepository().folder, ["log", "--at", "2026-03-03", "--format", "json"]);
    expect(JSON.parse(stdout)).toEqual({
      at: "2026-03-03T23:59:59.999Z",
      prompts: [
        {
          prompt: "faq",
          environment: "production",
          version: "1.1.0",
          move: 2,
          since: "2026-03-02T09:00:00Z",
          by: "bob",
          doubtful: false,
        },
      ],
    });
  });

  test.each(["yesterday", "2026-13-01", "03/04/2026", ""])("%j is no date", async (at) => {
    const { code, stderr } = await runCli(aRepository().folder, ["log", "--at", at]);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `prompt-steward: --at takes a date, a time or a span, got ${JSON.stringify(at)}. Write it as 2026-01-31, as 2026-01-31T12:00:00Z, or as 2d for two days ago.\n`,
    );
  });
});

test("fewer: of one environment, and the newest", async () => {
  const repository = aRepository();
  move(repository, "faq", "staging", 1, { to: "1.1.0", at: "2026-04-01T09:00:00Z" });
  const first = async (...options: string[]) => {
    const { stdout } = await runCli(repository.folder, ["log", "--format", "json", ...options]);
    return (JSON.parse(stdout) as { tag: string }[]).map(({ tag }) => tag);
  };
  expect(await first("-n", "1")).toEqual(["prompts/faq/env/staging/1"]);
  expect(await first("--environment", "production", "--max-count", "2")).toEqual([
    "prompts/faq/env/production/3",
    "prompts/faq/env/production/2",
  ]);
  expect((await runCli(repository.folder, ["log", "-n", "0"])).code).toBe(2);
});

test("the numbers decide the order where a clock was wrong", async () => {
  const repository = aRepository();
  move(repository, "faq", "production", 4, { to: "1.1.0", at: "2020-01-01T09:00:00Z" });
  const { stdout } = await runCli(repository.folder, ["log", "faq", "--format", "json", "-n", "2"]);
  expect((JSON.parse(stdout) as { n: number }[]).map(({ n }) => n)).toEqual([4, 3]);
});

test("hand-made tags and hostile texts are shown as what they are", async () => {
  const repository = aRepository();
  repository.git("tag", "-a", "-m", "by hand", "prompts/faq/v2.0.0");
  repository.git("tag", "prompts/faq/env/production/4");
  release(repository, "faq", "2.1.0", {
    path: FAQ,
    reasons: ["\u001b[31mred\u001b[0m and a line\nend"],
    rationale: [
      { heading: "Why", text: Array.from({ length: 3_000 }, (_, at) => `because ${at}`).join("\n") },
    ],
  });
  const { code, stdout } = await runCli(repository.folder, ["log", "faq"]);
  expect(code).toBe(0);
  expect(stdout).not.toContain("\u001b");
  expect(stdout).toContain("\\u001b[31mred");
  expect(stdout).toMatch(/…and [\d,]+ more lines/);
  expect(stdout).toContain(
    "faq 2.0.0 released\n    Nothing is known of it: its tag has a message without a record.",
  );
  expect(stdout).toContain(
    "date unknown      faq production move 4\n    Nothing is known of it: its tag has no message",
  );
});

test("nothing to show is said aside", async () => {
  expect(await runCli(aGitRepository().folder, ["log"])).toEqual({
    code: 0,
    stdout: "",
    stderr: "There are no such tags here. Fetch them with `git fetch --tags`.\n",
  });
  const unknown = await runCli(aGitRepository().folder, ["log", "faq"]);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('There is no tag of a prompt "faq" here.');
});
