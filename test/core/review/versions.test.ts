// Which version each changed prompt would get, told before the merge, and what people ask of it.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PromptId } from "../../../src/core/identity.ts";
import type { ReleaseRecord } from "../../../src/core/release/record.ts";
import { versionLines } from "../../../src/core/review/render/versions.ts";
import { aPullRequest, blobOf, CONFIG, type PullRequestBuilder } from "../../builders/a-pull-request.ts";
import { aRelease, aRetirement, digestOf, lightweight, released } from "../release/a-history.ts";
import { saidOf } from "./verdict.ts";

const PATH = "prompts/triage.txt";
const V1 = "Route the ticket.\n";
const V2 = "Route the ticket, and say why.\n";

function release(version: string, text = V1, parts: Partial<ReleaseRecord> = {}) {
  const file = { blob: blobOf(text), sha256: digestOf(version) };
  return released(aRelease(version, { path: PATH, file, ...parts }));
}

/** A pull request that changes a prompt that was released. */
const changing = (text: string = V2) =>
  aPullRequest()
    .onBase({ [PATH]: V1 })
    .after(release("1.3.2"))
    .pushing("c1", { [PATH]: text });

function told(pull: PullRequestBuilder): string[] {
  return versionLines(pull.judged().versions).map((line) => line.trim());
}

describe("each changed prompt", () => {
  test.each<[what: string, pull: PullRequestBuilder, lines: string[]]>([
    [
      "with other words gets a minor version",
      changing(),
      ["support/triage  1.3.2 → 1.4.0  minor", "the text changed"],
    ],
    [
      "with other white space gets a patch",
      changing("Route  the ticket.\n"),
      ["support/triage  1.3.2 → 1.3.3  patch", "only white space changed in the text"],
    ],
    [
      "that was never released gets its first version",
      aPullRequest().pushing("c1", { [PATH]: V2 }),
      ["support/triage  1.0.0  first release"],
    ],
    [
      "that is a draft begins below 1.0.0",
      aPullRequest()
        .withConfig(CONFIG.replace("production", "draft"))
        .pushing("c1", { [PATH]: V2 }),
      ["support/triage  0.1.0  first release"],
    ],
    [
      "that is removed is retired",
      aPullRequest()
        .onBase({ [PATH]: V1 })
        .after(release("1.3.2"))
        .pushing("c1", { [PATH]: null }),
      ["support/triage  1.3.2 → 2.0.0  major", "the file was deleted: the prompt is retired"],
    ],
    [
      "that was never released and changes is adopted as it is on base first",
      aPullRequest()
        .onBase({ [PATH]: V1 })
        .pushing("c1", { [PATH]: V2 }),
      ["support/triage  1.0.0 → 1.1.0  minor", "the text changed"],
    ],
    [
      "that was never released and is removed is adopted and retired",
      aPullRequest()
        .onBase({ [PATH]: V1 })
        .pushing("c1", { [PATH]: null }),
      ["support/triage  1.0.0 → 2.0.0  major", "the file was deleted: the prompt is retired"],
    ],
    [
      "that was retired and comes back goes on from there",
      aPullRequest()
        .after(release("1.3.2"), released({ ...aRetirement("2.0.0"), path: PATH }))
        .remembering(V1)
        .pushing("c1", { [PATH]: V2 }),
      ["support/triage  2.0.0 → 2.1.0  minor", "the prompt was retired and is back", "the text changed"],
    ],
    [
      "whose tags were made by hand is compared with base",
      aPullRequest()
        .onBase({ [PATH]: V1 })
        .after(lightweight("prompts/support/triage/v1.3.2"))
        .pushing("c1", { [PATH]: V2 }),
      ["support/triage  1.3.2 → 1.4.0  minor", "the text changed"],
    ],
    [
      "that moves under another id retires the one and begins the other",
      aPullRequest()
        .onBase({ "prompts/a.txt": V1 })
        .after(release("1.3.2", V1, { prompt: "a" as PromptId, path: "prompts/a.txt" }))
        .pushing("c1", { "prompts/b.txt": { from: "prompts/a.txt", text: V1 } }),
      ["a  1.3.2 → 2.0.0  major", "the file was deleted: the prompt is retired", "b  1.0.0  first release"],
    ],
    [
      "that is no prompt any more is retired",
      aPullRequest()
        .onBase({ [PATH]: V1 })
        .after(release("1.3.2"))
        .pushing("c1", { "docs/triage.md": { from: PATH, text: V1 } }),
      ["support/triage  1.3.2 → 2.0.0  major", "the file was deleted: the prompt is retired"],
    ],
    ["that cannot be read gets none", changing(""), []],
    ["that became a symbolic link gets none", changing().holding(PATH, "symlink"), []],
  ])("%s", (_what, pull, lines) => expect(told(pull)).toEqual(lines));

  test("keeps its id and history when the config moves with the file", () => {
    const moved = "prompts/route.txt";
    const pull = aPullRequest()
      .onBase({ [PATH]: V1 })
      .after(release("1.3.2"))
      .pushing("c1", {
        ".github/prompt-steward.yml": CONFIG.replace(PATH, moved),
        [moved]: { from: PATH, text: V1 },
      });
    expect(told(pull)).toEqual([
      "support/triage  1.3.2 → 1.3.3  patch",
      "the file moved from `prompts/triage.txt` to `prompts/route.txt`",
    ]);
  });

  test("is compared with the merge base where base has other bytes than were released, and that is said", () => {
    const pull = changing().after(release("1.3.2", "Something else.\n"));
    const { versions } = pull.judged();
    expect(versions).toMatchObject({
      kind: "proposed",
      versions: [{ remark: expect.stringContaining("`main` has other bytes than 1.3.2 released") }],
    });
  });

  test("of very many is asked about at once, and the first hundred are told", () => {
    const files = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`prompts/p${n}.txt`, "x"]));
    const { evaluation, asked } = aPullRequest().pushing("c1", files).judgedWithQuestions();
    expect(asked.filter(({ kind }) => kind === "prompts")).toHaveLength(1);
    expect(evaluation.versions).toMatchObject({ kind: "proposed", left: 50 });
    expect(told(aPullRequest().pushing("c1", files))).toHaveLength(100);
  });
});

describe("nothing is asked about releases", () => {
  test.each([
    ["without a prompt", aPullRequest().pushing("c1", { "README.md": "x" })],
    ["of the config alone", aPullRequest().pushing("c1", { ".github/prompt-steward.yml": CONFIG })],
    [
      "in a draft",
      aPullRequest()
        .draft()
        .pushing("c1", { [PATH]: V2 }),
    ],
    [
      "without a config",
      aPullRequest()
        .withConfig(undefined)
        .pushing("c1", { [PATH]: V2 }),
    ],
  ])("%s", (_what, pull) => {
    const { evaluation, asked } = pull.judgedWithQuestions();
    expect(asked.map(({ kind }) => kind)).not.toContain("prompts");
    expect(evaluation.versions).toEqual({ kind: "none" });
  });
});

describe("what cannot be told is said, and is no error", () => {
  test("tags that the token may not see", () => {
    const pull = changing().withReleases({ kind: "unknown", reason: "No tags here." }).approvedBy("alice");
    const { versions, conclusion } = pull.judged();
    expect(versions).toEqual({ kind: "unknown", reason: "No tags here." });
    expect(conclusion).toBe("success");
  });

  test("a branch that nothing is released from", () => {
    const pull = changing().withReleases({ kind: "known", tags: [], labels: [], defaultBranch: "trunk" });
    expect(pull.judged().versions).toEqual({ kind: "elsewhere", defaultBranch: "trunk" });
  });
});

describe("people ask", () => {
  const asked = (pull: PullRequestBuilder) => ({
    versions: told(pull),
    said: saidOf(pull.judged()).filter((line) => line.includes("version-")),
  });

  test("for more by a label, and get it", () => {
    expect(asked(changing().labelled("prompt-steward:major", "erin"))).toEqual({
      versions: [
        "support/triage  1.3.2 → 2.0.0  major",
        "the text changed",
        "raised to major by label `prompt-steward:major` of `@erin`",
      ],
      said: [],
    });
  });

  test("for more by a line of the description", () => {
    const pull = changing().describedAs("## Why\nIt reads better now, by far.\n\nVersion: major");
    expect(asked(pull).versions[0]).toBe("support/triage  1.3.2 → 2.0.0  major");
  });

  test("for less, and do not get it: who may is said", () => {
    expect(asked(changing().labelled("prompt-steward:patch", "erin"))).toEqual({
      versions: [
        "support/triage  1.3.2 → 1.4.0  minor",
        "the text changed",
        "not lowered to patch by label `prompt-steward:patch` of `@erin`: only an admin can",
      ],
      said: [
        "warning version-wish: @erin asks by a label for no more than a patch version of `support/triage`, whose changes ask for more.",
      ],
    });
  });

  test.each([
    ["one that the config names", "root"],
    ["one of a team that it names", "ada"],
  ])("for less as an admin, %s, and get it", (_which, admin) => {
    expect(asked(changing().labelled("prompt-steward:patch", admin))).toEqual({
      versions: [
        "support/triage  1.3.2 → 1.3.3  patch",
        "the text changed",
        `lowered to patch by label \`prompt-steward:patch\` of \`@${admin}\``,
      ],
      said: [],
    });
  });

  test("for less, where nobody knows who set the label", () => {
    expect(asked(changing().labelled("prompt-steward:patch")).said[0]).toMatch(
      /^warning version-wish: Somebody/,
    );
  });

  test("for something that is no version", () => {
    expect(asked(changing().labelled("prompt-steward:huge", "erin")).said).toEqual([
      'warning version-label: The label "prompt-steward:huge" asks for no version.',
    ]);
  });

  test("and who the admins are is asked only where the version hangs on it", () => {
    const teams = (pull: PullRequestBuilder) =>
      pull.judgedWithQuestions().asked.filter(({ kind }) => kind === "members").length;
    expect(teams(changing().labelled("prompt-steward:major", "erin"))).toBe(0);
    expect(teams(changing().labelled("prompt-steward:patch", "erin"))).toBe(1);
  });

  test("a clone asks for nobody's team", () => {
    const pull = changing().describedAs("Version: patch").inAClone({ hasBody: true });
    const { asked: questions, evaluation } = pull.judgedWithQuestions();
    expect(questions.map(({ kind }) => kind)).toEqual(["changes", "prompts"]);
    expect(versionLines(evaluation.versions)[0]).toBe("support/triage  1.3.2 → 1.4.0  minor");
  });
});

test("whatever the files hold, a version is told or the reason why not, and it never falls", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("", "\ufeff", "{{", "{% if %}"),
  );
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { versions } = aPullRequest()
        .onBase({ [PATH]: before })
        .after(release("1.3.2", before))
        .pushing("c1", { [PATH]: after })
        .judged();
      const [only] = versions.kind === "proposed" ? versions.versions : [];
      if (only?.proposal.kind !== "release") expect(only?.proposal.kind).toMatch(/^(none|blocked)$/);
      else expect(["1.3.3", "1.4.0", "2.0.0"]).toContain(only.proposal.version);
    }),
    { numRuns: 60 },
  );
});
