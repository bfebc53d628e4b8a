import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { judgeLockFile, judgeSetUp } from "../../scripts/setup.ts";
import { describeFinding } from "../../src/core/finding.ts";

const CI = readFileSync(".ci/run", "utf8");
const README =
  "# Ours\n\n```sh\nnpm ci && npm run demo\n```\n\nor, for the tests:\n\n    npm ci && npm test\n";

describe("the set-up lines", () => {
  test("are fine in a code block each", () => {
    expect(judgeSetUp(README, CI)).toEqual([]);
  });

  test.each([
    ["in prose only", README.replaceAll("```sh\n", "").replaceAll("```", "")],
    ["with something before", README.replace("npm ci && npm run demo", "cd app; npm ci && npm run demo")],
    ["nowhere", README.replace("npm ci && npm run demo", "")],
  ])("are missed when the README has one %s", (_where, readme) => {
    expect(judgeSetUp(readme, CI).map(describeFinding)).toEqual([
      "README.md does not show `npm ci && npm run demo` as a line of its own. Add it to a code block.",
    ]);
  });

  test("are missed when CI runs something else", () => {
    expect(
      judgeSetUp(README, CI.replace("npm ci && npm test", "npm ci && npm test -- --bail")).map(
        describeFinding,
      ),
    ).toEqual([".ci/run does not run `npm ci && npm test`. Make it a step, exactly as the README has it."]);
  });
});

describe("the lock file", () => {
  test.each([
    ["a registry", "https://registry.example/a/-/a-1.0.0.tgz"],
    ["a repository", "git+ssh://git@git.example/acme/a.git#0123"],
  ])("must not hold the address of %s", (_what, address) => {
    const findings = judgeLockFile(`{\n  "resolved": "${address}"\n}`).map(describeFinding);
    expect(findings).toEqual([
      expect.stringMatching(/^package-lock\.json:2 holds the address .*Run `npm install/),
    ]);
  });

  test("may hold none, or a folder of this repository", () => {
    expect(judgeLockFile('{\n  "version": "1.0.0",\n  "resolved": "packages/a"\n}')).toEqual([]);
  });
});
