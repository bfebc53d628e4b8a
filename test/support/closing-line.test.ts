import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { closingLine } from "./closing-line.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("the closing line of a run", () => {
  test("counts tests, and fails for what fails outside of them", () => {
    const output = runVitest({
      "fine.test.js": "test('a', () => {}); test('b', () => {}); test.skip('c', () => {}); test.todo('d')",
      "failing.test.js": "test('a', () => { expect(1).toBe(2) })",
      "unloadable.test.js": "import './no-such-file.js'; test('never seen', () => {})",
      "hook.test.js":
        "describe('a', () => { beforeAll(() => { throw new Error('no') }); test('b', () => {}) })",
      "uncaught.test.js":
        "test('a', async () => { Promise.reject(new Error('no')); await new Promise(setImmediate) })",
    });
    expect(output.at(-1)).toBe("3 passed, 4 failed, 3 skipped");
  });

  test("fails a run that finds no test", () => {
    expect(runVitest({ "readme.txt": "no tests here" }).at(-1)).toBe("0 passed, 1 failed");
  });

  test.each([
    [{ passed: 12, failed: 0, skipped: 0 }, "12 passed, 0 failed"],
    [{ passed: 0, failed: 3, skipped: 1 }, "0 passed, 3 failed, 1 skipped"],
  ])("of %j is %j", (tally, line) => {
    expect(closingLine(tally)).toBe(line);
  });
});

/** @returns the lines that a run over these files prints, without the empty ones */
function runVitest(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "closing-line-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const vitest = resolve("node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", `--reporter=${resolve("test/support/closing-line.ts")}`];
  const options = ["run", "--root", folder, "--globals", ...reporters];
  return execute([vitest, ...options])
    .split("\n")
    .filter((line) => line.trim() !== "");
}

/** A run with failures ends non-zero; its output is what counts here. */
function execute(args: readonly string[]): string {
  try {
    return execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    if (error instanceof Error && "stdout" in error) return String(error.stdout);
    throw error;
  }
}
