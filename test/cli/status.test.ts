// `status` says what runs where, from tags alone, and reports what does not fit without tripping over it.

import { describe, expect, test } from "vitest";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import { version } from "../../src/core/release/version.ts";
import { aPromptRepository, CONFIG } from "../support/a-prompt-repository.ts";
import { annotate, move, release } from "../support/a-released-repository.ts";
import { aGitRepository, type GitRepository } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

const FAQ = "prompts/faq.md";
const TRIAGE = "prompts/support/triage.prompt.yml";

/** Production is a version behind staging for `faq`; `triage` was never released; `new` neither. */
function aRepository(): GitRepository {
  const repository = aPromptRepository({
    [CONFIG_PATH]: `${CONFIG}release:\n  environments: [staging, production]\n`,
  });
  release(repository, "faq", "1.0.0", { path: FAQ });
  move(repository, "faq", "staging", 1, { to: "1.0.0" });
  move(repository, "faq", "production", 1, { to: "1.0.0" });
  repository.commit("Be brief", { [FAQ]: "Answer briefly.\n" });
  release(repository, "faq", "1.1.0", { path: FAQ });
  move(repository, "faq", "staging", 2, { to: "1.1.0", from: version("1.0.0") });
  return repository;
}

/** Ages grow from day to day. */
const withoutAges = (text: string) => text.replace(/\b\d+(?:min|h|d|y)\b/g, "…d").replace(/ {2,}/g, "  ");

test("text", async () => {
  const { code, stdout, stderr } = await runCli(aRepository().folder, ["status"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(withoutAges(stdout)).toMatchInlineSnapshot(`
    "PROMPT  LATEST  STAGING  PRODUCTION  AT HEAD
    faq  1.1.0  1.1.0 (…d)  1.0.0 (…d, 1 behind)
    support/triage  -  -  -  new

    2 prompts, 1 with other versions in other environments, 1 with changes at HEAD that are not released.
    "
  `);
});

test("json", async () => {
  const repository = aRepository();
  const { stdout } = await runCli(repository.folder, ["status", "--format", "json"]);
  expect(JSON.parse(stdout)).toEqual({
    head: repository.sha(),
    environments: ["staging", "production"],
    prompts: [
      {
        prompt: "faq",
        path: FAQ,
        latest: { version: "1.1.0", at: "2026-02-01T10:01:00.000Z", retired: false },
        environments: {
          staging: { version: "1.1.0", move: 2, since: "2026-02-02T10:00:00Z", by: "alice", behind: 0 },
          production: { version: "1.0.0", move: 1, since: "2026-02-01T10:00:00Z", by: "alice", behind: 1 },
        },
        drifts: true,
        unreleased: null,
      },
      {
        prompt: "support/triage",
        path: TRIAGE,
        latest: null,
        environments: { staging: null, production: null },
        drifts: false,
        unreleased: "new",
      },
    ],
    findings: [],
  });
});

test("what is at HEAD and not released yet", async () => {
  const repository = aRepository();
  release(repository, "support/triage", "2.0.0", { path: TRIAGE });
  release(repository, "old", "1.0.0", { path: "prompts/old.md", retired: true });
  repository.commit("Go on", { [FAQ]: "Answer.\n", [TRIAGE]: null, "prompts/fresh.md": "Hi.\n" });
  const { stdout } = await runCli(repository.folder, ["status", "--format", "json"]);
  const { prompts } = JSON.parse(stdout) as { prompts: { prompt: string; unreleased: string | null }[] };
  expect(Object.fromEntries(prompts.map(({ prompt, unreleased }) => [prompt, unreleased]))).toEqual({
    faq: "changed",
    fresh: "new",
    old: null,
    "support/triage": "deleted",
  });
});

test("only the prompts that are asked for", async () => {
  const { stdout } = await runCli(aRepository().folder, ["status", "support/triage"]);
  expect(stdout).not.toContain("faq");
  const missing = await runCli(aRepository().folder, ["status", "support/triaje"]);
  expect(missing).toEqual({
    code: 2,
    stdout: "",
    stderr:
      'prompt-steward: There is no tag of a prompt "support/triaje" here. Did you mean "support/triage"?\n',
  });
  const unsound = await runCli(aRepository().folder, ["status", "my prompt"]);
  expect(unsound.code).toBe(2);
  expect(unsound.stderr).toContain("The id must not hold a space");
});

describe("tags that nobody should have made", () => {
  const findingsOf = async (repository: GitRepository, ...options: string[]) => {
    const { code, stdout } = await runCli(repository.folder, ["status", "--format", "json", ...options]);
    const { findings } = JSON.parse(stdout) as {
      findings: { severity: string; rule: string; message: string }[];
    };
    return {
      code,
      findings: findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
    };
  };

  test("by hand, without a message, without semver, with spaces in the id", async () => {
    const repository = aRepository();
    repository.git("tag", "prompts/faq/v9.0.0-rc.1");
    repository.git("tag", "prompts/faq/v2");
    repository.git("tag", "prompts/faq/latest");
    repository.git("tag", "-a", "-m", "", "prompts/faq/v3.0.0");
    repository.git("tag", "-a", "-m", "by hand", "prompts/faq/env/production/2");
    repository.git("tag", "-a", "-m", "by hand", "prompts/grüße/日本語/v1.0.0");
    repository.git("tag", "prompts/a(b)/v1.0.0");
    const { code, findings } = await findingsOf(repository);
    expect(code).toBe(0);
    expect(findings).toMatchInlineSnapshot(`
      [
        "notice tag-foreign: The tag "prompts/a(b)/v1.0.0" names no sound prompt id.",
        "notice tag-foreign: The tag "prompts/faq/latest" ends neither in a version nor in the number of a move.",
        "notice tag-foreign: The tag "prompts/faq/v2" has no semantic version after the \`v\`.",
        "warning tag-by-hand: The tag "prompts/faq/v9.0.0-rc.1" has no message, so it was made by hand.",
        "warning tag-by-hand: The tag of move 2 of production of faq has a message without a record.",
        "warning tag-by-hand: The tag of release 1.0.0 of grüße/日本語 has a message without a record.",
      ]
    `);
  });

  test("a running release whose tag is gone ends with 1", async () => {
    const repository = aRepository();
    repository.git("tag", "-d", "prompts/faq/v1.0.0");
    expect(await findingsOf(repository)).toEqual({
      code: 1,
      findings: [
        "error tag-deleted: The tag of release 1.0.0 of faq is gone, though move 1 of production set it running.",
      ],
    });
    const { stdout } = await runCli(repository.folder, ["status", "faq"]);
    expect(stdout).toContain("tag gone");
  });

  test("a clock that runs ahead is noticed, and counts as now", async () => {
    const repository = aRepository();
    move(repository, "faq", "production", 2, { to: "1.1.0", at: "2090-01-01T00:00:00Z" });
    expect(await findingsOf(repository)).toEqual({
      code: 0,
      findings: [
        "notice clock-skew: The move 2 of production of faq is dated in the future: a clock was wrong, here or there.",
      ],
    });
    expect((await runCli(repository.folder, ["status", "faq"])).stdout).toContain("1.1.0 (now)");
  });

  test("moves that are missing", async () => {
    const repository = aRepository();
    move(repository, "faq", "production", 7, { to: "1.1.0" });
    expect((await findingsOf(repository)).findings).toEqual([
      "warning move-missing: Of production of faq the moves 2 to 6 are missing.",
    ]);
  });

  test("--audit reads every message", async () => {
    const repository = aRepository();
    move(repository, "faq", "production", 2, { to: "1.1.0", from: version("1.1.0") });
    release(repository, "faq", "0.9.0", { path: FAQ, previous: version("0.8.0") });
    expect((await findingsOf(repository)).findings).toEqual([]);
    expect(await findingsOf(repository, "--audit")).toEqual({
      code: 1,
      findings: [
        "error tag-deleted: The tag of release 0.8.0 of faq is gone, though release 0.9.0 followed it.",
        "warning move-contradicts: The move 2 of production says that 1.1.0 ran before, but move 1 had set 1.0.0 running.",
      ],
    });
  });

  test("two megabytes of rationale", async () => {
    const repository = aRepository();
    annotate(
      repository,
      "prompts/faq/v1.2.0",
      `faq 1.2.0: x\n\nformat: 1\nprompt: faq\nnote: ${"x".repeat(100_000)}\n`,
      "HEAD",
    );
    release(repository, "faq", "1.3.0", {
      path: FAQ,
      rationale: [{ heading: "Why", text: "because ".repeat(250_000) }],
    });
    expect(await findingsOf(repository)).toEqual({ code: 0, findings: [] });
  });
});

describe("where there is little to say", () => {
  test("no tags", async () => {
    const { code, stdout } = await runCli(aPromptRepository().folder, ["status"]);
    expect(code).toBe(0);
    expect(stdout).toContain("2 prompts, 2 with changes at HEAD that are not released.");
  });

  test("no config: the tags are shown", async () => {
    const repository = aRepository();
    repository.git("rm", "--quiet", CONFIG_PATH);
    repository.commit("No config");
    const { code, stdout, stderr } = await runCli(repository.folder, ["status"]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "There is no config here, so nobody knows which files are prompts: only tags are shown.\n",
    });
    expect(stdout).toContain("PROMPT  LATEST  PRODUCTION");
  });

  test("an empty repository, and a bare one", async () => {
    expect((await runCli(aGitRepository().folder, ["status"])).stdout).toBe("0 prompts.\n");
    const { stdout } = await runCli(aRepository().clone("--bare").folder, ["status"]);
    expect(stdout).toContain("faq             1.1.0   1.1.0");
  });
});
