// `promote` makes the tag that moves an environment, or says why not; pushed, it is there for all or for nobody.

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import { version } from "../../src/core/release/version.ts";
import { aPromptRepository } from "../support/a-prompt-repository.ts";
import { move, release } from "../support/a-released-repository.ts";
import type { GitRepository } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

const FAQ = "prompts/faq.md";
const CONFIG = `version: 1
admins: ["@zoe"]
prompts:
  - path: prompts/**
    owner: "@alice"
    backup: "@bob"
release:
  environments: [staging, production]
`;

/** Staging runs 1.1.0 of `faq`, production 1.0.0. */
function aRepository(config = CONFIG): GitRepository {
  const repository = aPromptRepository({ [CONFIG_PATH]: config });
  release(repository, "faq", "1.0.0", { path: FAQ });
  move(repository, "faq", "staging", 1, { to: "1.0.0" });
  move(repository, "faq", "production", 1, { to: "1.0.0" });
  repository.commit("Be brief", { [FAQ]: "Answer briefly.\n" });
  release(repository, "faq", "1.1.0", { path: FAQ, previous: version("1.0.0") });
  move(repository, "faq", "staging", 2, { to: "1.1.0", from: version("1.0.0") });
  return repository;
}

const ALICE = { GIT_COMMITTER_NAME: "Alice", GIT_COMMITTER_EMAIL: "12+alice@users.noreply.github.com" };

const promote = ({ folder }: GitRepository, ...args: string[]) =>
  runCli(folder, ["promote", ...args], { env: ALICE });

const messageOf = (repository: GitRepository, tag: string) =>
  repository.git("for-each-ref", "--format=%(contents)", `refs/tags/${tag}`);

const tagsOf = (repository: GitRepository) => repository.git("tag", "--list", "prompts/*").split("\n");

test("takes what runs in the environment before, and tells how to push it", async () => {
  const repository = aRepository();
  const commit = repository.sha();
  repository.commit("Go on", { [FAQ]: "Answer.\n" });
  expect(await promote(repository, "production", "faq", "--reason", "Two weeks without a complaint")).toEqual(
    {
      code: 0,
      stdout: "faq production 1.0.0 -> 1.1.0\n",
      stderr:
        "Made in this clone only. Push it, so that it counts:\n  git push --atomic origin refs/tags/prompts/faq/env/production/2\n",
    },
  );
  expect(
    messageOf(repository, "prompts/faq/env/production/2").replace(/^at: .*/m, "at: (now)"),
  ).toBe(`faq: production runs 1.1.0, was 1.0.0

format: 1
prompt: faq
environment: production
n: 2
from: 1.0.0
to: 1.1.0
by: alice
at: (now)
why: Two weeks without a complaint
`);
  expect(repository.sha("prompts/faq/env/production/2")).toBe(commit);
});

test("json", async () => {
  const { code, stdout } = await promote(aRepository(), "production", "--format", "json");
  expect({ code, ...JSON.parse(stdout) }).toEqual({
    code: 0,
    outcome: "made",
    moves: [
      {
        prompt: "faq",
        environment: "production",
        n: 2,
        from: "1.0.0",
        to: "1.1.0",
        by: "alice",
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        why: "Promoted from staging.",
        bad: [],
        tag: "prompts/faq/env/production/2",
        notes: [],
      },
    ],
    unchanged: [],
    findings: [],
    unchecked: [],
    taken: [],
    push: "git push --atomic origin refs/tags/prompts/faq/env/production/2",
  });
});

describe("which release", () => {
  test("the first environment gets the newest that was not rolled back", async () => {
    const repository = aRepository();
    release(repository, "faq", "1.2.0", { path: FAQ });
    expect((await promote(repository, "staging")).stdout).toBe("faq staging 1.1.0 -> 1.2.0\n");
    move(repository, "faq", "staging", 4, { to: "1.1.0", from: version("1.2.0"), bad: [version("1.2.0")] });
    expect((await promote(repository, "staging")).stdout).toBe("faq runs 1.1.0 already\n");
  });

  test("one that is named, with what is odd about it", async () => {
    const repository = aRepository();
    await promote(repository, "production");
    move(repository, "faq", "staging", 3, { to: "1.1.0", bad: [version("1.0.0")] });
    const { stdout } = await promote(repository, "production", "faq", "--to", "v1.0.0");
    expect(stdout).toBe(
      "faq production 1.1.0 -> 1.0.0\n    1.0.0 is lower than 1.1.0, which runs now.\n    1.0.0 was rolled back before.\n",
    );
  });

  test.each<[string, string[], string]>([
    ["a prompt without releases", ["production", "support/triage"], "There is no release of support/triage."],
    [
      "a version that is not there",
      ["production", "faq", "--to", "9.0.0"],
      "There is no release 9.0.0 of faq.",
    ],
  ])("%s is refused", async (_, args, message) => {
    const repository = aRepository();
    const before = tagsOf(repository);
    const { code, stdout, stderr } = await promote(repository, ...args);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "Nothing was done.\n" });
    expect(stdout).toContain(`error    ${message}`);
    expect(tagsOf(repository)).toEqual(before);
  });

  test("a retired release, one made by hand, and one that ran nowhere before are refused", async () => {
    const repository = aRepository();
    release(repository, "faq", "2.0.0", { path: FAQ, retired: true });
    repository.git("tag", "-a", "-m", "by hand", "prompts/faq/v3.0.0");
    release(repository, "solo", "1.0.0", { path: FAQ });
    const refusal = async (...args: string[]) => (await promote(repository, ...args)).stdout.split("\n")[0];
    expect(await refusal("production", "faq", "--to", "2.0.0")).toBe(
      "error    faq 2.0.0 retired the prompt: it has no bytes to run.",
    );
    expect(await refusal("production", "faq", "--to", "3.0.0")).toBe(
      "error    The tag of faq 3.0.0 has a message without a record.",
    );
    expect(await refusal("production", "solo")).toBe("error    Nothing of solo runs in staging yet.");
  });

  test("nothing to promote is fine", async () => {
    const repository = aRepository();
    await promote(repository, "production");
    expect(await promote(repository, "production", "faq")).toEqual({
      code: 0,
      stdout: "faq runs 1.1.0 already\n",
      stderr: "There is nothing to promote.\n",
    });
  });
});

describe("who may", () => {
  test.each(["alice", "bob", "zoe"])("@%s may", async (login) => {
    expect((await promote(aRepository(), "production", "--as", `@${login}`)).code).toBe(0);
  });

  test("others may not, whatever they insist on", async () => {
    const repository = aRepository();
    const { code, stdout } = await promote(repository, "production", "--as", "mallory", "--unchecked");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "error    @mallory is neither owner nor backup of faq, nor an admin.\n         Ask @alice or @bob or an admin.",
    );
    expect(tagsOf(repository)).not.toContain("prompts/faq/env/production/2");
  });

  test("a member of the admins' team perhaps", async () => {
    const repository = aRepository(CONFIG.replace("@zoe", "@acme/ai-platform"));
    const refused = await promote(repository, "production", "--as", "carol");
    expect(refused).toEqual({
      code: 1,
      stdout: "faq production 1.0.0 -> 1.1.0\n",
      stderr:
        "Not checked, because a clone cannot know it:\n  - whether @carol is in @acme/ai-platform, as faq asks of its admins\nNothing was done. Use `/promote` on the pull request, where the App checks it, or insist with --unchecked.\n",
    });
    expect((await promote(repository, "production", "--as", "carol", "--unchecked")).code).toBe(0);
    expect(messageOf(repository, "prompts/faq/env/production/2")).toContain(
      "Not checked, from the command line: whether @carol is in @acme/ai-platform, as faq asks of its admins.",
    );
  });

  test("whom git's settings do not tell must say so", async () => {
    const { folder } = aRepository();
    const nobody = await runCli(folder, ["promote", "production"], {
      env: { GIT_COMMITTER_NAME: "Alice", GIT_COMMITTER_EMAIL: "alice@example.test" },
    });
    expect(nobody.code).toBe(2);
    expect(nobody.stderr).toContain(
      "Say it with --as @you, or once for all with `git config --global github.user you`.",
    );
    const noGit = await runCli(folder, ["promote", "production", "--as", "alice"]);
    expect(noGit.code).toBe(2);
    expect(noGit.stderr).toContain("Git has not been told who you are");
    expect((await promote(aRepository(), "production", "--as", "acme/team")).code).toBe(2);
  });
});

test("required checks cannot be seen from a clone", async () => {
  const repository = aRepository(`${CONFIG}evaluation:\n  required_checks: [promptfoo]\n`);
  const refused = await promote(repository, "production");
  expect(refused.code).toBe(1);
  const commit = repository.sha("prompts/faq/v1.1.0").slice(0, 7);
  expect(refused.stderr).toContain(`  - whether promptfoo succeeded for faq 1.1.0 at ${commit}\n`);
  expect((await promote(repository, "production", "--unchecked")).code).toBe(0);
});

test("--dry-run only says it", async () => {
  const repository = aRepository();
  const { code, stderr } = await promote(repository, "production", "--dry-run");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "Nothing was done: leave out --dry-run to do it.\n" });
  expect(tagsOf(repository)).not.toContain("prompts/faq/env/production/2");
});

describe("pushing", () => {
  function withRemote() {
    const repository = aRepository();
    const remote = repository.clone("--bare");
    repository.git("remote", "add", "origin", `file://${remote.folder}`);
    return { repository, remote };
  }

  test("the tag arrives", async () => {
    const { repository, remote } = withRemote();
    expect(await promote(repository, "production", "--push")).toEqual({
      code: 0,
      stdout: "faq production 1.0.0 -> 1.1.0\n",
      stderr: "Pushed to origin.\n",
    });
    expect(messageOf(remote, "prompts/faq/env/production/2")).toBe(
      messageOf(repository, "prompts/faq/env/production/2"),
    );
  });

  test("where somebody was first nothing is left behind, of no prompt", async () => {
    const { repository, remote } = withRemote();
    release(repository, "solo", "1.0.0", { path: FAQ });
    move(repository, "solo", "staging", 1, { to: "1.0.0" });
    move(remote, "faq", "production", 2, { to: "1.1.0" });
    const { code, stderr } = await promote(repository, "production", "--as", "zoe", "--push");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        "Nothing was done: prompts/faq/env/production/2 is there at origin already, so somebody moved it first. Run `git fetch --tags` and look at `prompt-steward log` before you try again.\n",
    });
    for (const one of [repository, remote]) {
      expect(tagsOf(one)).not.toContain("prompts/solo/env/production/1");
    }
    expect(tagsOf(repository)).not.toContain("prompts/faq/env/production/2");
  });

  test("a remote that refuses, or is not there, is told in git's words", async () => {
    const { repository, remote } = withRemote();
    const hook = join(remote.folder, "hooks/pre-receive");
    writeFileSync(hook, "#!/bin/sh\necho 'tags are protected' >&2\nexit 1\n");
    chmodSync(hook, 0o755);
    const refused = await promote(repository, "production", "--push");
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 2,
      stderr:
        "prompt-steward: origin did not take the tags: [remote rejected] (pre-receive hook declined). See that you may push tags there (a ruleset may forbid it), and that the remote can be reached.\n",
    });
    const nowhere = await promote(repository, "production", "--push", "--remote", "upstream");
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain(
      "upstream did not take the tags: 'upstream' does not appear to be a git repository.",
    );
    expect(tagsOf(repository)).not.toContain("prompts/faq/env/production/2");
  });
});

test.each<[string, string[], string]>([
  [
    "an unknown environment",
    ["prodution"],
    'There is no environment "prodution" in .github/prompt-steward.yml. Did you mean production?',
  ],
  [
    "a version that is none",
    ["production", "faq", "--to", "1.x"],
    '--to takes a version, got "1.x". Write it as 1.4.0.',
  ],
  [
    "a version for several",
    ["production", "--to", "1.0.0"],
    "--to is a version of one prompt. Name that prompt, and only that one.",
  ],
  ["a path for an id", ["production", "prompts/f q.md"], "The id must not hold a space"],
])("%s is wrong usage", async (_, args, message) => {
  const { code, stderr } = await promote(aRepository(), ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
