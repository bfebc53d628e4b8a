// `list` shows every prompt there is, and for programs as JSON.

import { expect, test } from "vitest";
import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import { aPromptRepository, CONFIG } from "../support/a-prompt-repository.ts";
import { runCli } from "./run-cli.ts";

test("text", async () => {
  const repository = aPromptRepository({ "prompts/line\nend.txt": "Hello\n" });
  expect((await runCli(repository.folder, ["list"])).stdout).toMatchInlineSnapshot(`
    "PROMPT          FORMAT         STATUS      OWNER   BACKUP  PATH
    faq             plain-text     production  @alice  @bob    prompts/faq.md
    line%0Aend      plain-text     production  @alice  @bob    prompts/line\\nend.txt
    support/triage  github-models  staging     @carol  -       prompts/support/triage.prompt.yml
    "
  `);
});

test("json", async () => {
  const { code, stdout } = await runCli(aPromptRepository().folder, ["list", "--format", "json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    {
      prompt: "faq",
      path: "prompts/faq.md",
      format: "plain-text",
      owner: "@alice",
      backup: "@bob",
      status: "production",
    },
    {
      prompt: "support/triage",
      path: "prompts/support/triage.prompt.yml",
      format: "github-models",
      owner: "@carol",
      backup: null,
      status: "staging",
    },
  ]);
});

test("files that are not committed count, ignored ones do not", async () => {
  const repository = aPromptRepository({ ".gitignore": "*.tmp.md\n" });
  repository.write({ "prompts/new.md": "1", "prompts/x.tmp.md": "1" });
  const { stdout } = await runCli(repository.folder, ["list", "--format", "json"]);
  expect(JSON.parse(stdout).map(({ path }: { path: string }) => path)).toEqual([
    "prompts/faq.md",
    "prompts/new.md",
    "prompts/support/triage.prompt.yml",
  ]);
});

test("a bare repository shows HEAD", async () => {
  const { stdout } = await runCli(aPromptRepository().clone("--bare").folder, ["list", "--format", "json"]);
  expect(JSON.parse(stdout)).toHaveLength(2);
});

test("no prompt is said aside, so that a program reads an empty list", async () => {
  const repository = aPromptRepository();
  repository.write({ [CONFIG_PATH]: CONFIG.replaceAll("prompts/", "elsewhere/") });
  expect(await runCli(repository.folder, ["list"])).toEqual({
    code: 0,
    stdout: "",
    stderr: "No file here matches an entry of the config.\n",
  });
  expect((await runCli(repository.folder, ["list", "--format", "json"])).stdout).toBe("[]\n");
});
