// `check` on real branches: what it prints, and how it exits.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import { aPromptRepository, CONFIG, RATIONALE, TRIAGE } from "../support/a-prompt-repository.ts";
import { release } from "../support/a-released-repository.ts";
import { aGitRepository } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

describe("text", () => {
  test("a change that only waits for its owners", async () => {
    const repository = aPromptRepository();
    repository.branch("change").commit("Change", {
      "prompts/faq.md": "Answer from the FAQ, briefly.\n",
      "prompts/support/triage.prompt.yml": TRIAGE.replace("a queue", "one queue"),
    });
    const ran = await runCli(repository.folder, ["check", "--body", "-"], { stdin: RATIONALE });
    expect(ran).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "HEAD at df92d7a against main at 8f86b51

      faq             modified  @alice, backup @bob  prompts/faq.md
      support/triage  modified  @carol               prompts/support/triage.prompt.yml

      notice   faq will need the approval of @alice.
      notice   support/triage will need the approval of @carol.
      warning  Nobody stands in for @carol, the only owner of support/triage.
               Name a backup in the entry at .github/prompt-steward.yml:7.

      faq  1.0.0 → 1.1.0  minor
          the text changed
      support/triage  1.0.0 → 1.1.0  minor
          the system message changed

      Nothing to mend
      ",
      }
    `);
  });

  test("a broken prompt and a thin description", async () => {
    const repository = aPromptRepository();
    repository.branch("change").commit("Change", { "prompts/support/triage.prompt.yml": "messages: [" });
    repository.write({ "draft.md": RATIONALE.replace("Five words that say it plainly.", "TBD") });
    const ran = await runCli(repository.folder, ["check", "--body", "draft.md"]);
    expect(ran).toMatchInlineSnapshot(`
      {
        "code": 1,
        "stderr": "",
        "stdout": "HEAD at e7f9753 against main at 8f86b51

      support/triage  modified  @carol  prompts/support/triage.prompt.yml

      error    prompts/support/triage.prompt.yml:1:12 The YAML is broken: a bracket before this is not closed, or the lines in it are not indented.
               Close it with ].
      error    The section "Why" of the description has no text of its own; it needs at least 5 words.
               Write under it the problem or request behind the change, with a link if there is one; comments and placeholders such as "TBD" do not count.
      notice   support/triage will need the approval of @carol.
      warning  Nobody stands in for @carol, the only owner of support/triage.
               Name a backup in the entry at .github/prompt-steward.yml:7.
      notice   Not committed, so not judged: draft.md.
               Commit them and check again.

      2 things to mend
      ",
      }
    `);
  });

  test("a change of the config, with what it leaves without effect", async () => {
    const repository = aPromptRepository();
    repository.branch("change").commit("Change", {
      [CONFIG_PATH]: `${CONFIG}  - path: prompts/suport/*.md\n    owner: "@carol"\n`,
      "prompts/new.md": "Hello\n",
    });
    const ran = await runCli(repository.folder, ["check"]);
    expect(ran).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stderr": "",
        "stdout": "HEAD at ed0a5ed against main at 8f86b51

      .github/prompt-steward.yml  modified  admins @acme/ai-platform  .github/prompt-steward.yml
      new                         added     @alice, backup @bob       prompts/new.md

      warning  .github/prompt-steward.yml:7:5 "prompts/support/triage.prompt.yml" has no backup: nobody acts when @carol is away.
               Name a second person, such as backup: "@bob".
      warning  .github/prompt-steward.yml:10:5 "prompts/suport/*.md" has no backup: nobody acts when @carol is away.
               Name a second person, such as backup: "@bob".
      notice   The pull request's description will need the sections "Why", "Expected effect", "Evaluation", "Rollback plan".
               Pass a draft of it with --body FILE to have it judged here.
      notice   .github/prompt-steward.yml will need the approval of an admin (@acme/ai-platform).
      notice   new will need the approval of @alice.
      warning  .github/prompt-steward.yml:10 "prompts/suport/*.md" matches no file.
               Correct the pattern, or remove the entry.

      new  1.0.0  first release

      Nothing to mend
      ",
      }
    `);
  });

  test("nothing to judge, with changes that are not committed", async () => {
    const repository = aPromptRepository();
    repository.write({ "prompts/faq.md": "New.\n", "prompts/x\u001b[31m\n.md": "Hostile.\n" });
    expect(await runCli(repository.folder, ["check"])).toMatchInlineSnapshot(`
    {
      "code": 0,
      "stderr": "",
      "stdout": "HEAD at 8f86b51 against main at 8f86b51

    notice   HEAD and main are the same commit, so there is nothing to judge.
             Go to the branch with your change, or name another --base.
    notice   Not committed, so not judged: prompts/faq.md, prompts/x\\u001b[31m\\n.md.
             Commit them and check again.

    No prompt changed
    ",
    }
  `);
  });
});

describe("the versions that the prompts would get", () => {
  const released = () => {
    const repository = aPromptRepository();
    release(repository, "faq", "1.3.2", { path: "prompts/faq.md" });
    return repository;
  };

  test("follow from the tags of the clone", async () => {
    const repository = released();
    repository.branch("change").commit("Change", {
      "prompts/faq.md": "Answer from the FAQ, briefly.\n",
      "prompts/new.md": "New.\n",
    });
    repository.git("rm", "--quiet", "prompts/support/triage.prompt.yml");
    repository.git("commit", "--quiet", "-m", "Remove");
    const { stdout } = await runCli(repository.folder, ["check"]);
    expect(stdout).toContain("faq  1.3.2 → 1.4.0  minor\n    the text changed\n");
    expect(stdout).toContain("new  1.0.0  first release\n");
  });

  test("may be asked for in the description; who is an admin is known on GitHub alone", async () => {
    const repository = released();
    repository.branch("change").commit("Change", { "prompts/faq.md": "Answer briefly.\n" });
    const ask = (wish: string) =>
      runCli(repository.folder, ["check", "--body", "-"], { stdin: `${RATIONALE}\nVersion: ${wish}\n` });
    expect((await ask("major")).stdout).toContain("faq  1.3.2 → 2.0.0  major\n");
    expect((await ask("patch")).stdout).toContain(
      "not lowered to patch by the description: only an admin can",
    );
  });

  test("are in the JSON", async () => {
    const repository = released();
    repository.branch("change").commit("Change", { "prompts/faq.md": "Answer briefly.\n" });
    const { stdout } = await runCli(repository.folder, ["check", "--format", "json"]);
    expect(JSON.parse(stdout).versions).toEqual([
      {
        ...{ prompt: "faq", previous: "1.3.2", version: "1.4.0", bump: "minor" },
        reasons: ["the text changed"],
        notes: [],
      },
    ]);
  });

  test("of a shallow clone may be wrong, which is said", async () => {
    const repository = aPromptRepository();
    repository.commit("More", { "README.md": "More.\n" });
    const clone = repository.clone("--depth=1", "--no-tags");
    clone.branch("change").commit("Add", { "prompts/new.md": "New.\n" });
    const { stdout } = await runCli(clone.folder, ["check", "--base", "main"]);
    expect(stdout).toContain("notice   This clone is shallow and may lack the tags of releases");
  });
});

describe("results of an evaluation", () => {
  const results = (passed: boolean) =>
    JSON.stringify({
      results: {
        version: 3,
        stats: { successes: passed ? 2 : 1, failures: passed ? 0 : 1, errors: 0 },
        results: [
          { success: true, description: "routes refunds" },
          { success: passed, description: "answers in French" },
        ],
      },
    });
  const evaluated = () => {
    const repository = aPromptRepository();
    repository.branch("change").commit("Change", { "prompts/faq.md": "Answer briefly.\n" });
    repository.write({ "head.json": results(false), "base.json": results(true) });
    return repository;
  };

  test("are shown against those of the base", async () => {
    const { folder } = evaluated();
    const { stdout, code } = await runCli(folder, [
      "check",
      "--eval",
      "head.json",
      "--eval-base",
      "base.json",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "promptfoo: 1 passed, 1 failed (before: 2 passed, 0 failed)\n    fails now: answers in French\n",
    );
  });

  test("are in the JSON", async () => {
    const { folder } = evaluated();
    const { stdout } = await runCli(folder, ["check", "--eval", "head.json", "--format", "json"]);
    expect(JSON.parse(stdout).evaluation).toEqual({ tool: "promptfoo", passed: 1, failed: 1 });
  });

  test.each([
    [["--eval", "nope.json"], 'The results "nope.json" cannot be read'],
    [["--eval", "prompts/faq.md"], "prompts/faq.md is no JSON"],
    [["--eval-base", "base.json"], "There is --eval-base without --eval."],
  ])("%j is wrong usage", async (args, message) => {
    const { code, stderr } = await runCli(evaluated().folder, ["check", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("json", () => {
  test("is the evaluation", async () => {
    const repository = aPromptRepository();
    repository.branch("change").rename("prompts/faq.md", "docs/faq.md");
    const { code, stdout } = await runCli(repository.folder, ["check", "--format", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      conclusion: "success",
      prompts: [{ prompt: "faq", path: "docs/faq.md", change: "renamed", owners: ["@alice"] }],
    });
  });
});

test("github prints annotations", async () => {
  const repository = aPromptRepository();
  repository.branch("change").commit("Change", { "prompts/support/triage.prompt.yml": "messages: [" });
  const { code, stdout } = await runCli(repository.folder, ["check", "--format", "github"]);
  expect(code).toBe(1);
  expect(stdout).toContain("::error file=prompts/support/triage.prompt.yml,line=1,col=");
});

test("sarif is a valid log with the findings and their rules", async () => {
  const repository = aPromptRepository();
  repository.branch("change").commit("Change", { "prompts/support/triage.prompt.yml": "messages: [" });
  const { code, stdout } = await runCli(repository.folder, ["check", "--format", "sarif"]);
  expect(code).toBe(1);
  const [run] = JSON.parse(stdout).runs;
  expect(run.tool.driver.semanticVersion).toBe(
    JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version,
  );
  expect(
    run.results.map((result: { ruleId: string; level: string }) => [result.ruleId, result.level]),
  ).toContainEqual(["prompt-file", "error"]);
});

describe("what it compares", () => {
  test("--base and --head name any commits", async () => {
    const repository = aPromptRepository();
    const first = repository.sha();
    const second = repository.commit("Change", { "prompts/faq.md": "2\n" });
    repository.commit("Change", { "prompts/support/triage.prompt.yml": TRIAGE.toUpperCase() });
    const args = ["check", "--base", first, "--head", second, "--format", "json"];
    const { stdout } = await runCli(repository.folder, args);
    expect(JSON.parse(stdout).prompts).toMatchObject([{ path: "prompts/faq.md" }]);
  });

  test("in a clone the remote's default branch, from any folder, on a detached head", async () => {
    const remote = aPromptRepository();
    const clone = remote.clone();
    clone.commit("Change", { "prompts/faq.md": "2\n" });
    clone.checkout(clone.sha());
    const { code, stdout } = await runCli("/", [
      "-C",
      `${clone.folder}/prompts`,
      "check",
      "--format",
      "json",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).prompts).toMatchObject([{ path: "prompts/faq.md" }]);
  });

  test("a bare repository", async () => {
    const remote = aPromptRepository();
    remote.branch("change").commit("Change", { "prompts/faq.md": "2\n" });
    const bare = remote.clone("--bare");
    const args = ["check", "--base", "main", "--head", "change", "--format", "json"];
    expect(JSON.parse((await runCli(bare.folder, args)).stdout).prompts).toHaveLength(1);
  });

  test("an id clash that base has too only warns; a new one is an error", async () => {
    const repository = aPromptRepository({ "prompts/a.md": "1\n", "prompts/a.txt": "1\n" });
    repository.branch("change").commit("Change", { "README.md": "2\n" });
    const old = await runCli(repository.folder, ["check"]);
    expect(old.code).toBe(0);
    expect(old.stdout).toContain(
      'warning  .github/prompt-steward.yml:4 "prompts/a.md" and "prompts/a.txt" have the same id a.',
    );
    repository.commit("Add", { "prompts/b.md": "1\n", "prompts/b.txt": "1\n" });
    const added = await runCli(repository.folder, ["check"]);
    expect(added.code).toBe(1);
    expect(added.stdout).toContain(
      'error    .github/prompt-steward.yml:4 "prompts/b.md" and "prompts/b.txt" have the same id b.',
    );
  });
});

describe("exits with 2 and one line", () => {
  const repository = aPromptRepository();
  test.each([
    [
      ["check", "--base", "nope"],
      '"nope" names no commit here. Correct the name, or fetch it first: `git fetch origin`.',
    ],
    [["check", "--base=--output=x"], '"--output=x" names no commit here.'],
    [
      ["check", "--body", "nope.md"],
      'The description "nope.md" cannot be read (there is no such file). Name a file with --body',
    ],
    [["check", "--body", "prompts"], 'The description "prompts" cannot be read (it is a folder).'],
    [["check", "--format", "xml"], "Allowed choices are text, json, github, sarif."],
    [["chek"], "unknown command 'chek'"],
    [["-C", "/nowhere", "check"], 'There is no folder "/nowhere". Name an existing one with -C DIR.'],
    [["-C", "/dev/null", "check"], 'There is no folder "/dev/null". Name an existing one with -C DIR.'],
    [
      ["-C", "/", "check"],
      "This folder is not in a git repository. Go into a clone, or name one with -C DIR.",
    ],
  ])("%j", async (args, message) => {
    const { code, stdout, stderr } = await runCli(repository.folder, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });
});

test("a broken config on the base exits with 2 and names the line", async () => {
  const repository = aGitRepository();
  repository.commit("Start", {
    [CONFIG_PATH]: CONFIG.replace('"@carol"', '"@acme/support"'),
    "prompts/a.md": "1",
  });
  repository.branch("change").commit("Change", { "prompts/a.md": "2" });
  const { code, stdout } = await runCli(repository.folder, ["check"]);
  expect(code).toBe(2);
  expect(stdout).toContain(
    ".github/prompt-steward.yml:8:5 owner must be one person, got the team @acme/support.",
  );
});

test("no config yet is no failure", async () => {
  const repository = aGitRepository();
  repository.commit("Start", { "prompts/a.md": "1" });
  repository.branch("change").commit("Add", { [CONFIG_PATH]: CONFIG });
  const { code, stdout } = await runCli(repository.folder, ["check"]);
  expect(code).toBe(0);
  expect(stdout).toContain(
    "This pull request adds the first config: it is valid, and governs once it is merged.",
  );
});

test("a repository without commits", async () => {
  const { code, stderr } = await runCli(aGitRepository().folder, ["check"]);
  expect(code).toBe(2);
  expect(stderr).toBe("prompt-steward: There is no commit here yet. Commit something first.\n");
});
