// `changelog` prints Markdown made from tags, linked where the clone's origin is on a server.

import { expect, test } from "vitest";
import { login } from "../../src/core/identity.ts";
import { version } from "../../src/core/release/version.ts";
import { aPromptRepository } from "../support/a-prompt-repository.ts";
import { release } from "../support/a-released-repository.ts";
import type { GitRepository } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

function aRepository(): GitRepository {
  const repository = aPromptRepository();
  release(repository, "faq", "1.0.0", {
    path: "prompts/faq.md",
    at: "2026-02-01T09:00:00Z",
    reasons: ["first release"],
  });
  release(repository, "faq", "1.1.0", {
    path: "prompts/faq.md",
    at: "2026-03-01T09:00:00Z",
    previous: version("1.0.0"),
    pull: 12,
    approvers: [{ login: login("alice"), commit: repository.sha() }],
    rationale: [{ heading: "Why", text: "Answers were too long." }],
  });
  return repository;
}

test("without an origin nothing is linked", async () => {
  const { code, stdout } = await runCli(aRepository().folder, ["changelog", "faq"]);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "# Changelog of \`faq\`

    ## 1.1.0 · 2026-03-01

    - the text changed

    > Answers were too long.

    (pull request 12, approved by \`@alice\`)

    ## 1.0.0 · 2026-02-01

    - first release
    "
  `);
});

test.each([
  "https://github.com/acme/prompts.git",
  "https://token@github.com/acme/prompts",
  "git@github.com:acme/prompts.git",
  "ssh://git@github.com:22/acme/prompts",
])("with %s as origin versions and pull requests are", async (url) => {
  const repository = aRepository();
  repository.git("remote", "add", "origin", url);
  const { stdout } = await runCli(repository.folder, ["changelog", "faq"]);
  expect(stdout).toContain(
    "## [1.1.0](https://github.com/acme/prompts/releases/tag/prompts/faq/v1.1.0) · 2026-03-01",
  );
  expect(stdout).toContain("[#12](https://github.com/acme/prompts/pull/12)");
  expect(stdout).not.toContain("token");
});

test("json", async () => {
  const { stdout } = await runCli(aRepository().folder, ["changelog", "faq", "--format", "json"]);
  expect(JSON.parse(stdout)).toMatchObject([
    { version: "1.1.0", record: { pull: 12, rationale: [{ heading: "Why" }] } },
    { version: "1.0.0", record: { reasons: ["first release"] } },
  ]);
});

test("a prompt that is not there", async () => {
  const { code, stderr } = await runCli(aRepository().folder, ["changelog", "fax"]);
  expect(code).toBe(2);
  expect(stderr).toContain('There is no tag of a prompt "fax" here.');
  expect((await runCli(aRepository().folder, ["changelog"])).code).toBe(2);
});
