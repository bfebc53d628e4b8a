// What people read on the check, as golden files in golden/. They are .txt so that no formatter of Markdown touches them.

import { describe, expect, test } from "vitest";
import type { PromptId } from "../../../../src/core/identity.ts";
import { mergeGroupFindings } from "../../../../src/core/review/merge-group.ts";
import { renderCheck, renderHeldBack, renderNotJudged } from "../../../../src/core/review/render/check.ts";
import { renderMergeGroup, renderUngovernedGroup } from "../../../../src/core/review/render/merge-group.ts";
import type { CheckReport } from "../../../../src/core/review/report.ts";
import {
  aPullRequest,
  blobOf,
  CONFIG,
  commitSha,
  type PullRequestBuilder,
  RATIONALE,
} from "../../../builders/a-pull-request.ts";
import { aRelease, digestOf, released as releasedAs } from "../../release/a-history.ts";

const URL = "https://github.com/acme/prompts";
const TRIAGE = { "prompts/triage.txt": "Route." };
const PATH = ".github/prompt-steward.yml";
const NO_BACKUP = 'version: 1\nadmins: ["@alice"]\nprompts:\n  - path: prompts/*.txt\n    owner: "@alice"\n';

/** Line for line what GitHub shows: conclusion and title, the summary, and the notes beside lines of files. */
function page({ conclusion, title, summary, annotations }: CheckReport): string {
  const notes = annotations.map(
    ({ path, line, level, title: what, message }) => `[${level}] ${path}:${line} ${what}\n    ${message}`,
  );
  return `${[`${conclusion}: ${title}`, summary, ...notes].join("\n\n")}\n`;
}

const TEXT = "Route the ticket.\n\n```\nbilling, human\n```\n\nBe kind. <!-- @acme/all -->\n";

function aPrompt(id: string, version: string, text: string, path = `prompts/${id}.txt`) {
  const file = { blob: blobOf(text), sha256: digestOf(version) };
  return releasedAs(aRelease(version, { prompt: id as PromptId, path, file }));
}

function aTriage(version: string, text: string) {
  return aPrompt("support/triage", version, text, "prompts/triage.txt");
}

/** A released prompt that gets other words, approved. */
const released = () =>
  aPullRequest()
    .onBase({ "prompts/triage.txt": TEXT })
    .after(aTriage("1.3.2", TEXT))
    .pushing("c1", { "prompts/triage.txt": TEXT.replace("kind", "brief") })
    .approvedBy("alice");

const approved = () => aPullRequest().pushing("c1", TRIAGE).approvedBy("alice");

const PULLS: readonly (readonly [name: string, pull: () => PullRequestBuilder])[] = [
  ["no-prompt", () => aPullRequest().pushing("c1", { "src/a.ts": "x" })],
  ["no-rationale", () => aPullRequest().describedAs("").pushing("c1", TRIAGE)],
  [
    "thin-rationale",
    () =>
      aPullRequest()
        .describedAs(RATIONALE.replace("Five words that say it plainly.", "<!-- Why this change? -->\nTBD"))
        .pushing("c1", TRIAGE),
  ],
  ["waiting", () => aPullRequest().pushing("c1", TRIAGE)],
  ["waiting-for-backup", () => aPullRequest().by("alice").pushing("c1", TRIAGE)],
  [
    "void-approval",
    () =>
      approved()
        .approvedBy("bob")
        .onBase({ "prompts/triage.txt": "Choose a queue." })
        .after(aTriage("1.3.2", "Choose a queue."))
        .pushing("c2", { "prompts/triage.txt": "Route it." }),
  ],
  [
    "versions",
    () =>
      aPullRequest()
        .onBase({ "prompts/triage.txt": TEXT, "prompts/gone.txt": "Old.", "prompts/old.txt": "Same." })
        .after(
          aTriage("1.3.2", TEXT),
          aPrompt("gone", "2.0.0", "Old."),
          aPrompt("old", "1.0.0", "Same."),
          aPrompt("broken", "1.0.0", "Fine."),
        )
        .pushing("c1", {
          "prompts/triage.txt": TEXT.replace("kind", "brief"),
          "prompts/new.txt": "New.",
          "prompts/gone.txt": null,
          "prompts/renamed.txt": { from: "prompts/old.txt", text: "Same." },
          "prompts/broken.txt": "",
        }),
  ],
  ["version-raised", () => released().labelled("prompt-steward:major", "erin")],
  ["version-not-lowered", () => released().labelled("prompt-steward:patch", "erin")],
  ["version-apart", () => released().after(aTriage("1.3.2", "Other."))],
  [
    "versions-unknown",
    () => released().withReleases({ kind: "unknown", reason: "GitHub does not show the tags <here>." }),
  ],
  [
    "versions-elsewhere",
    () => released().withReleases({ kind: "known", tags: [], labels: [], defaultBranch: "trunk" }),
  ],
  [
    "evaluation",
    () =>
      released()
        .withConfig(`${CONFIG}evaluation:\n  required_checks: [promptfoo, lint, slow, late]\n`)
        .withChecks([
          { name: "promptfoo", state: "success" },
          { name: "lint", state: "failure" },
          { name: "slow", state: "pending" },
        ])
        .withEvidence({
          tool: "promptfoo",
          passed: 48,
          failed: 2,
          before: { passed: 49, failed: 1 },
          url: "https://app.promptfoo.dev/eval/1",
          regressed: ["answers in French", "`<b>` @alice"],
        }),
  ],
  [
    "evaluation-unreadable",
    () =>
      released().withConfig(`${CONFIG}evaluation:\n  required_checks: [promptfoo]\n`).withChecks(undefined),
  ],
  ["approved", approved],
  [
    "exempt-author",
    () =>
      aPullRequest()
        .by("dependabot[bot]")
        .describedAs("")
        .withConfig(`${CONFIG}rationale:\n  exempt_authors: ["dependabot[bot]"]\n`)
        .pushing("c1", TRIAGE)
        .approvedBy("alice"),
  ],
  [
    "several-owners",
    () =>
      aPullRequest()
        .pushing("c1", {
          ...TRIAGE,
          "prompts/a.txt": "A",
          "prompts/new.txt": "New",
          "prompts/gone.txt": null,
          "docs/b.txt": { from: "prompts/b.txt", text: "B" },
          "prompts/d.txt": { from: "prompts/c.txt", text: "C" },
        })
        .approvedBy("alice"),
  ],
  ["change-request", () => approved().reviewedBy("bob", "changes-requested")],
  ["stuck", () => aPullRequest().by("alice").withConfig(NO_BACKUP).pushing("c1", TRIAGE)],
  [
    "config-changed",
    () =>
      aPullRequest().pushing("c1", {
        [PATH]: `${CONFIG}  - path: more/*.txt\n    owner: "@gina"\n`,
        "more/new.txt": "x",
      }),
  ],
  ["config-would-break", () => aPullRequest().pushing("c1", { [PATH]: CONFIG.replace("owner:", "ownr:") })],
  ["config-removed", () => aPullRequest().pushing("c1", { [PATH]: null })],
  ["config-broken", () => aPullRequest().withConfig(CONFIG.replace("owner:", "ownr:")).pushing("c1", TRIAGE)],
  ["no-config", () => aPullRequest().withConfig(undefined).pushing("c1", TRIAGE)],
  [
    "first-config",
    () =>
      aPullRequest()
        .withConfig(undefined)
        .pushing("c1", { [PATH]: CONFIG }),
  ],
  ["draft", () => aPullRequest().draft().pushing("c1", TRIAGE)],
  [
    "too-many-files",
    () =>
      aPullRequest()
        .pushing("c1", TRIAGE)
        .incomplete("GitHub lists at most 3,000 changed files of a pull request, and this one has 3,412."),
  ],
  ["empty-prompt", () => aPullRequest().pushing("c1", { "prompts/triage.txt": "" }).approvedBy("alice")],
  [
    "co-author-unknown",
    () =>
      aPullRequest()
        .pushing("c1", TRIAGE, { message: "x\n\nCo-authored-by: A <a@home.test>" })
        .approvedBy("alice"),
  ],
];

describe("the check of a pull request", () => {
  test.each(PULLS)("%s", async (name, pull) => {
    const report = renderCheck(pull().judged(), URL);
    await expect(page(report)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test("held-back", async () => {
    const main = aPullRequest().numbered(8).pushing("c1", TRIAGE).judged();
    const toDev = aPullRequest().pushing("c1", { "src/a.ts": "x" }).judged();
    await expect(page(renderHeldBack(toDev, main, URL))).toMatchFileSnapshot("golden/held-back.txt");
  });

  test("not-judged", async () => {
    const error = Object.assign(new Error("secret detail"), { status: 502 });
    await expect(page(renderNotJudged(error, 7))).toMatchFileSnapshot("golden/not-judged.txt");
  });
});

describe("the check of a merge group", () => {
  const group = (path: string, text: string, ...pulls: PullRequestBuilder[]) => {
    const head = commitSha("group");
    const changes = {
      commit: head,
      files: [{ status: "modified", path, blob: blobOf(text) } as const],
      commits: [],
    };
    const members = pulls.map((pull) => pull.judged());
    return renderMergeGroup({
      members,
      findings: mergeGroupFindings({ head, changes, members }, (one) => one.startsWith("prompts/")),
    });
  };
  test.each([
    ["good", () => group("prompts/triage.txt", "Route.", approved())],
    ["other-bytes", () => group("prompts/triage.txt", "Routed.", approved())],
    [
      "not-approved",
      () => group("prompts/triage.txt", "Route.", aPullRequest().numbered(8).pushing("c1", TRIAGE)),
    ],
    ["no-prompt", () => group("src/a.ts", "x", aPullRequest().pushing("c1", { "src/a.ts": "x" }))],
    ["no-config", renderUngovernedGroup],
    ["not-judged", () => renderNotJudged(new Error("secret detail"))],
  ])("%s", async (name, report) => {
    await expect(page(report())).toMatchFileSnapshot(`golden/merge-group-${name}.txt`);
  });
});

describe("however much there is to say, the check fits into GitHub's limits", () => {
  const many = (count: number, text: (n: number) => string | null) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`prompts/${"deep/".repeat(20)}p${n}.txt`, text(n)]),
    );
  test.each([
    [
      "3,000 prompts",
      () =>
        aPullRequest().pushing(
          "c1",
          many(3000, (n) => `${n}`),
        ),
    ],
    [
      "3,000 approved prompts",
      () =>
        aPullRequest()
          .pushing(
            "c1",
            many(3000, (n) => `${n}`),
          )
          .approvedBy("carol"),
    ],
    [
      "3,000 empty prompts",
      () =>
        aPullRequest().pushing(
          "c1",
          many(3000, () => ""),
        ),
    ],
    [
      "100 rewritten prompts",
      () => {
        const text = (word: string) => `${`${word} \`\`\`\n`.repeat(2_000)}`;
        return aPullRequest()
          .onBase(many(100, () => text("old")) as Record<string, string>)
          .pushing(
            "c1",
            many(100, () => text("new")),
          );
      },
    ],
    [
      "one name of 60,000 characters",
      () => aPullRequest().pushing("c1", { [`prompts/${"é".repeat(60_000)}.txt`]: "x" }),
    ],
  ])("%s", (_what, pull) => {
    const { summary, text, title } = renderCheck(pull().judged(), URL);
    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(text.length).toBeLessThanOrEqual(65_535);
    expect(title.length).toBeLessThanOrEqual(120);
    expect(title.isWellFormed()).toBe(true);
  });

  test("and what is missing is shown before what is there", () => {
    const pull = aPullRequest()
      .pushing(
        "c1",
        many(200, (n) => `${n}`),
      )
      .approvedBy("carol")
      .pushing("c2", { ...many(200, (n) => `${n}`), "prompts/zz.txt": "late" });
    const { summary } = renderCheck(pull.judged(), URL);
    expect(summary).toContain("| `zz` | modified |");
    expect(summary).toContain("…and 101 more.");
  });
});

describe("names from outside", () => {
  test("stay inside their cell and their code span", () => {
    const path = "prompts/a|b`c<!-- @acme/all [x](y).txt";
    const { summary } = renderCheck(
      aPullRequest()
        .pushing("c1", { [path]: "x" })
        .judged(),
      URL,
    );
    expect(summary).not.toContain("<!--");
    expect(summary.split("\n").filter((line) => line.startsWith("| `"))).toHaveLength(1);
  });
});

test("annotations stand at lines of this repository alone", () => {
  const evaluation = aPullRequest().pushing("c1", TRIAGE).judged();
  const at = (file: string) =>
    renderCheck(
      {
        ...evaluation,
        findings: [{ rule: "config", severity: "error", file, line: 2, message: "m.", fix: "f." }],
      },
      URL,
    ).annotations;
  expect(at(PATH)).toHaveLength(1);
  expect(at(`acme/.github:${PATH}`)).toEqual([]);
});
