// What is judged where the base branch has no config, or a broken one, and where a pull request is not to be judged.

import { describe, expect, test } from "vitest";
import { sha } from "../../../src/core/identity.ts";
import { governanceBy } from "../../../src/core/review/governance.ts";
import { aPullRequest, CONFIG } from "../../builders/a-pull-request.ts";
import { saidOf, verdictOf } from "./verdict.ts";

const PATH = ".github/prompt-steward.yml";
const BROKEN = CONFIG.replace("owner:", "ownr:");

describe("no config on the base branch", () => {
  test("is neutral, and says how to start", () => {
    const { kind, conclusion, findings } = aPullRequest()
      .withConfig(undefined)
      .pushing("c1", { "prompts/a.txt": "x" })
      .judged();
    expect({ kind, conclusion }).toEqual({ kind: "no-config", conclusion: "neutral" });
    expect(findings[0]?.fix).toContain("npx prompt-steward init --from-history");
  });

  test("the first config is looked through", () => {
    const added = (text: string) =>
      saidOf(
        aPullRequest()
          .withConfig(undefined)
          .pushing("c1", { [PATH]: text })
          .judged(),
      );
    expect(added(CONFIG)).toEqual([
      "notice no-config: This pull request adds the first config: it is valid, and governs once it is merged.",
    ]);
    expect(added(BROKEN)[0]).toMatch(/^warning config-value: /);
  });
});

describe("a broken config on the base branch", () => {
  const broken = () => aPullRequest().withConfig(BROKEN);

  test("fails closed and names the line", () => {
    const { kind, conclusion, findings } = broken().pushing("c1", { "src/a.ts": "x" }).judged();
    expect({ kind, conclusion }).toEqual({ kind: "broken-config", conclusion: "failure" });
    expect(findings[0]).toMatchObject({ severity: "error", file: PATH, line: 5 });
    expect(findings.at(-1)?.fix).toBe(
      `Repair it in a pull request that changes ${PATH} alone; an admin approves it.`,
    );
  });

  test("is repaired by a pull request that does nothing else, with an approval of base's admins", () => {
    const pull = broken().pushing("c1", { [PATH]: CONFIG.replace("@root", "@erin") });
    expect(verdictOf(pull.judged())).toEqual([`${PATH} waits for @root or @acme/ai-platform`]);
    expect(pull.approvedBy("root").judged().conclusion).toBe("success");
  });

  test.each([
    ["that also changes something else", { [PATH]: CONFIG, "prompts/triage.txt": "x" }],
    ["that takes another file's place", { [PATH]: { from: "prompts/triage.txt", text: CONFIG } }],
    ["that is broken itself", { [PATH]: BROKEN.replace("@carol", "@gina") }],
    ["that removes it", { [PATH]: null }],
  ])("is not repaired by one %s", (_what, files) => {
    const pull = broken().pushing("c1", files).approvedBy("root");
    expect(pull.judged()).toMatchObject({ kind: "broken-config", conclusion: "failure" });
  });

  test("that does not even name its admins cannot be repaired with an approval", () => {
    const pull = aPullRequest()
      .withConfig("version: 1\n")
      .pushing("c1", { [PATH]: CONFIG })
      .approvedBy("root");
    expect(pull.judged().conclusion).toBe("failure");
    expect(saidOf(pull.judged()).at(-1)).toContain("nobody can approve this repair");
  });

  test.each(["over 1 MiB", "a symbolic link"])("counts as broken where it is %s", (unreadable) => {
    const governance = governanceBy({ file: PATH, blob: sha("0".repeat(40)), text: "\0", unreadable });
    expect(governance).toMatchObject({
      kind: "broken",
      findings: [{ message: `${PATH} is ${unreadable}, so it cannot be read.` }],
    });
  });

  test("of the whole organisation says where to repair it", () => {
    const file = `acme/.github:${PATH}`;
    const governance = governanceBy({ file, blob: sha("1".repeat(40)), text: "version: 2\n" });
    expect(governance).toMatchObject({ kind: "broken", findings: [{ file }, { file }] });
  });
});

describe("not judged", () => {
  test("a draft is neutral, and nothing is asked", () => {
    const { evaluation, asked } = aPullRequest()
      .draft()
      .pushing("c1", { "prompts/a.txt": "x" })
      .judgedWithQuestions();
    expect(evaluation).toMatchObject({ kind: "draft", conclusion: "neutral" });
    expect(asked).toEqual([]);
  });

  test("a pull request too large to be read fails closed with the reason", () => {
    const pull = aPullRequest()
      .pushing("c1", { "src/a.ts": "x" })
      .incomplete("GitHub lists at most 3,000 changed files.");
    expect(pull.judged()).toMatchObject({ kind: "incomplete", conclusion: "failure" });
    expect(saidOf(pull.judged())).toEqual([
      "error too-large: GitHub lists at most 3,000 changed files. So nobody can tell whether a prompt is among the rest.",
    ]);
  });

  test("without any config a large one is as neutral as others", () => {
    const pull = aPullRequest().withConfig(undefined).pushing("c1", {}).incomplete("Too many files.");
    expect(pull.judged().conclusion).toBe("neutral");
  });
});

describe("a local clone", () => {
  const clone = (hasBody: boolean) =>
    aPullRequest()
      .describedAs("")
      .inAClone({ hasBody })
      .pushing("c1", { "prompts/triage.txt": "x" })
      .judgedWithQuestions();

  test("is asked for files and tags alone, and whose approval it takes is only told", () => {
    const { evaluation, asked } = clone(false);
    expect(asked.map(({ kind }) => kind)).toEqual(["changes", "prompts"]);
    expect(evaluation.conclusion).toBe("success");
    expect(saidOf(evaluation)).toEqual([
      'notice rationale: The pull request\'s description will need the sections "Why", "Expected effect", "Evaluation", "Rollback plan".',
      "notice owner-approval: support/triage will need the approval of @alice.",
    ]);
  });

  test("judges a description that is given", () => {
    expect(clone(true).evaluation.conclusion).toBe("failure");
  });
});
