// The examples of docs/prompt-formats.md are sound prompts of the format they stand for.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "./a-prompt.ts";

const page = readFileSync(new URL("../../../docs/prompt-formats.md", import.meta.url), "utf8");

test.each([
  ["GitHub Models", "triage.prompt.yml", "github-models"],
  ["Prompty", "research.prompty", "prompty"],
  ["dotprompt", "greeting.prompt", "dotprompt"],
  ["Copilot prompt files", "review.prompt.md", "copilot"],
  ["Agent Skills", "pdf-forms/SKILL.md", "agent-skill"],
  ["Plain text", "tone.md", "plain-text"],
])("%s", (heading, path, format) => {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0];
  const example = /```\w+\n([\s\S]*?)```/.exec(section ?? "")?.[1] ?? "";
  const { document, findings } = parse(path, example);
  expect(findings).toEqual([]);
  expect(document?.format).toBe(format);
  expect(document?.messages).not.toEqual([]);
});
