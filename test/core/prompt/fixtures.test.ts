// Files as people write them, each beside the document it is read into.

import { expect, test } from "vitest";
import { parseFixture } from "./a-prompt.ts";

test.each([
  "triage.prompt.yml",
  "answer-v1.prompty",
  "research-v2.prompty",
  "greeting.prompt",
  "security-review.prompt.md",
  "skills/pdf-forms/SKILL.md",
  "tone.md",
  "brief.j2",
])("%s is read whole, without a finding", async (name) => {
  const { document, findings } = parseFixture(name);
  expect(findings).toEqual([]);
  const golden = new URL(`../../fixtures/prompts/${name}.golden.json`, import.meta.url).pathname;
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot(golden);
});
