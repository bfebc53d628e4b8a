// A backtest says of a real history what the gate would have said of each change.

import { describe, expect, test } from "vitest";
import { renderBacktest } from "../../src/core/backtest/render.ts";
import type { BacktestReport } from "../../src/core/backtest/report.ts";
import { parseConfig } from "../../src/core/config/parse.ts";
import { governanceOf } from "../../src/core/review/governance.ts";
import { openClone } from "../../src/git/clone.ts";
import { readMergedChanges } from "../../src/git/merged-changes.ts";
import { resolveRevision } from "../../src/git/revision.ts";
import { type BacktestOptions, backtest } from "../../src/operations/backtest.ts";
import { aPromptRepository, CONFIG, RATIONALE, TRIAGE } from "../support/a-prompt-repository.ts";
import { type GitRepository, onGitHub, WEB_FLOW } from "../support/git-repository.ts";

describe("a history of all kinds", () => {
  const repository = aPromptRepository({ "other/prompts/loose.md": "1", "other/x.prompty": "1" });
  const alice = onGitHub("alice");
  // The owner's own change, described in full.
  repository.branch("own").commit("Be brief", { "prompts/faq.md": "Briefly.\n" }, { by: alice });
  repository.checkout("main").squash("own", `Be brief (#1)\n\n${RATIONALE}`, { by: alice });
  // Somebody else's, half described, merged by its author.
  repository.branch("other").commit("Sort better", { "prompts/support/triage.prompt.yml": `${TRIAGE}# x\n` });
  repository
    .checkout("main")
    .merge("other", { message: "Sort better\n\n## Why\nBecause people asked for it often." });
  // A broken prompt, pushed directly by somebody whose address GitHub alone knows.
  repository.commit(
    "Oops",
    { "prompts/support/triage.prompt.yml": "messages: [" },
    { by: "dan", committedBy: "erin" },
  );
  repository.commit("Undo", { "prompts/support/triage.prompt.yml": TRIAGE });
  repository.commit("Nothing of ours", { "README.md": "2", "other/x.prompty": "2" });

  test("is summed up", async () => {
    const report = await backtestOf(repository);
    expect(report).toEqual({
      config: ".github/prompt-steward.yml",
      branch: "main",
      interrupted: false,
      changes: { judged: 6, governed: 5, from: "2026-01-05T09:00:00.000Z", to: "2026-01-05T09:07:00.000Z" },
      conclusions: { success: 1, rationaleOnly: 3, failure: 1 },
      rules: [
        { rule: "rationale", severity: "error", changes: 4, findings: 15 },
        // One of them twice: the first commit brought the config, which says it of its own line too.
        { rule: "bus-factor", severity: "warning", changes: 4, findings: 5 },
        { rule: "prompt-file", severity: "error", changes: 1, findings: 1 },
      ],
      approvals: [
        { who: ["@carol"], role: "owner", changes: 4 },
        { who: ["@bob"], role: "backup", changes: 1 },
        { who: ["@acme/ai-platform"], role: "admin", changes: 1 },
        { who: ["@alice"], role: "owner", changes: 1 },
      ],
      rationale: { complete: 1, partial: 1, absent: 3 },
      authors: { known: 1, owners: 1, selfMerged: 3, mergerUnknown: 1 },
      prompts: [
        { prompt: "support/triage", path: "prompts/support/triage.prompt.yml", changes: 4, broken: 1 },
        { prompt: "faq", path: "prompts/faq.md", changes: 2, broken: 0 },
      ],
      ungoverned: [
        { path: "other/x.prompty", format: "prompty", changes: 2 },
        { path: "other/prompts/loose.md", format: "plain-text", changes: 1 },
      ],
      ungovernedTotal: 2,
      worst: [
        {
          commit: repository.sha("HEAD~2"),
          at: "2026-01-05T09:05:00.000Z",
          title: "Oops",
          author: "dan",
          prompts: ["support/triage"],
          errors: 1,
          warnings: 1,
          findings: [
            expect.objectContaining({ rule: "prompt-file", file: "prompts/support/triage.prompt.yml" }),
          ],
        },
      ],
      milliseconds: { median: 1, p95: 1, most: 1, total: 6 },
    });
  });

  test("and shown", async () => {
    const shown = renderBacktest(await backtestOf(repository), (_, text) => text);
    expect(shown).toMatchInlineSnapshot(`
      "6 changes on main from 2026-01-05 to 2026-01-05, judged by .github/prompt-steward.yml.
      5 changes touched a governed prompt or the config (83 %):
        1 with nothing to mend, 3 with only a rationale to write, 1 with more to mend.

      Would have needed the approval of
        @carol                                                    4 changes
        @bob               as backup, the owner being the author  1 change
        @acme/ai-platform  as admin                               1 change
        @alice                                                    1 change

      Who changed them
        1 by an owner of what they changed, whose own approval would not have counted.
        3 put on the branch by their own author; 1 by GitHub, which leaves no name.
        1 of 5 have an author whose account the commits tell; some of the others may be an owner's too.

      Rationale in the commit message
        1 complete, 1 with some sections, 3 without any.
        Git keeps only commit messages; the description on GitHub may have said more.

      What the rules would have said
        error    rationale    4 changes  15 findings
        warning  bus-factor   4 changes  5 findings
        error    prompt-file  1 change   1 finding

      Most changed prompts
        support/triage  4 changes  broken after 1  prompts/support/triage.prompt.yml
        faq             2 changes                  prompts/faq.md

      Worst changes, the rationale aside
        74e58e087  2026-01-05  dan: Oops
                   prompts/support/triage.prompt.yml:1 The YAML is broken: a bracket before this is not closed, or the lines in it are not indented.

      Look like prompts, and no entry governs them
        other/x.prompty         prompty     2 changes
        other/prompts/loose.md  plain-text  1 change

      Judging took 0.0 s; a change 1 ms (median), 1 ms (95 %), 1 ms (most)."
    `);
  });

  test("by another config", async () => {
    const report = await backtestOf(
      repository,
      CONFIG.replace("prompts/**", "README.md").replace('"@carol"', '"@dan"'),
    );
    expect(report.approvals).toEqual([
      { who: ["@dan"], role: "owner", changes: 4 },
      { who: ["@alice"], role: "owner", changes: 2 },
      { who: ["@acme/ai-platform"], role: "admin", changes: 1 },
    ]);
  });

  test("stopped early, it sums up the newest changes", async () => {
    const controller = new AbortController();
    const report = await backtestOf(repository, CONFIG, {
      signal: controller.signal,
      onProgress: (judged, total) => {
        expect(total).toBe(6);
        if (judged === 2) controller.abort();
      },
    });
    expect(report).toMatchObject({ interrupted: true, changes: { judged: 2, governed: 1 } });
    expect(renderBacktest(report, (_, text) => text)).toMatch(/^Stopped early\. 2 changes on main/);
  });
});

test("a history without prompts is short", async () => {
  const repository = aPromptRepository();
  const shown = renderBacktest(
    await backtestOf(
      repository,
      CONFIG.replaceAll("prompts/", "elsewhere/"),
      { now: () => 0 },
      new Date("2030-01-01"),
    ),
    (_, text) => text,
  );
  expect(shown).toMatchInlineSnapshot(`
    "0 changes on main, judged by .github/prompt-steward.yml.

    Look like prompts, and no entry governs them
      prompts/faq.md                     plain-text     0 changes
      prompts/support/triage.prompt.yml  github-models  0 changes"
  `);
});

test("a change of more files than GitHub lists fails closed", async () => {
  const repository = aPromptRepository();
  repository.commit(
    "Import",
    Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`vendor/${at}`, `${at}`])),
  );
  const report = await backtestOf(repository);
  expect(report.conclusions.failure).toBe(1);
  expect(report.worst).toMatchObject([{ title: "Import", findings: [{ rule: "too-large" }] }]);
});

test("a merge commit's author is who pressed the button", async () => {
  const repository = aPromptRepository();
  repository.branch("change").commit("Change", { "prompts/faq.md": "2\n" });
  repository.checkout("main").merge("change", { by: onGitHub("bob"), committedBy: WEB_FLOW });
  const report = await backtestOf(repository);
  // The one that its own author put there is the first commit.
  expect(report.authors).toEqual({ known: 0, owners: 0, selfMerged: 1, mergerUnknown: 0 });
});

async function backtestOf(
  repository: GitRepository,
  config = CONFIG,
  options: Partial<BacktestOptions> = {},
  since?: Date,
): Promise<BacktestReport> {
  const governance = governanceOf(parseConfig(config));
  if (governance.kind !== "policy") throw new Error(JSON.stringify(governance));
  let time = 0;
  const clone = await openClone(repository.folder);
  const history = await readMergedChanges(clone, await resolveRevision(clone, "main"), since);
  // A clock that goes on by a millisecond a look: each change is judged between two looks.
  const report = await backtest(history, { ...governance, now: () => time++, ...options });
  await clone.close();
  return report;
}
