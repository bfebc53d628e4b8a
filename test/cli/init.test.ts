// `init` as people run it, on real repositories.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../src/core/config/parse.ts";
import {
  aFolder,
  aGitRepository,
  GIT_ENVIRONMENT,
  type GitRepository,
  onGitHub,
} from "../support/git-repository.ts";

const PROGRAM = fileURLToPath(new URL("../../src/cli/prompt-steward.js", import.meta.url));
const CONFIG = ".github/prompt-steward.yml";
const alice = onGitHub("alice");
const bob = onGitHub("bob");

test("writes an entry for each folder of prompts, as drafts that load at once", () => {
  const repository = aRepositoryOfPrompts();
  expect(init(repository)).toEqual({
    code: 0,
    stdout: "Wrote .github/prompt-steward.yml with 2 entries.\n",
    stderr: "Fill in before you commit:\n  owner of prompts/*\n  owner of prompts/support/**\n",
  });
  expect(policyOf(repository).entries).toMatchObject([
    { pattern: "prompts/*", status: "draft" },
    { pattern: "prompts/support/**", status: "draft" },
  ]);
});

test("--from-history proposes owner and backup, with the evidence", () => {
  const repository = aRepositoryOfPrompts();
  repository.commit("Sharpen", { "prompts/faq.md": "2" }, { by: bob, at: "2030-01-01T10:00:00Z" });
  repository.commit("Shorten", { "prompts/faq.md": "3" }, { by: bob, at: "2030-01-02T10:00:00Z" });
  expect(init(repository, "--from-history")).toEqual({
    code: 0,
    stdout: "Wrote .github/prompt-steward.yml with 2 entries.\n",
    stderr: "One entry has no backup, so nobody acts when the owner is away: name a second person.\n",
  });
  expect(withoutHeader(configOf(repository))).toMatchInlineSnapshot(`
    "version: 1

    # Own this file, and decide where nobody else can.
    # Most commits of those whose account is known: @bob: 2 of 3 commits, last 2030-01-02
    admins: ["@bob"]

    prompts:
      # @bob: 2 of 3 commits, last 2030-01-02; @alice: 1 commit, last 2026-01-05, not seen in this repository since 2026-01-05
      - path: prompts/faq.md
        owner: "@bob"
        backup: "@alice"

      # @alice: 1 of 1 commit, last 2026-01-05, not seen in this repository since 2026-01-05
      - path: prompts/support/triage.prompt.yml
        owner: "@alice"
    "
  `);
});

test("--from-history follows renames, the mailmap and co-authors, and leaves out merges, bots and unknown addresses", () => {
  const repository = aGitRepository();
  repository.commit(
    "Begin",
    {
      "old/faq.md": "a\nb\nc\nd\n",
      ".mailmap": "Alice <12345+alice@users.noreply.github.com> <al@home.test>\n",
    },
    { by: { name: "al", email: "al@home.test" } },
  );
  repository.rename("old/faq.md", "prompts/faq.md", { by: bob });
  repository.commit(
    "Mend\n\nCo-authored-by: Carol <7+carol@users.noreply.github.com>",
    { "prompts/faq.md": "a\nb\nc\nx\n" },
    { by: alice },
  );
  repository.commit("Bump", { "prompts/faq.md": "a\nb\ny\nx\n" }, { by: onGitHub("dependabot[bot]") });
  repository
    .branch("side")
    .commit("Side", { "prompts/side.md": "s" }, { by: { name: "Eve", email: "eve@acme.test" } });
  repository.checkout("main").commit("Main", { "README.md": "r" }, { by: alice });
  repository.merge("side", { by: bob });
  const { entries, toFillIn } = JSON.parse(init(repository, "--from-history", "--format", "json").stdout);
  expect(entries).toEqual([
    {
      path: "prompts/faq.md",
      owner: "@alice",
      backup: "@carol",
      evidence: [
        "@alice: 2 of 4 commits, last 2026-01-05",
        "@carol: 1 commit, last 2026-01-05",
        "@bob: 1 commit, last 2026-01-05",
      ],
    },
    {
      path: "prompts/side.md",
      owner: null,
      backup: null,
      evidence: ["Eve <eve@acme.test>: 1 of 1 commit, last 2026-01-05"],
    },
  ]);
  expect(toFillIn).toEqual(["owner of prompts/side.md: Eve <eve@acme.test>?"]);
});

test("--from-history starts as many processes of git for a long history as for a short one", () => {
  const short = aRepositoryOfPrompts();
  const long = aRepositoryOfPrompts();
  for (let at = 0; at < 30; at++)
    long.commit(`Change ${at}`, { "prompts/faq.md": `${at}`, [`prompts/n${at}.md`]: "" });
  expect(countProcesses(long)).toBe(countProcesses(short));
});

describe("--from-codeowners", () => {
  test("takes the owners of prompts", () => {
    const repository = aRepositoryOfPrompts();
    repository.write({
      ".github/CODEOWNERS": "* @ann\n/prompts/ @alice @bob\n/prompts/support/ @acme/support\n/src/ @dev\n",
      CODEOWNERS: "* @mallory\n",
    });
    const { code, stderr } = init(repository, "--from-codeowners");
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        "Fill in before you commit:\n  owner of prompts/support/**: somebody of @acme/support?\n" +
        "One rule matches no prompt and is left out.\n" +
        "One entry has no backup, so nobody acts when the owner is away: name a second person.\n",
    });
    expect(withoutHeader(configOf(repository))).toMatchInlineSnapshot(`
      "version: 1

      # Own this file, and decide where nobody else can.
      # .github/CODEOWNERS:1 * owns this file
      admins: ["@ann"]

      prompts:
        # .github/CODEOWNERS:1 * @ann
        - path: "**/{*.prompt.yml,prompts/**/*.md}"
          owner: "@ann"

        # .github/CODEOWNERS:2 /prompts/ @alice @bob
        - path: prompts/**
          owner: "@alice"
          backup: "@bob"

        # .github/CODEOWNERS:3 /prompts/support/ @acme/support
        - path: prompts/support/**
          status: draft
          contributors: ["@acme/support"]
          # somebody of @acme/support? Fill in one person's account, and remove "status: draft":
          # owner: "@"
      "
    `);
  });

  test.each([
    [
      "the root before docs/",
      { CODEOWNERS: "/prompts/ @alice\n", "docs/CODEOWNERS": "/prompts/ @bob\n" },
      "alice",
    ],
    ["docs/ at last", { "docs/CODEOWNERS": "/prompts/ @bob\n" }, "bob"],
  ])("looks in %s", (_, files, owner) => {
    const repository = aRepositoryOfPrompts().write(files);
    init(repository, "--from-codeowners");
    expect(policyOf(repository).entries).toMatchObject([{ pattern: "prompts/**", owner }]);
  });

  test("without a CODEOWNERS says where it looked", () => {
    expect(init(aRepositoryOfPrompts(), "--from-codeowners")).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "prompt-steward: There is no CODEOWNERS here: looked for .github/CODEOWNERS, CODEOWNERS, docs/CODEOWNERS. " +
        "Run init with --from-history, or without both.\n",
    });
  });
});

describe("a config that is there", () => {
  test("is not overwritten", () => {
    const repository = aRepositoryOfPrompts().write({ [CONFIG]: "mine\n" });
    const { code, stderr } = init(repository);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        "prompt-steward: .github/prompt-steward.yml is there already. " +
        "Overwrite it with --force, or look at the proposal with --stdout.\n",
    });
    expect(configOf(repository)).toBe("mine\n");
  });

  test("is overwritten with --force", () => {
    const repository = aRepositoryOfPrompts().write({ [CONFIG]: "mine\n" });
    expect(init(repository, "--force").code).toBe(0);
    expect(policyOf(repository).entries).toHaveLength(2);
  });

  test("stays with --stdout, which prints the proposal alone", () => {
    const repository = aRepositoryOfPrompts().write({ [CONFIG]: "mine\n" });
    const { code, stdout } = init(repository, "--stdout");
    expect(code).toBe(0);
    expect(parseConfig(stdout).kind).toBe("policy");
    expect(configOf(repository)).toBe("mine\n");
  });

  test("as a link is replaced, and what it leads to stays", () => {
    const repository = aRepositoryOfPrompts();
    const elsewhere = join(aFolder(), "precious.txt");
    writeFileSync(elsewhere, "precious");
    mkdirSync(join(repository.folder, ".github"));
    symlinkSync(elsewhere, join(repository.folder, CONFIG));
    expect(init(repository).code).toBe(2);
    expect(init(repository, "--force").code).toBe(0);
    expect(readFileSync(elsewhere, "utf8")).toBe("precious");
    expect(policyOf(repository).entries).toHaveLength(2);
  });
});

test("--format json says what was written and what is to be filled in", () => {
  const repository = aRepositoryOfPrompts();
  const { stdout } = init(repository, "--admin", "@acme/ai-platform", "--format", "json");
  expect(JSON.parse(stdout)).toEqual({
    path: CONFIG,
    written: true,
    admins: ["@acme/ai-platform"],
    entries: [
      { path: "prompts/*", owner: null, backup: null, evidence: ["prompts/faq.md"] },
      {
        path: "prompts/support/**",
        owner: null,
        backup: null,
        evidence: ["prompts/support/triage.prompt.yml"],
      },
    ],
    toFillIn: ["owner of prompts/*", "owner of prompts/support/**"],
    notes: [],
  });
});

test("--format json with --stdout holds the text and writes nothing", () => {
  const repository = aRepositoryOfPrompts();
  const { written, config } = JSON.parse(init(repository, "--stdout", "--format", "json").stdout);
  expect(written).toBe(false);
  expect(parseConfig(config).kind).toBe("policy");
  expect(existsSync(join(repository.folder, CONFIG))).toBe(false);
});

test("in a repository without commits the admins are left to fill in", () => {
  const repository = aGitRepository().write({ "prompts/a.md": "a" });
  const { code, stderr } = init(repository, "--from-history");
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^Fill in before you commit:\n {2}\.github\/prompt-steward\.yml:13:1 admins must hold at least 1 item\. /,
  );
  expect(configOf(repository)).toContain("# not committed yet\n  - path: prompts/a.md\n");
  expect(init(repository, "--force", "--admin", "@ann").code).toBe(0);
});

test("in a bare repository it prints, but cannot write", () => {
  const bare = aRepositoryOfPrompts().clone("--bare");
  expect(init(bare)).toMatchObject({
    code: 2,
    stderr:
      "prompt-steward: This repository is bare, so there is no place for the file. Print it with --stdout.\n",
  });
  const printed = parseConfig(init(bare, "--stdout", "--from-history").stdout);
  expect(printed.kind === "policy" && printed.policy.entries).toHaveLength(2);
});

test("a shallow clone is said to be one", () => {
  const shallow = aRepositoryOfPrompts().clone("--depth=1");
  expect(init(shallow, "--from-history").stderr).toContain("The clone is shallow");
});

test.each([
  ["both sources", ["--from-history", "--from-codeowners"], "cannot be used with"],
  ["an admin that is nobody", ["--admin", "ann"], 'lacks the @ in "ann"'],
])("refuses %s", (_, options, message) => {
  const { code, stderr } = init(aRepositoryOfPrompts(), ...options);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test("where nothing looks like a prompt it says so", () => {
  const repository = aGitRepository().write({ "src/app.ts": "x" });
  const { code, stderr } = run(["-C", repository.folder, "init", "--admin", "@ann", "--stdout"]);
  expect(code).toBe(0);
  expect(stderr).toContain("No file here looks like a prompt");
});

function aRepositoryOfPrompts(): GitRepository {
  const repository = aGitRepository().as(alice);
  repository.commit("Begin", {
    "prompts/faq.md": "1",
    "prompts/README.md": "about",
    "prompts/support/triage.prompt.yml": "messages: []\n",
    "src/app.ts": "code",
  });
  return repository;
}

function init(repository: GitRepository, ...options: string[]) {
  return run(["-C", repository.folder, "init", ...options]);
}

function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    encoding: "utf8",
    env: { ...GIT_ENVIRONMENT, ...environment },
  });
  return { code: status, stdout, stderr };
}

function countProcesses(repository: GitRepository): number {
  const trace = join(aFolder(), "trace");
  const { code } = run(["-C", repository.folder, "init", "--from-history", "--stdout"], { GIT_TRACE: trace });
  expect(code).toBe(0);
  return readFileSync(trace, "utf8").split("trace: built-in:").length - 1;
}

function configOf(repository: GitRepository): string {
  return readFileSync(join(repository.folder, CONFIG), "utf8");
}

function policyOf(repository: GitRepository) {
  const parsed = parseConfig(configOf(repository));
  if (parsed.kind === "broken") throw new Error(JSON.stringify(parsed.findings));
  return parsed.policy;
}

function withoutHeader(text: string): string {
  return text.slice(text.indexOf("version:"));
}
