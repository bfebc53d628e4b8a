import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { actionNames, bundleAction, bundleCommandLine } from "../../../scripts/build/bundle.ts";
import { differences } from "../../../scripts/build/differences.ts";
import { VERSION } from "../../../src/cli/version.ts";

function aFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "prompt-steward-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe("what is committed against what the build makes", () => {
  test.each([
    ["the same", { "a.js": "1", "b/c.txt": "2" }, []],
    ["an old file", { "a.js": "0", "b/c.txt": "2" }, ["a.js is not what the build makes now"]],
    ["a missing file", { "a.js": "1" }, ["b/c.txt is missing"]],
    ["a file too many", { "a.js": "1", "b/c.txt": "2", "d.js": "" }, ["d.js is not made by the build"]],
    ["nothing", {}, ["a.js is missing", "b/c.txt is missing"]],
  ])("%s", (_, committed, expected) => {
    const found = aFolder(committed);
    const lines = differences(aFolder({ "a.js": "1", "b/c.txt": "2" }), found);
    expect(lines.map((line) => line.slice(found.length + 1))).toEqual(expected);
  });
});

describe.each(actionNames())("the bundle of %s", (name) => {
  test("is the same each time, under 1 MB, with the licences of what is in it", async () => {
    const [first, second] = [aFolder(), aFolder({ "old.js": "" })];
    const size = await bundleAction(name, join(first, "dist"));
    await bundleAction(name, second);
    expect(differences(join(first, "dist"), second)).toEqual([]);
    expect(readdirSync(second).sort()).toEqual(["LICENSES.txt", "index.js"]);
    expect(size).toBe(statSync(join(second, "index.js")).size);
    expect(size).toBeLessThan(1_000_000);
    expect(readFileSync(join(second, "LICENSES.txt"), "utf8")).toContain("zod");
    const code = readFileSync(join(second, "index.js"), "utf8");
    expect(code).toMatch(/^\/\/ Prompt Steward, MIT licence\./);
    expect(code).not.toContain(process.cwd());
  });

  test("is what action.yml runs, on Node.js 24", () => {
    const { runs } = parse(readFileSync(join("action", name, "action.yml"), "utf8")) as { runs: object };
    expect(runs).toEqual({ using: "node24", main: "dist/index.js" });
  });
});

test("the installed package runs: its starter finds the built command line, and needs nothing else", async () => {
  const installed = join(aFolder(), "node_modules", "prompt-steward");
  await bundleCommandLine(join(installed, "dist"));
  for (const file of ["src/cli/prompt-steward.js", "package.json"]) {
    mkdirSync(join(installed, file, ".."), { recursive: true });
    copyFileSync(file, join(installed, file));
  }
  const run = spawnSync(process.execPath, [join(installed, "src/cli/prompt-steward.js"), "--version"]);
  expect({ out: run.stdout.toString(), err: run.stderr.toString() }).toEqual({
    out: `${VERSION}\n`,
    err: "",
  });
  const { files } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(files).toEqual(["dist", "src/cli/prompt-steward.js"]);
});
