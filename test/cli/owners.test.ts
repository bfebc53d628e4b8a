// `owners` answers for paths as people type them.

import { symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import { aPromptRepository, CONFIG } from "../support/a-prompt-repository.ts";
import { aFolder, aGitRepository } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

const repository = aPromptRepository();
const ALL = { path: "prompts/**", file: CONFIG_PATH, line: 4 };

test("json", async () => {
  const args = [
    "owners",
    "prompts/support/triage.prompt.yml",
    "prompts/new one.md",
    "README.md",
    "--format",
    "json",
  ];
  const { code, stdout, stderr } = await runCli(repository.folder, args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual([
    {
      path: "prompts/support/triage.prompt.yml",
      prompt: "support/triage",
      owner: "@carol",
      backup: null,
      entry: { path: "prompts/support/triage.prompt.yml", file: CONFIG_PATH, line: 7 },
    },
    { path: "prompts/new one.md", prompt: "new%20one", owner: "@alice", backup: "@bob", entry: ALL },
    { path: "README.md", prompt: null, owner: null, backup: null, entry: null },
  ]);
});

test("text stands in columns", async () => {
  const { stdout } = await runCli(repository.folder, ["owners", "prompts", "README.md", CONFIG_PATH]);
  expect(stdout).toMatchInlineSnapshot(`
    "prompts/faq.md                     @alice                    backup @bob  faq             .github/prompt-steward.yml:4
    prompts/support/triage.prompt.yml  @carol                    no backup    support/triage  .github/prompt-steward.yml:7
    README.md                          not governed
    .github/prompt-steward.yml         admins @acme/ai-platform
    "
  `);
});

describe("paths", () => {
  const absolute = join(repository.folder, "prompts/faq.md");
  test.each([
    ["prompts", ["faq.md"], "", ["prompts/faq.md"]],
    ["prompts", ["../README.md", "./support/../faq.md"], "", ["README.md", "prompts/faq.md"]],
    ["prompts/support", ["."], "", ["prompts/support/triage.prompt.yml"]],
    [".", [absolute], "", ["prompts/faq.md"]],
    [".", ["prompts/"], "", ["prompts/faq.md", "prompts/support/triage.prompt.yml"]],
    [".", ["--", "-x.md", "--all"], "", ["-x.md", "--all"]],
    [".", ["-"], "prompts/a.md\nprompts/b c.md\r\n\n", ["prompts/a.md", "prompts/b c.md"]],
    [".", ["-"], "prompts/line\nend.md\0prompts/b.md\0", ["prompts/line\nend.md", "prompts/b.md"]],
    [".", ["prompts/faq.md", "-"], "prompts/faq.md\n", ["prompts/faq.md"]],
  ])("in %s: %j %j", async (folder, paths, stdin, expected) => {
    const args = ["-C", join(repository.folder, folder), "owners", "--format", "json", ...paths];
    const { stdout, stderr } = await runCli("/", args, { stdin });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout).map(({ path }: { path: string }) => path)).toEqual(expected);
  });

  test("through a link to the repository", async () => {
    const link = join(aFolder(), "link");
    symlinkSync(repository.folder, link);
    const { stdout } = await runCli(link, ["owners", join(link, "prompts/faq.md"), "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject([{ path: "prompts/faq.md", owner: "@alice" }]);
  });

  test.each([
    [["../outside.md"], "", `"../outside.md" is not in the repository ${repository.folder}.`],
    [[dirname(repository.folder)], "", "is not in the repository"],
    [["-"], "", "No path came from stdin. Pipe one path a line into it."],
    [[], "", "missing required argument 'path'"],
  ])("%j is refused", async (paths, stdin, message) => {
    const { code, stderr } = await runCli(repository.folder, ["owners", ...paths], { stdin });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("the config", () => {
  test("as it lies in the work tree, or another file", async () => {
    const changed = aPromptRepository();
    changed.write({
      [CONFIG_PATH]: CONFIG.replace("@alice", "@dan"),
      "other.yml": CONFIG.replace("@alice", "@erin"),
    });
    const own = await runCli(changed.folder, ["owners", "prompts/faq.md"]);
    expect(own.stdout).toContain("@dan");
    const other = await runCli(join(changed.folder, "prompts"), [
      "owners",
      "faq.md",
      "--config",
      "../other.yml",
    ]);
    expect(other.stdout).toContain("@erin");
    expect(other.stdout).toContain("../other.yml:4");
  });

  test("in a bare repository that of HEAD", async () => {
    const { stdout } = await runCli(repository.clone("--bare").folder, ["owners", "prompts/faq.md"]);
    expect(stdout).toContain("@alice");
  });

  test.each<[string, string | null, string]>([
    [
      "missing",
      null,
      `There is no ${CONFIG_PATH} here, so no prompt is governed. Write a first one with \`prompt-steward init --from-history\``,
    ],
    ["empty", "", `${CONFIG_PATH}:1:1 The config is empty.`],
    ["not YAML", "version: [", `${CONFIG_PATH}:1:`],
    [
      "larger than 1 MiB",
      `# ${"x".repeat(1_048_577)}`,
      `${CONFIG_PATH}:1:1 The config is larger than 1 MiB.`,
    ],
    [
      "with two mistakes",
      CONFIG.replace("version: 1", "version: 2").replace('"@carol"', '"@acme/support"'),
      "owner must be one person, got the team @acme/support. Name a person as owner and list the team under contributors.\n",
    ],
  ])("%s: exits with 2", async (_, config, message) => {
    const broken = aGitRepository();
    if (config !== null) broken.write({ [CONFIG_PATH]: config });
    const { code, stdout, stderr } = await runCli(broken.folder, ["owners", "prompts/faq.md"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
