// The Renovate preset finds the pins of a lock file as `pin` writes it, and among a repository's tags only the releases
// of that prompt. Renovate itself is no dependency: what it does with these values is its documented behaviour.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { PromptId } from "../../src/core/identity.ts";
import { setPin } from "../../src/core/pins/edit.ts";
import { LOCK_PATH, type Pin } from "../../src/core/pins/lock.ts";
import { version } from "../../src/core/release/version.ts";

/** What a custom manager of Renovate 44 takes; one more key is refused there as here. */
const presetShape = z.strictObject({
  $schema: z.literal("https://docs.renovatebot.com/renovate-schema.json"),
  description: z.string(),
  customManagers: z.tuple([
    z.strictObject({
      customType: z.literal("regex"),
      description: z.string(),
      managerFilePatterns: z.array(z.string()),
      matchStrings: z.tuple([z.string()]),
      datasourceTemplate: z.literal("github-tags"),
      extractVersionTemplate: z.string(),
      versioningTemplate: z.literal("semver"),
    }),
  ]),
  packageRules: z.array(z.record(z.string(), z.unknown())),
  gitIgnoredAuthors: z.array(z.string().includes("@")),
});

const preset = presetShape.parse(
  JSON.parse(readFileSync(new URL("../../renovate/prompts.json", import.meta.url), "utf8")),
);
const [manager] = preset.customManagers;

function aPin(prompt: string, of: string, parts: Partial<Pin> = {}): Pin {
  return {
    prompt: prompt as PromptId,
    repository: "acme/prompts",
    version: version(of),
    sha256: "0".repeat(64),
    ...parts,
  };
}

function lockOf(...pins: Pin[]): string {
  return (
    pins.reduce<string | undefined>((text, pin) => {
      const edited = setPin(text, pin);
      if (edited.kind === "broken") throw new Error(JSON.stringify(edited.findings));
      return edited.text;
    }, undefined) ?? ""
  );
}

function extract(text: string) {
  return [...text.matchAll(new RegExp(manager.matchStrings[0], "g"))].map(({ groups }) => ({ ...groups }));
}

describe("pins are found", () => {
  test("as they are written", () => {
    const text = lockOf(
      aPin("support/triage", "1.4.0"),
      aPin("faq", "2.0.0-rc.1", { path: "src/faq.md", sha256: "1".repeat(64) }),
      aPin("grüße/my%20prompt", "10.0.0", { repository: "Acme-2/prompts.v2" }),
    );
    expect(extract(text)).toEqual([
      { depName: "support/triage", packageName: "acme/prompts", currentValue: "1.4.0" },
      { depName: "faq", packageName: "acme/prompts", currentValue: "2.0.0-rc.1" },
      { depName: "grüße/my%20prompt", packageName: "Acme-2/prompts.v2", currentValue: "10.0.0" },
    ]);
  });

  test("in quotes, and with Windows' line ends", () => {
    const text = `version: 1\r\nprompts:\r\n  - prompt: "faq"\r\n    repository: 'acme/prompts'\r\n    version: "1.0.0"\r\n    sha256: "${"1".repeat(64)}"\r\n`;
    expect(extract(text)).toEqual([{ depName: "faq", packageName: "acme/prompts", currentValue: "1.0.0" }]);
  });

  test("not in a lock file without pins", () => {
    expect(extract("version: 1\nprompts: []\n")).toEqual([]);
  });
});

test.each([LOCK_PATH, `services/chat/${LOCK_PATH}`])("%s is looked at", (path) => {
  const patterns = manager.managerFilePatterns.map((pattern) => new RegExp(pattern.slice(1, -1)));
  expect(patterns.some((pattern) => pattern.test(path))).toBe(true);
  expect(patterns.some((pattern) => pattern.test("prompts.lock.yml.bak"))).toBe(false);
});

test("of all tags the releases of that prompt count", () => {
  const extractVersion = new RegExp(
    manager.extractVersionTemplate.replace("{{{depName}}}", "support/triage"),
  );
  const versions = [
    "prompts/support/triage/v1.4.0",
    "prompts/support/triage/v2.0.0-rc.1",
    "prompts/support/triage/env/production/3",
    "prompts/support/triage/v2",
    "prompts/support/triage/deep/v9.0.0",
    "prompts/other/support/triage/v9.0.0",
    "prompts/support/triage2/v9.0.0",
    "v9.0.0",
  ].map((tag) => extractVersion.exec(tag)?.groups?.version);
  expect(versions.filter(Boolean)).toEqual(["1.4.0", "2.0.0-rc.1"]);
});
