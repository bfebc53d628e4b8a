// What people read about releases.

import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, test } from "vitest";
import type { Login, PromptId } from "../../../../src/core/identity.ts";
import { diffTexts } from "../../../../src/core/prompt/diff/text-diff.ts";
import { logOf } from "../../../../src/core/release/log.ts";
import { proposeVersion } from "../../../../src/core/release/proposal.ts";
import { renderChangelog } from "../../../../src/core/release/render/changelog.ts";
import { renderLogEntry } from "../../../../src/core/release/render/log.ts";
import { releaseTitle, renderReleaseNotes } from "../../../../src/core/release/render/notes.ts";
import { renderProposals } from "../../../../src/core/release/render/proposal.ts";
import { quoted } from "../../../../src/core/release/render/quoted.ts";
import { version } from "../../../../src/core/release/version.ts";
import {
  alice,
  aRelease,
  aRetirement,
  aSha,
  historyOf,
  lightweight,
  released,
  triage,
} from "../a-history.ts";

const webUrl = "https://github.com/acme/prompts";
const adopted = aRelease("1.0.0", {
  level: "patch",
  reasons: ["adopted as it was when releases began", "no approval of it is recorded"],
  adopted: true,
});
const full = aRelease("1.4.0", {
  previous: version("1.3.2"),
  reasons: ["optional variable `tone` was added", "the text changed"],
  pull: 12,
  author: "bob" as Login,
  approvers: [{ login: alice, commit: aSha("d") }],
  rationale: [
    {
      heading: "Why",
      text: "Tickets in *French* went astray.\n\n- see #11 and https://acme.example/a_b\n- ask @carol <b>now</b>",
    },
    { heading: "Rollback plan", text: "Undo it." },
  ],
  evaluation: {
    tool: "promptfoo",
    passed: 48,
    failed: 2,
    before: { passed: 45, failed: 5 },
    url: "https://ci.example/1",
  },
});

describe("release notes", () => {
  test("of a reviewed release", () => {
    expect(renderReleaseNotes(full, webUrl)).toMatchInlineSnapshot(`
      "### What changed

      - optional variable \`tone\` was added
      - the text changed

      ### Why

      > Tickets in \\*French\\* went astray.
      >
      > - see \\#11 and <https://acme.example/a_b>
      > - ask @​carol \\<b\\>now\\</b\\>

      ### Rollback plan

      > Undo it.

      ### Evaluation results

      \`promptfoo\`: 48 passed, 2 failed (before: 45 passed, 5 failed). <https://ci.example/1>

      ---

      - Pull request: [#12](https://github.com/acme/prompts/pull/12) by \`@bob\`
      - Approved by \`@alice\` at \`ddddddd\`
      - Since [1.3.2](https://github.com/acme/prompts/releases/tag/prompts/support/triage/v1.3.2): [all changes](https://github.com/acme/prompts/compare/prompts/support/triage/v1.3.2...prompts/support/triage/v1.4.0)
      - File: \`prompts/support/triage.prompt.yml\`, sha256 \`312e342e30000000000000000000000000000000000000000000000000000000\`
      "
    `);
  });

  test("of a direct push", () => {
    const record = aRelease("1.0.0", {
      author: "bob" as Login,
      unreviewed: "Pushed to main by @bob without a pull request.",
    });
    expect(releaseTitle(record)).toBe("support/triage 1.0.0 (unreviewed)");
    expect(renderReleaseNotes(record, webUrl)).toMatchInlineSnapshot(`
      "> [!WARNING]
      > **Nobody approved these bytes.** Pushed to main by @​bob without a pull request.

      ### What changed

      - the text changed

      ---

      - Pushed by \`@bob\` without a pull request
      - First release
      - File: \`prompts/support/triage.prompt.yml\`, sha256 \`312e302e30000000000000000000000000000000000000000000000000000000\`
      "
    `);
  });

  test("of an adoption blame nobody", () => {
    expect(releaseTitle(adopted)).toBe("support/triage 1.0.0 (adopted)");
    expect(renderReleaseNotes(adopted, webUrl)).toMatchInlineSnapshot(`
      "### Where it comes from

      - adopted as it was when releases began
      - no approval of it is recorded

      ---

      - First release
      - File: \`prompts/support/triage.prompt.yml\`, sha256 \`312e302e30000000000000000000000000000000000000000000000000000000\`
      "
    `);
    const { prompt: history } = historyOf(released(adopted));
    expect(renderChangelog(history)).toContain("**adopted**\n\n- adopted as it was when releases began\n");
    const [entry] = logOf([history]);
    expect(entry && renderLogEntry(entry, (_style, text) => text)).toContain(
      "support/triage 1.0.0 adopted\n",
    );
  });

  test("of a retirement", () => {
    expect(releaseTitle(aRetirement("2.0.0"))).toBe("support/triage 2.0.0 (retired)");
    expect(renderReleaseNotes(aRetirement("2.0.0"), webUrl)).toMatchInlineSnapshot(`
      "> [!IMPORTANT]
      > **The prompt is retired.** It has no file any more; pin no version of it anew.

      ### Breaking changes

      - the text changed

      ---

      - First release
      - File: \`prompts/support/triage.prompt.yml\`
      "
    `);
  });

  test("of a rollback", () => {
    const record = aRelease("1.5.0", {
      rollbackOf: version("1.4.0"),
      restores: version("1.3.2"),
      previous: version("1.4.0"),
    });
    expect(renderReleaseNotes(record, webUrl).split("\n\n", 1)).toMatchInlineSnapshot(`
      [
        "> [!IMPORTANT]
      > **This rolls 1.4.0 back** to the bytes of 1.3.2. Do not use 1.4.0.",
      ]
    `);
  });

  test("link ids with signs that addresses reserve", () => {
    const record = aRelease("1.1.0", { prompt: "a%20b/grüße" as PromptId, previous: version("1.0.0") });
    expect(renderReleaseNotes(record, webUrl)).toContain(
      "https://github.com/acme/prompts/compare/prompts/a%2520b/gr%C3%BC%C3%9Fe/v1.0.0...prompts/a%2520b/gr%C3%BC%C3%9Fe/v1.1.0",
    );
  });

  test("of any size fit into a release", () => {
    const rationale = Array.from({ length: 20 }, () => ({ heading: "Why", text: "*a* ".repeat(10_000) }));
    expect(renderReleaseNotes(aRelease("1.0.0", { rationale }), webUrl).length).toBeLessThan(60_010);
  });
});

describe("the changelog", () => {
  test("newest first", () => {
    const { prompt } = historyOf(
      released(aRelease("1.3.2", { reasons: ["first release"] })),
      { ...released(full), taggedAt: "2026-03-04T10:00:00+02:00" },
      released(
        aRelease("2.0.0", {
          level: "breaking",
          reasons: ["variable `tone` was removed"],
          unreviewed: "Pushed.",
          previous: version("1.4.0"),
        }),
      ),
      lightweight("prompts/support/triage/v3.0.0"),
      { ...released(aRelease("1.0.0")), message: undefined },
    );
    expect(renderChangelog(prompt, webUrl)).toMatchInlineSnapshot(`
      "# Changelog of \`support/triage\`

      ## [3.0.0](https://github.com/acme/prompts/releases/tag/prompts/support/triage/v3.0.0)

      Nothing is known of this version: its tag has no message, so it was made by hand.

      ## [2.0.0](https://github.com/acme/prompts/releases/tag/prompts/support/triage/v2.0.0) · **breaking** · **unreviewed**

      - variable \`tone\` was removed

      ([changes](https://github.com/acme/prompts/compare/prompts/support/triage/v1.4.0...prompts/support/triage/v2.0.0))

      ## [1.4.0](https://github.com/acme/prompts/releases/tag/prompts/support/triage/v1.4.0) · 2026-03-04

      - optional variable \`tone\` was added
      - the text changed

      > Tickets in \\*French\\* went astray.
      >
      > - see \\#11 and <https://acme.example/a_b>
      > - ask @​carol \\<b\\>now\\</b\\>

      ([#12](https://github.com/acme/prompts/pull/12), approved by \`@alice\`, [changes](https://github.com/acme/prompts/compare/prompts/support/triage/v1.3.2...prompts/support/triage/v1.4.0))

      ## [1.3.2](https://github.com/acme/prompts/releases/tag/prompts/support/triage/v1.3.2)

      - first release

      ## [1.0.0](https://github.com/acme/prompts/releases/tag/prompts/support/triage/v1.0.0)

      Its tag has not been fetched.
      "
    `);
  });
});

describe("versions in the check", () => {
  test("say what will be released and why", () => {
    const proposal = (event: Parameters<typeof proposeVersion>[0]["event"]) =>
      proposeVersion({
        prompt: triage,
        status: "production",
        previous: version("1.3.2"),
        event,
        wishes: [{ bump: "major", source: "label", authority: "anyone", by: "bob" as Login }],
      });
    const rendered = renderProposals([
      {
        prompt: triage,
        proposal: proposal({
          kind: "changed",
          changes: [{ kind: "text", level: "behaviour", message: "the text changed" }],
        }),
        diff: diffTexts("Be kind.\n```\n", "Be brief.\n```\n"),
      },
      { prompt: "mail" as PromptId, proposal: proposal({ kind: "changed", changes: [] }) },
    ]);
    expect(rendered).toMatchInlineSnapshot(`
      "### Versions on merge

      **\`support/triage\` 1.3.2 → 2.0.0** (major)

      - the text changed
      - _raised to major by label \`prompt-steward:major\` of \`@bob\`_

      <details><summary>Lines of the text: 1 added, 1 removed</summary>

      \`\`\`\`diff
      @@ line 1 → 1 @@
      -Be kind.
      +Be brief.
       \`\`\`
      \`\`\`\`

      </details>

      **\`mail\`** stays as it is: \`support/triage\` is what 1.3.2 released.

      Anybody can raise a version with the label \`prompt-steward:major\` or \`prompt-steward:minor\`, or with a line \`Version: major\` in the description; only an admin lowers it."
    `);
  });

  test("say what is adopted first", () => {
    const proposal = proposeVersion({
      prompt: triage,
      status: "production",
      previous: version("1.0.0"),
      event: {
        kind: "changed",
        changes: [{ kind: "text", level: "behaviour", message: "the text changed" }],
      },
      wishes: [],
    });
    expect(renderProposals([{ prompt: triage, proposal, adopts: true }])).toContain(
      "**`support/triage` 1.0.0 (as it is now on the base branch) → 1.1.0** (minor)\n\n- the text changed\n",
    );
  });

  test("say nothing where no prompt changes", () => {
    expect(renderProposals([])).toBe("");
  });
});

describe("text of others", () => {
  test.each([
    ["@acme/team look", "> @\u200bacme/team look"],
    ["<img src=x onerror=alert(1)>", "> \\<img src=x onerror=alert\\(1\\)\\>"],
    ["fixes #12, GH-3", "> fixes \\#12, GH-\u200b3"],
    ["- a\n- b", "> - a\n> - b"],
    ["a\r\n\r\nb", "> a\n>\n> b"],
    ["title\n===", "> title\n> \\==="],
    ["see https://a.example/x_(y)?q=1#z.", "> see <https://a.example/x_>\\(y\\)?q=1\\#z."],
    ["> [!WARNING]", "> \\> \\[\\!WARNING\\]"],
    ["a\u2028@bob", "> a\n> @\u200bbob"],
  ])("%j", (text, expected) => {
    expect(quoted(text)).toBe(expected);
  });

  test("brings no tag, link but addresses, image, heading or table with it, and never leaves its quotation", () => {
    const parts = fc.constantFrom(
      "<b>",
      "</details>",
      "<!--",
      "-->",
      "[a](b)",
      "![a](b)",
      "# h",
      "***",
      "---",
      "===",
      "| a |",
      "`",
      "```",
      "~~~",
      "@bob",
      "#1",
      "https://x.example/",
      "\n",
      "\n\n",
      " ",
      "    ",
      "\t",
      "&lt;",
      "\\",
      ">",
      "a",
      "[x]: y",
      "\r",
      "1. ",
      "+ ",
    );
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 25 }).map((list) => list.join("")),
        (text) => {
          const rendered = quoted(text);
          const tree = fromMarkdown(`${rendered}\n\nend`);
          expect(tree.children).toHaveLength(2);
          const types = new Set<string>();
          const visit = (node: { type: string; url?: string; children?: unknown[] }) => {
            types.add(node.type);
            if (node.type === "link") expect(node.url).toMatch(/^https?:/);
            for (const child of node.children ?? []) visit(child as typeof node);
          };
          visit(tree);
          for (const type of ["html", "image", "heading", "definition", "imageReference", "linkReference"])
            expect(types).not.toContain(type);
          expect(rendered).not.toMatch(/@[\w-]/);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
