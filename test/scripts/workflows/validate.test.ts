import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { callsIn } from "../../../scripts/workflows/action-code.ts";
import type { ActionCode } from "../../../scripts/workflows/action-metadata.ts";
import { workflowsIn } from "../../../scripts/workflows/source.ts";
import { validateAction, validateWorkflow } from "../../../scripts/workflows/validate.ts";
import { describeFinding } from "../../../src/core/finding.ts";

const OURS: Readonly<Record<string, string>> = {
  "action/check/action.yml": "inputs:\n  token: {description: A token.}\n",
  ".github/workflows/suite.yml": `on:
  workflow_call:
    inputs:
      level: {type: string, required: true}
jobs:
  one:
    runs-on: ubuntu-latest
    permissions: {checks: write, contents: read}
    steps: [{run: echo}]
`,
};
const SHA = "0123456789012345678901234567890123456789";

async function saidOf(text: string, firstLine = 1): Promise<string[]> {
  const source = { file: ".github/workflows/a.yml", text, firstLine };
  const findings = await validateWorkflow(source, (path) => OURS[path]);
  return findings.map(describeFinding);
}

function aJob(lines: string): string {
  const indented = lines.replace(/^/gm, "    ");
  return `on: push\njobs:\n  a:\n${indented}\n`;
}

function aStep(lines: string): string {
  return aJob(`runs-on: ubuntu-latest\nsteps:\n  - ${lines.replaceAll("\n", "\n    ")}`);
}

describe("a workflow", () => {
  test.each([
    ["a plain one", aStep("run: echo")],
    ["a pinned Action", aStep(`uses: acme/build@${SHA} # v1.2.3`)],
    [
      "our Action, by its released version",
      aStep("uses: prompt-steward/prompt-steward/action/check@v1\nwith: {token: x}"),
    ],
    [
      "our suite, with what it asks",
      aJob(
        "permissions: {checks: write, contents: read}\nuses: ./.github/workflows/suite.yml\nwith: {level: high}",
      ),
    ],
  ])("is fine: %s", async (_what, text) => {
    expect(await saidOf(text)).toEqual([]);
  });

  test.each([
    ["nothing", "", ["a.yml:1 Expected a scalar value, a sequence, or a mapping (GitHub's parser)"]],
    [
      "broken YAML",
      "on: [push\njobs: {}\n",
      [
        "a.yml:2:1 Flow sequence in block collection must be sufficiently indented and end with a ]. (GitHub's parser)",
      ],
    ],
    [
      "an unknown event",
      aStep("run: echo").replace("push", "pusch"),
      ["a.yml:1:5 Unexpected value 'pusch' (GitHub's parser)"],
    ],
    [
      "an unknown permission",
      `permissions: {prompts: read}\n${aStep("run: echo")}`,
      ["a.yml:1:15 Unexpected value 'prompts' (GitHub's parser)"],
    ],
    [
      "an open expression",
      aStep("run: echo ${{ github.ref"),
      [expect.stringMatching(/^a\.yml:6:14 The expression is not closed\./)],
    ],
    [
      "an unknown context value",
      aStep("run: echo ${{ github.refs }}"),
      [expect.stringMatching(/^a\.yml:6:23 property "refs" is not defined .*\(actionlint: expression\)$/)],
    ],
    [
      "text of strangers in a script",
      aStep("run: echo ${{ github.event.pull_request.title }}"),
      [expect.stringMatching(/^a\.yml:6:23 "github\.event\.pull_request\.title" is potentially untrusted/)],
    ],
    [
      "an Action by its tag",
      aStep("uses: acme/build@v4"),
      [
        "a.yml:6 uses acme/build@v4. Write the 40 digits of the release's commit, and its version as a comment: `# v1.2.3`.",
      ],
    ],
    [
      "a pinned Action without its version",
      aStep(`uses: acme/build@${SHA}`),
      [expect.stringMatching(/^a\.yml:6 uses acme\/build@0123/)],
    ],
    [
      "an Action of ours that does not exist",
      aStep("uses: prompt-steward/prompt-steward/action/chekc@v1"),
      ["a.yml:6 names action/chekc, which holds no action.yml. Correct the name."],
    ],
    [
      "an input that our Action does not take",
      aStep("uses: ./action/check\nwith: {tokn: x}"),
      ["a.yml:7 gives action/check the input tokn, which it does not take. It takes token."],
    ],
    [
      "a call without the input it needs",
      aJob(
        "permissions: {checks: write, contents: read}\nuses: prompt-steward/prompt-steward/.github/workflows/suite.yml@v1",
      ),
      ["a.yml:5:11 Input level is required, but not provided while calling. (GitHub's parser)"],
    ],
    [
      "a call that grants too little",
      aJob("permissions: {checks: read}\nuses: ./.github/workflows/suite.yml\nwith: {level: high}"),
      [
        "a.yml:5 calls a workflow without granting what it asks. Add to the job's permissions checks: write, contents: read.",
      ],
    ],
  ])("is not: %s", async (_what, text, findings) => {
    expect((await saidOf(text)).map((line) => line.replace(".github/workflows/", ""))).toEqual(findings);
  });

  test("in the docs is read as one, at the page's own lines", async () => {
    const page = `# How\n\n> \`\`\`yaml\n> version: 1\n> \`\`\`\n\n\`\`\`yaml\n${aStep("run: echo").replace("push", "pusch")}\`\`\`\n`;
    const found = workflowsIn("docs/how.md", page);
    expect(found.map(({ file, firstLine }) => `${file}:${firstLine}`)).toEqual(["docs/how.md:8"]);
    expect(await saidOf(found[0]?.text ?? "", found[0]?.firstLine)).toEqual([
      expect.stringContaining("a.yml:8:5 Unexpected value"),
    ]);
  });
});

describe("an Action's action.yml", () => {
  const CODE: ActionCode = {
    inputs: new Set(["token"]),
    outputs: new Set(["conclusion"]),
    exists: (path) => path === "dist/index.js",
  };
  const FINE = `name: Check
description: Judges.
inputs:
  token:
    description: A token.
outputs:
  conclusion:
    description: The verdict.
runs:
  using: node24
  main: dist/index.js
`;
  const said = (text: string) =>
    validateAction({ file: "action.yml", text, firstLine: 1 }, CODE).map(describeFinding);

  test("is fine where it says what its code does", () => {
    expect(said(FINE)).toEqual([]);
  });

  test.each([
    [
      "an older runtime",
      FINE.replace("node24", "node20"),
      "action.yml:10 runs on node20. Write `using: node24`.",
    ],
    [
      "a bundle that is not there",
      FINE.replace("index", "main"),
      "action.yml:11 starts dist/main.js, which does not exist. Run `npm run build`, and commit it.",
    ],
    [
      "an input of no use",
      FINE.replace("inputs:\n", "inputs:\n  old: {description: Gone.}\n"),
      "action.yml:4 declares input old, which its code does not use. Remove it.",
    ],
    [
      "an input that is not declared",
      FINE.replace("  token:\n", "  tokn:\n"),
      "action.yml:4 declares input tokn, which its code does not use. Remove it.",
    ],
    [
      "an output that is not declared",
      FINE.replace("  conclusion:\n", "  verdict:\n"),
      "action.yml:6 lacks the output conclusion, which its code uses. Declare it.",
    ],
    [
      "no description",
      FINE.replace("description: Judges.\n", ""),
      "action.yml:1:1 Required property is missing: description (GitHub's parser)",
    ],
    [
      "a key that GitHub does not know",
      FINE.replace("author", "").replace("name:", "nmae: x\nname:"),
      "action.yml:1:1 Unexpected value 'nmae' (GitHub's parser)",
    ],
    [
      "an unquoted colon",
      FINE.replace("Judges.", "Judges (`checks: write`)."),
      expect.stringMatching(/^action\.yml:2:14 Nested mappings are not allowed in compact mappings/),
    ],
  ])("is not with %s", (_what, text, finding) => {
    expect(said(text)).toContainEqual(finding);
  });

  test("is compared with the inputs that the code reads by name", () => {
    const calls = callsIn(
      "a.ts",
      `core.getInput("a"); getBooleanInput("b", {}); core.setOutput("c", 1); core.getInput(name);`,
    );
    expect(calls).toEqual([
      { name: "getInput", argument: "a" },
      { name: "getBooleanInput", argument: "b" },
      { name: "setOutput", argument: "c" },
    ]);
  });
});

test("the reusable workflow shows, in its head, a caller that works", async () => {
  const text = readFileSync(".github/workflows/prompt-check.yml", "utf8");
  const caller = text
    .split("\n")
    .filter((line) => line.startsWith("#   "))
    .map((line) => line.slice(4))
    .join("\n");
  const source = { file: "prompts.yml", text: caller, firstLine: 1 };
  const readOwn = (path: string) => (path === ".github/workflows/prompt-check.yml" ? text : undefined);
  expect(await validateWorkflow(source, readOwn)).toEqual([]);
});
