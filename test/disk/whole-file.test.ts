import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeWhole } from "../../src/disk/whole-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prompt-steward-disk-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a file is replaced, and nothing else is left behind", async () => {
  writeFileSync(join(folder, "a"), "old");
  await writeWhole(join(folder, "a"), "new");
  expect(readFileSync(join(folder, "a"), "utf8")).toBe("new");
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("a link is replaced, and what it leads to stays", async () => {
  writeFileSync(join(folder, "target"), "old");
  symlinkSync("target", join(folder, "a"));
  await writeWhole(join(folder, "a"), new Uint8Array([104, 105]));
  expect(lstatSync(join(folder, "a")).isSymbolicLink()).toBe(false);
  expect(readFileSync(join(folder, "target"), "utf8")).toBe("old");
});

test("what cannot be written leaves nothing behind", async () => {
  mkdirSync(join(folder, "a"));
  await expect(writeWhole(join(folder, "a"), "new")).rejects.toMatchObject({ syscall: "rename" });
  expect(readdirSync(folder)).toEqual(["a"]);
  await expect(writeWhole(join(folder, "missing", "a"), "new")).rejects.toMatchObject({ code: "ENOENT" });
});
