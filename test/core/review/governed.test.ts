// Which files are governed, under whose entries, and what a pull request's own config may add to that.

import { describe, expect, test } from "vitest";
import { aPullRequest, CONFIG } from "../../builders/a-pull-request.ts";
import { saidOf, verdictOf } from "./verdict.ts";

const PATH = ".github/prompt-steward.yml";
const ADMINS = "@root or @acme/ai-platform";
const CONFIG_WAITS = `${PATH} waits for ${ADMINS}`;

/** The builder's config with one more entry. */
function withEntry(path: string, owner = "@gina", config = CONFIG): string {
  return `${config}  - path: "${path}"\n    owner: "${owner}"\n    backup: "@hal"\n`;
}

describe("by base's policy", () => {
  test.each([
    ["the last entry that matches wins", { "prompts/triage.txt": "x" }, ["support/triage waits for @alice"]],
    ["an earlier pattern has the rest", { "prompts/a/b.txt": "x" }, ["a/b waits for @carol"]],
    ["removals are judged", { "prompts/a.txt": null }, ["a waits for @carol"]],
    ["new prompts are judged", { "prompts/new.txt": "x" }, ["new waits for @carol"]],
    ["other files are nobody's", { "src/a.ts": "x", "docs/a.md": null }, []],
    ["upper and lower case differ", { "PROMPTS/a.txt": "x" }, []],
    [
      "a rename between two owners needs both",
      { "prompts/a.txt": { from: "prompts/triage.txt", text: "x" } },
      ["a waits for @carol", "a waits for @alice"],
    ],
    [
      "a rename within one entry needs one",
      { "prompts/b.txt": { from: "prompts/a.txt", text: "x" } },
      ["b waits for @carol"],
    ],
    [
      "a rename away needs the owner it leaves",
      { "docs/a.txt": { from: "prompts/triage.txt", text: "x" } },
      ["support/triage waits for @alice"],
    ],
    [
      "a rename into a governed place needs its owner",
      { "prompts/a.txt": { from: "docs/a.txt", text: "x" } },
      ["a waits for @carol"],
    ],
  ])("%s", (_what, files, verdict) => {
    expect(verdictOf(aPullRequest().pushing("c1", files).judged())).toEqual(verdict);
  });

  test("a pull request that touches no prompt is green at once, without asking for anything else", () => {
    const { evaluation, asked } = aPullRequest()
      .describedAs("")
      .pushing("c1", { "src/a.ts": "x" })
      .judgedWithQuestions();
    expect(evaluation).toMatchObject({ kind: "no-prompts", conclusion: "success" });
    expect(asked.map(({ kind }) => kind)).toEqual(["changes"]);
  });

  test("a pattern that matches everything makes no prompt of the config", () => {
    const config =
      'version: 1\nadmins: ["@root"]\nprompts:\n  - path: "**"\n    owner: "@alice"\n    backup: "@bob"\n';
    const pull = aPullRequest()
      .withConfig(config)
      .pushing("c1", { [PATH]: config });
    expect(verdictOf(pull.judged())).toEqual([`${PATH} waits for @root`]);
  });
});

describe("a pull request that changes the config", () => {
  test("is approved by admins alone, and only admins count", () => {
    const pull = aPullRequest()
      .describedAs("")
      .pushing("c1", { [PATH]: withEntry("more/*.txt") });
    expect(verdictOf(pull.judged())).toEqual([CONFIG_WAITS]);
    expect(verdictOf(pull.approvedBy("alice").judged())).toEqual([CONFIG_WAITS]);
    expect(verdictOf(pull.approvedBy("ada").judged())).toEqual([`${PATH} approved by @ada`]);
    expect(pull.judged().conclusion).toBe("success");
  });

  test.each([
    ["removed", { [PATH]: null }],
    ["renamed away", { "old.yml": { from: PATH, text: CONFIG } }],
    ["renamed to another case", { ".github/Prompt-Steward.yml": { from: PATH, text: CONFIG } }],
  ])("%s: admins approve that too, and it is said what it means", (_what, files) => {
    const { changes, findings } = aPullRequest().pushing("c1", files).judged();
    expect(changes.map(({ change }) => change.kind)).toEqual(["config"]);
    expect(findings[0]).toMatchObject({ severity: "warning", rule: "config" });
    expect(findings.at(-1)?.waitingFor).toHaveLength(2);
  });

  test("does not loosen the rules that judge it", () => {
    const loosened = CONFIG.replace('"@alice"', '"@erin"').replace("@root", "@erin");
    const pull = aPullRequest().pushing("c1", { [PATH]: loosened, "prompts/triage.txt": "x" });
    expect(verdictOf(pull.judged())).toEqual([CONFIG_WAITS, "support/triage waits for @alice"]);
  });

  test("cannot take an entry away for its own change", () => {
    const emptied = 'version: 1\nadmins: ["@root"]\nprompts: []\n';
    const pull = aPullRequest().pushing("c1", { [PATH]: emptied, "prompts/triage.txt": "x" });
    expect(verdictOf(pull.judged())).toContain("support/triage waits for @alice");
  });

  test.each([
    ["governs the new prompts that it adds", { "more/new.txt": "x" }, ["more/new waits for @gina"]],
    ["not files that were there before", { "more/a.txt": "x" }, []],
    ["not removals", { "more/a.txt": null }, []],
    ["not prompts that base governs", { "prompts/new.txt": "x" }, ["new waits for @carol"]],
    [
      "the new name of a file nobody governed",
      { "more/a.txt": { from: "docs/a.txt", text: "x" } },
      ["more/a waits for @gina"],
    ],
    [
      "the new name of a prompt, beside the owner it had",
      { "more/a.txt": { from: "prompts/triage.txt", text: "x" } },
      ["more/a waits for @gina", "more/a waits for @alice"],
    ],
  ])("an entry it adds %s", (_what, files, verdict) => {
    for (const path of ["more/*.txt", "**/*.txt"]) {
      const pull = aPullRequest().pushing("c1", { [PATH]: withEntry(path), ...files });
      const prompts = verdictOf(pull.judged()).slice(1);
      expect(prompts).toEqual(verdict);
    }
  });

  test("a prompt moved together with its entry keeps its owner, who approves once", () => {
    const moved = CONFIG.replace("path: prompts/triage.txt", "path: more/triage.txt");
    const files = { [PATH]: moved, "more/triage.txt": { from: "prompts/triage.txt", text: "x" } };
    const pull = aPullRequest().pushing("c1", files);
    expect(verdictOf(pull.judged())).toEqual([CONFIG_WAITS, "support/triage waits for @alice"]);
  });

  test("must leave it sound: errors stand at their line", () => {
    const pull = aPullRequest().pushing("c1", { [PATH]: CONFIG.replace("owner:", "ownr:") });
    const { conclusion, findings } = pull.judged();
    expect(conclusion).toBe("failure");
    expect(findings.find(({ severity }) => severity === "error")).toMatchObject({ file: PATH, line: 5 });
  });

  test.each([
    ["symlink", "would be a symbolic link"],
    ["too-large", "would be over 1 MiB"],
    ["submodule", "would be a submodule"],
    ["directory", "would be a folder"],
  ] as const)("must leave it a file: %s", (kind, said) => {
    const { conclusion, findings } = aPullRequest()
      .pushing("c1", { [PATH]: "x" })
      .holding(PATH, kind)
      .judged();
    expect(conclusion).toBe("failure");
    expect(findings[0]?.message).toContain(said);
  });

  test("needs no rationale for the config alone", () => {
    const { findings } = aPullRequest()
      .describedAs("")
      .pushing("c1", { [PATH]: withEntry("x/*.txt") })
      .judged();
    expect(findings.filter(({ rule }) => rule === "rationale")).toEqual([]);
  });
});

describe("files that are no prompt files", () => {
  test.each(["symlink", "submodule", "directory", "too-large", "missing"] as const)(
    "%s is an error",
    (kind) => {
      const pull = aPullRequest()
        .pushing("c1", { "prompts/a.txt": "x" })
        .holding("prompts/a.txt", kind)
        .approvedBy("carol");
      expect(pull.judged().conclusion).toBe("failure");
      expect(saidOf(pull.judged())[0]).toMatch(/^error prompt-file: /);
    },
  );

  test("a file that leaves the governed paths is not read as a prompt any more", () => {
    const pull = aPullRequest().pushing("c1", { "docs/a.bin": { from: "prompts/a.txt", text: "\0" } });
    const { asked } = pull.judgedWithQuestions();
    expect(asked.flatMap((one) => (one.kind === "prompts" ? one.query.head.files : []))).toEqual([]);
  });

  test("of very many prompts a hundred are read, and that is said", () => {
    const files = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`prompts/p${n}.txt`, "x"]));
    const { evaluation, asked } = aPullRequest().pushing("c1", files).judgedWithQuestions();
    const [query] = asked.flatMap((question) => (question.kind === "prompts" ? [question.query] : []));
    expect(query?.head.files).toHaveLength(100);
    expect(saidOf(evaluation)).toContain(
      "notice prompt-file: Only 100 of the 150 changed prompt files were read for mistakes in them.",
    );
  });
});

describe("a prompt without a backup", () => {
  const config = 'version: 1\nadmins: ["@root"]\nprompts:\n  - path: prompts/*.txt\n    owner: "@carol"\n';
  const warning = (which: string) =>
    `warning bus-factor: Nobody stands in for @carol, the only owner of ${which}.`;
  test.each([
    ["is a warning", { "prompts/a.txt": "x" }, [warning("a")]],
    [
      "is one warning for many of an entry",
      { "prompts/a.txt": "x", "prompts/b.txt": "y" },
      [warning("2 prompts changed here")],
    ],
    ["is none where it is removed", { "prompts/a.txt": null }, []],
  ])("%s", (_what, files, said) => {
    const { findings } = aPullRequest().withConfig(config).pushing("c1", files).judged();
    expect(
      findings
        .filter(({ rule }) => rule === "bus-factor")
        .map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
    ).toEqual(said);
  });
});
