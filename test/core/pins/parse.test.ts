// The lock file as pins, and every mistake in it at its line and column.

import fc from "fast-check";
import { expect, test } from "vitest";
import { describeFinding } from "../../../src/core/finding.ts";
import { parseLock } from "../../../src/core/pins/parse.ts";
import { digestOf } from "../release/a-history.ts";
import { aLock } from "./a-lock.ts";

const digest = digestOf("1.4.0");
const sound = `prompt: support/triage, repository: acme/prompts, version: 1.4.0, sha256: ${digest}`;

test("reads each pin with its line", () => {
  expect(
    parseLock(
      aLock(
        sound,
        `prompt: mail, repository: Acme/p.q, version: "2.0.0", sha256: "${"1".repeat(64)}", path: p/mail.md`,
      ),
    ),
  ).toEqual({
    kind: "lock",
    pins: [
      { prompt: "support/triage", repository: "acme/prompts", version: "1.4.0", sha256: digest, line: 3 },
      {
        prompt: "mail",
        repository: "Acme/p.q",
        version: "2.0.0",
        sha256: "1".repeat(64),
        path: "p/mail.md",
        line: 4,
      },
    ],
  });
  expect(parseLock(aLock())).toEqual({ kind: "lock", pins: [] });
});

const without = (key: string) =>
  sound
    .split(", ")
    .filter((part) => !part.startsWith(key))
    .join(", ");

test.each([
  [
    "empty",
    "",
    "l:1:1 The lock file is empty. Start it with `version: 1` and `prompts: []`, or run `prompt-steward pin`.",
  ],
  ["binary", "version: 1\u0000", "l:1:1 The lock file is not a UTF-8 text. Save it as UTF-8."],
  ["huge", "#".repeat(1_048_577), "l:1:1 The lock file is larger than 1 MiB. Split it by folder."],
  [
    "no mapping",
    "- a",
    "l:1:1 The lock file must be a mapping of keys. Start it with `version: 1` and `prompts: []`.",
  ],
  [
    "only comments",
    "# a\n",
    "The lock file must be a mapping of keys. Start it with `version: 1` and `prompts: []`.",
  ],
  ["broken YAML", "version: 1\nprompts: [", "l:2:10"],
  [
    "a key twice",
    "version: 1\nversion: 1\nprompts: []\n",
    "l:2:1 The key version is already written in line 1. Keep one of them.",
  ],
  ["no version", "prompts: []\n", "version is missing. Write `version: 1` as the first line"],
  ["a newer version", "version: 2\nprompts: []\n", "l:1:1 version must be the number 1, got the number 2."],
  [
    "no prompts",
    "version: 1\n",
    "prompts is missing. Write `prompts:` with an entry for each pinned prompt, or `prompts: []`.",
  ],
  ["prompts of no list", "version: 1\nprompts: {}\n", "l:2:1 prompts must be a list, got a mapping."],
  [
    "an entry that is no mapping",
    "version: 1\nprompts: [a]\n",
    'An entry of prompts must be a mapping, got "a". Write its keys: prompt, repository, version, sha256, path.',
  ],
  ["an unknown key at the top", "version: 1\nprompts: []\npins: []\n", 'l:3:1 There is no key "pins" here.'],
  ["a misspelt key", aLock(`${sound}, sha265: x`), 'There is no key "sha265" here. Did you mean `sha256`?'],
  [
    "no digest",
    aLock(without("sha256")),
    "l:3:5 sha256 is missing. Run `prompt-steward pin` to have it filled in, or write the 64 digits in quotes.",
  ],
  [
    "a short digest",
    aLock(`${without("sha256")}, sha256: abc`),
    'sha256 is no SHA-256 digest of 64 hexadecimal digits, got "abc".',
  ],
  [
    "a digest of digits without quotes",
    aLock(`${without("sha256")}, sha256: ${"1".repeat(64)}`),
    "sha256 must be a text, got the number 1.1111111111111112e+63. Run `prompt-steward pin` to have it filled in, or write the 64 digits in quotes.",
  ],
  [
    "a range as version",
    aLock(`${without("version")}, version: ^1.2`),
    'version is no version, got "^1.2". Write a released version in full and in quotes, such as "1.4.0".',
  ],
  [
    "a short version",
    aLock(`${without("version")}, version: 1.4`),
    "version must be a text, got the number 1.4. Write a released version in full",
  ],
  ["an unsound id", aLock(`${without("prompt")}, prompt: a b`), 'prompt is no prompt id, got "a b".'],
  [
    "a repository by its address",
    aLock(`${without("repository")}, repository: https://github.com/acme/p`),
    "repository is no GitHub repository",
  ],
  [
    "a repository that climbs",
    aLock(`${without("repository")}, repository: acme/..`),
    "repository is no GitHub repository",
  ],
  [
    "a path that climbs",
    aLock(`${sound}, path: ../x`),
    'path is no path within this repository, got "../x".',
  ],
  ["an absolute path", aLock(`${sound}, path: /etc/x`), "path is no path within this repository"],
  ["a Windows path", aLock(`${sound}, path: 'C:\\x'`), "path is no path within this repository"],
  [
    "a path into git's folder",
    aLock(`${sound}, path: .GIT/hooks/x`),
    "path is no path within this repository",
  ],
  [
    "a prompt twice",
    aLock(sound, sound.replace("acme", "ACME")),
    "l:4:6 support/triage of ACME/prompts is already pinned in line 3. Keep one of the two.",
  ],
  [
    "a file twice",
    aLock(`${sound}, path: a/B.md`, `${sound.replace("support/triage", "mail")}, path: A/b.md`),
    '"A/b.md" already holds support/triage, pinned in line 3. Give each prompt a file of its own.',
  ],
])("%s", (_, text, expected) => {
  const parsed = parseLock(text, "l");
  if (parsed.kind !== "broken") throw new Error("no error found");
  expect(parsed.findings.map(describeFinding).join("\n")).toContain(expected);
});

test("a thousand errors are summed up", () => {
  const parsed = parseLock(aLock(...Array.from({ length: 1_000 }, () => "a: 1")));
  expect(parsed.kind === "broken" && parsed.findings).toHaveLength(101);
});

test("any text is read without a fault, and every finding stands within it", () => {
  const parts = fc.constantFrom(
    aLock(sound),
    sound,
    "version: 1\n",
    "prompts:\n",
    "  - ",
    "prompt: a",
    "&a ",
    "*a",
    "{",
    "}",
    "[",
    "\n",
    ": ",
    '"',
    "#",
    "\r\n",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(parts, { maxLength: 12 }).map((list) => list.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseLock(text);
      const lines = text.split("\n");
      if (parsed.kind === "lock") return;
      expect(parsed.findings.length).toBeGreaterThan(0);
      for (const { line = 0, message, fix } of parsed.findings) {
        expect(lines[line - 1]).toBeDefined();
        expect(message).toMatch(/\S/);
        expect(fix).toMatch(/\S/);
      }
    }),
    { numRuns: 300 },
  );
});
