// The summary of resolved pins; test/action/resolve.test.ts shows whole ones.

import { expect, test } from "vitest";
import type { PromptId } from "../../../../src/core/identity.ts";
import {
  type ResolvedRow,
  resolvedSummary,
  resolvedTitle,
} from "../../../../src/core/pins/render/resolved.ts";
import { aPin } from "../a-lock.ts";

const pin = { ...aPin("1.0.0", { prompt: "mail" as PromptId }), line: 3 };
const WRITTEN: ResolvedRow = { pin, outcome: { kind: "written", path: "prompts/mail.md", notes: [] } };
const refused = (message: string): ResolvedRow => ({
  pin,
  outcome: { kind: "refused", verdict: "unreachable", message, fix: "Mend it." },
});

test.each([
  [[], "Nothing is pinned"],
  [[WRITTEN], "1 prompt resolved and verified"],
  [[WRITTEN, WRITTEN], "2 prompts resolved and verified"],
  [[WRITTEN, refused("No.")], "1 of 2 prompts could not be resolved"],
  [[refused("No.")], "1 of 1 prompt could not be resolved"],
])("%# is titled for people", (rows, title) => {
  expect(resolvedTitle(rows)).toBe(title);
});

test("words from outside show as they are, on one line", () => {
  const summary = resolvedSummary([refused("GitHub says <img src=x>\n## All is well | @alice")], "a`b.yml");
  expect(summary).toMatchInlineSnapshot(`
    "## Pinned prompts: 1 of 1 prompt could not be resolved

    ### Next
    - \`\`a\`b.yml:3\`\` GitHub says \\<img src=x\\> ## All is well | @alice Mend it.

    ### Prompts
    | Prompt | Version | Repository | Result |
    | --- | --- | --- | --- |
    | \`mail\` | 1.0.0 | acme/prompts | ❌ unreachable |
    "
  `);
});
