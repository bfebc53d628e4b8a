import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs .ci/run in a folder of its own with an `npm` that does what `script` says for its arguments in `$*`. */
function runCi(script: string) {
  const folder = mkdtempSync(join(tmpdir(), "ci-run-"));
  folders.push(folder);
  cpSync(".ci", join(folder, ".ci"), { recursive: true });
  writeFileSync(join(folder, "npm"), `#!/usr/bin/env bash\necho "$*" >> calls\n${script}\n`, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  const { status, stdout } = spawnSync(join(folder, ".ci/run"), { cwd: tmpdir(), env, encoding: "utf8" });
  return {
    status,
    lines: stdout.split("\n").filter((line) => line !== ""),
    calls: readFileSync(join(folder, "calls"), "utf8").trim().split("\n"),
  };
}

const TESTS_PASS = 'if [ "$*" = test ]; then echo "7 passed, 0 failed, 1 skipped"; fi';

describe(".ci/run", () => {
  test("succeeds where every step does, and closes with the tests' count", () => {
    const { status, lines } = runCi(TESTS_PASS);
    expect(status).toBe(0);
    expect(lines.at(-1)).toBe("7 passed, 0 failed, 1 skipped");
    expect(lines.filter((line) => / \d+ s {2}ok$/.test(line))).toHaveLength(10);
  });

  test("runs every step whatever the others say, and fails where one did", () => {
    const { status, lines, calls } = runCi(`${TESTS_PASS}; [ "$*" != "run lint" ] || exit 3`);
    expect(status).toBe(1);
    expect(calls).toEqual([
      "ci",
      "test",
      "run lint",
      "run typecheck",
      "run knip",
      "run check:arrows",
      "run build:check",
      "run check:workflows",
      "run check:docs",
      "run check:setup",
      "ci",
      "run demo",
    ]);
    expect(lines.filter((line) => line.includes(" s  failed"))).toEqual([
      expect.stringMatching(/^lint .*failed \(3\)$/),
    ]);
    expect(lines.at(-1)).toBe("7 passed, 0 failed, 1 skipped");
  });

  test.each([
    ["they fail", 'if [ "$*" = test ]; then echo "6 passed, 1 failed"; exit 1; fi', "6 passed, 1 failed"],
    ["they never start", '[ "$*" != ci ] || exit 1', "0 passed, 1 failed"],
    ["they count nothing", "true", "0 passed, 1 failed"],
    ["they end without a count", '[ "$*" != test ] || exit 134', "0 passed, 1 failed"],
  ])("says of the tests, when %s, that they failed", (_when, script, closing) => {
    const { status, lines } = runCi(script);
    expect(status).toBe(1);
    expect(lines.at(-1)).toBe(closing);
  });
});
