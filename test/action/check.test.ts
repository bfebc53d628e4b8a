// The Action `check`, run as a runner runs it, against GitHub's side of the wire.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { CONFIG, RATIONALE } from "../builders/a-pull-request.ts";
import {
  ASK_REVIEW,
  askedOf,
  HEAD,
  REPO,
  serveAcmePrompts,
  TRIAGE,
  titlesOf,
  WRITE_CHECK,
} from "../support/acme-prompts.ts";
import { comparisonJson, objectName, type ReviewFacts, refJson } from "../support/github-json.ts";
import { refusal, serveWire, Wire } from "../support/wire.ts";
import { type ActionResult, type ActionRun, type BuiltAction, buildAction } from "./run-action.ts";

let action: BuiltAction;
beforeAll(async () => {
  action = await buildAction("check");
});
afterAll(() => action.remove());

async function run(wire: Wire, more: Partial<ActionRun> = {}): Promise<ActionResult> {
  const GITHUB_API_URL = await serveWire(wire);
  const event = { event: "pull_request", payload: OPENED };
  return action.run({ ...event, ...more, env: { GITHUB_API_URL, ...more.env } });
}

const OPENED = { action: "opened", pull_request: { number: 7 } };
const APPROVAL: ReviewFacts = { id: 11, by: "alice" };
const FORBIDDEN = refusal(403, "Resource not accessible by integration");

function aRepository(situation: Parameters<typeof serveAcmePrompts>[1] = {}): Wire {
  return serveAcmePrompts(new Wire(), situation);
}

describe("on pull_request", () => {
  test("waits for the owner: check run, request, outputs, summary and job say so", async () => {
    const wire = aRepository();
    const result = await run(wire);
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
    expect(askedOf(wire)).toEqual(["alice"]);
    expect(result.outputs).toEqual({
      conclusion: "action_required",
      prompts: '["support/triage"]',
      "waiting-for": '["@alice"]',
    });
    expect(result.summary).toMatchInlineSnapshot(`
      "## Prompt Steward: Waiting for @alice

      ### Next
      - **@alice**: [review](https://github.com/acme/prompts/pull/7/files) and approve \`support/triage\`

      ### Prompts
      | Prompt | Change | Owner | Approval |
      | --- | --- | --- | --- |
      | \`support/triage\` | modified | @alice, backup @bob | ⏳ needs the approval of its owner @alice |

      Who owns what stands in \`.github/prompt-steward.yml\`. With the app installed, comment \`/steward help\` for what you can do here.

      ### Versions on merge

      **\`support/triage\` 1.0.0 (as it is now on the base branch) → 1.1.0** (minor)

      - the text changed

      <details><summary>Lines of the text: 0 added, 1 removed</summary>

      \`\`\`diff
      @@ line 1 → 1 @@
       Sort the ticket into a queue.
      -Before that.
      \`\`\`

      </details>

      Anybody can raise a version with the label \`prompt-steward:major\` or \`prompt-steward:minor\`, or with a line \`Version: major\` in the description; only an admin lowers it.
      "
    `);
    expect(result.log).toContain("::error::Waiting for @alice");
    expect(result.exitCode).toBe(1);
  });

  test("sends the token, and keeps it out of the log", async () => {
    const wire = aRepository();
    const { log } = await run(wire);
    expect(new Set(wire.exchanges.map(({ headers }) => headers.authorization))).toEqual(
      new Set(["token ghs_made_up"]),
    );
    expect(log.replace("::add-mask::ghs_made_up", "")).not.toContain("ghs_made_up");
  });

  test("without prompts passes at once", async () => {
    const wire = aRepository({ files: [{ path: "README.md", text: "Hello" }] });
    const { exitCode, outputs } = await run(wire);
    expect(outputs).toEqual({ conclusion: "success", prompts: "[]", "waiting-for": "[]" });
    expect(exitCode).toBe(0);
  });

  test("of a draft is neutral", async () => {
    const { exitCode, outputs } = await run(aRepository({ pull: { draft: true } }));
    expect(outputs.conclusion).toBe("neutral");
    expect(exitCode).toBe(0);
  });

  test("that is closed by the time the job runs is left alone", async () => {
    const wire = aRepository({ pull: { state: "closed" } });
    const { exitCode, outputs } = await run(wire);
    expect(titlesOf(wire)).toEqual([]);
    expect(outputs).toEqual({ conclusion: "neutral", prompts: "[]", "waiting-for": "[]" });
    expect(exitCode).toBe(0);
  });

  test("judges what is there now, not what the event shows", async () => {
    const stale = { ...OPENED, pull_request: { number: 7, body: "", head: { sha: objectName("old") } } };
    const { outputs } = await run(aRepository(), { payload: stale });
    expect(outputs.conclusion).toBe("action_required");
  });

  test.each([
    [{ "request-reviews": "false" }, []],
    [{ "request-reviews": "true" }, ["alice"]],
  ])("with %j asks %j for a review", async (inputs, asked) => {
    const wire = aRepository();
    await run(wire, { inputs });
    expect(askedOf(wire)).toEqual(asked);
  });

  test("with fail-job false leaves the verdict to the check run", async () => {
    const { exitCode, log } = await run(aRepository(), { inputs: { "fail-job": "false" } });
    expect(exitCode).toBe(0);
    expect(log).toContain("Waiting for @alice");
  });
});

describe("of a fork, with a token that can only read", () => {
  const aFork = () =>
    aRepository({ pull: { from: "fork", body: "" } })
      .on(WRITE_CHECK, FORBIDDEN)
      .on(ASK_REVIEW, FORBIDDEN);

  test("the job is the check, with annotations", async () => {
    const wire = aFork();
    const { exitCode, log, outputs } = await run(wire, { inputs: { "fail-job": "false" } });
    expect(log).toContain("The token may not write check runs, so this job is the check.");
    expect(log).toContain("GitHub did not let us ask @alice for a review");
    expect(log).toMatch(/^::error title=rationale::The description has no section "Why"/m);
    expect(outputs.conclusion).toBe("failure");
    expect(exitCode).toBe(1);
  });

  test("with check-run always the mend is named", async () => {
    const { exitCode, log } = await run(aFork(), { inputs: { "check-run": "always" } });
    expect(log).toContain("The token may not write check runs. Give the job `permissions: checks: write`.");
    expect(exitCode).toBe(1);
  });

  test("with check-run never nothing is tried", async () => {
    const wire = aFork();
    const { exitCode } = await run(wire, { inputs: { "check-run": "never" } });
    expect(titlesOf(wire)).toEqual([]);
    expect(exitCode).toBe(1);
  });
});

describe("on pull_request_review", () => {
  test("passes with the owner's approval, and asks nobody", async () => {
    const wire = aRepository({ reviews: [APPROVAL] });
    const payload = {
      action: "submitted",
      pull_request: { number: 7 },
      review: { id: 11, commit_id: HEAD },
    };
    const { exitCode, outputs } = await run(wire, { event: "pull_request_review", payload });
    expect(titlesOf(wire)).toEqual(["Approved: support/triage"]);
    expect(outputs["waiting-for"]).toBe("[]");
    expect(askedOf(wire)).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("that dismisses the approval waits again", async () => {
    const wire = aRepository({ reviews: [{ ...APPROVAL, state: "DISMISSED" }] });
    const payload = { action: "dismissed", pull_request: { number: 7 }, review: { id: 11, commit_id: HEAD } };
    const { exitCode } = await run(wire, { event: "pull_request_review", payload });
    expect(titlesOf(wire)).toEqual(["Waiting for @alice"]);
    expect(exitCode).toBe(1);
  });
});

describe("on merge_group", () => {
  const base = objectName("base");
  const group = objectName("group");
  const payload = {
    action: "checks_requested",
    merge_group: { base_ref: "refs/heads/main", base_sha: base, head_sha: group },
  };
  const aQueue = (text: string) =>
    aRepository({ reviews: [APPROVAL] })
      .on(`GET ${REPO}/compare/${base}...${group}`, {
        body: comparisonJson({ files: [{ ...TRIAGE, text }], commits: [{ sha: group }] }),
      })
      .on(`GET ${REPO}/git/matching-refs/heads%2Fgh-readonly-queue%2Fmain%2F`, {
        body: [refJson(`refs/heads/gh-readonly-queue/main/pr-7-${base}`, group)],
      });

  test.each([
    ["the approved bytes pass", TRIAGE.text, "success", 0],
    ["other bytes fail", "Merged by hand.\n", "failure", 1],
  ])("%s", async (_, text, conclusion, exitCode) => {
    const wire = aQueue(text);
    const result = await run(wire, { event: "merge_group", payload });
    expect(result.outputs).toEqual({ conclusion, prompts: '["support/triage"]', "waiting-for": "[]" });
    expect(wire.sent(WRITE_CHECK)[0]?.body).toMatchObject({ head_sha: group, conclusion });
    expect(result.exitCode).toBe(exitCode);
  });
});

describe("what is wrong is named, with the mend", () => {
  const cases: { name: string; run: Partial<ActionRun>; says: string }[] = [
    {
      name: "another event",
      run: { event: "push" },
      says: 'This Action cannot judge the event "push". Start the workflow on pull_request, pull_request_review or merge_group.',
    },
    {
      name: "an input",
      run: { inputs: { "check-run": "maybe" } },
      says: 'Input check-run is "maybe". Write auto, never or always.',
    },
    {
      name: "a switch",
      run: { inputs: { "fail-job": "yes" } },
      says: 'Input fail-job is "yes". Write true or false.',
    },
    { name: "no token", run: { inputs: { "github-token": "" } }, says: "Input github-token is empty." },
    {
      name: "no repository",
      run: { env: { GITHUB_REPOSITORY: "acme" } },
      says: "GITHUB_REPOSITORY names no repository.",
    },
    {
      name: "no payload",
      run: { env: { GITHUB_EVENT_PATH: "" } },
      says: "The payload of the event pull_request is not GitHub's",
    },
    {
      name: "a missing payload",
      run: { env: { GITHUB_EVENT_PATH: "/nowhere.json" } },
      says: "GITHUB_EVENT_PATH /nowhere.json does not exist",
    },
    {
      name: "a broken payload",
      run: { payload: "{" },
      says: "The event's payload cannot be read: Expected property name",
    },
    {
      name: "another payload",
      run: { payload: { pull_request: { number: "7" } } },
      says: "The payload of the event pull_request is not GitHub's: pull_request.number:",
    },
  ];
  test.each(cases)("$name", async ({ run: more, says }) => {
    const { exitCode, log, outputs } = await run(new Wire(), more);
    expect(log).toContain(`::error::`);
    expect(log).toContain(says);
    expect(log).not.toContain("    at ");
    expect(outputs).toEqual({});
    expect(exitCode).toBe(1);
  });

  test("GitHub failing fails the job, and says so on the check run", async () => {
    const wire = aRepository().on(
      `GET ${REPO}/compare/refs%2Fheads%2Fmain...${HEAD}`,
      refusal(404, "Not Found"),
    );
    const { exitCode } = await run(wire);
    expect(titlesOf(wire)).toEqual(["Could not be judged"]);
    expect(exitCode).toBe(1);
  });
});

describe("results of promptfoo", () => {
  const resultsFile = (successes: number, failures: number) => {
    const folder = mkdtempSync(join(tmpdir(), "prompt-steward-results-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "results.json");
    writeFileSync(file, JSON.stringify({ results: { version: 3, stats: { successes, failures } } }));
    return file;
  };
  const shownOn = (wire: Wire) =>
    wire.sent(WRITE_CHECK).map(({ body }) => (body as { output: { summary: string } }).output.summary);
  const RESULTS = "- `promptfoo`: 48 passed, 2 failed (before: 45 passed, 5 failed).";

  test("are shown on the check, and stay there when somebody reviews the same head", async () => {
    const wire = aRepository();
    const inputs = { "eval-file": resultsFile(48, 2), "eval-base-file": resultsFile(45, 5) };
    const { outputs } = await run(wire, { inputs });
    expect(outputs.conclusion).toBe("action_required");
    const payload = { action: "submitted", pull_request: { number: 7 }, review: { id: 11, commit_id: HEAD } };
    await run(wire, { event: "pull_request_review", payload });
    expect(shownOn(wire)).toEqual([expect.stringContaining(RESULTS), expect.stringContaining(RESULTS)]);
  });

  test.each<[string, Record<string, string>, string]>([
    ["that are not there", { "eval-file": "/nowhere/results.json" }, "Input eval-file cannot be read"],
    ["of base alone", { "eval-base-file": resultsFileName() }, "There is eval-base-file without eval-file."],
    ["that are none", { "eval-file": "/dev/null" }, "/dev/null is no JSON"],
  ])("%s fail the job, which says why", async (_what, inputs, says) => {
    const { exitCode, log } = await run(aRepository(), { inputs });
    expect(exitCode).toBe(1);
    expect(log).toContain(says);
  });

  function resultsFileName(): string {
    return fileURLToPath(new URL("../fixtures/promptfoo-results.json", import.meta.url));
  }
});

test("a token that may not see tags judges all the same, and says what it cannot tell", async () => {
  const wire = aRepository().on("POST /graphql", FORBIDDEN);
  const { outputs, summary } = await run(wire);
  expect(outputs.conclusion).toBe("action_required");
  expect(summary).toContain("### Versions on merge\nWhich versions the prompts would get cannot be told");
});

describe("what a pull request brings cannot reach the runner", () => {
  const HOSTILE = "prompts/a\n::set-output name=x::y\n::error::gotcha.txt";

  test("by a file's name", async () => {
    // The description's reader here takes no line ends in paths; GitHub does.
    const wire = aRepository({ files: [{ path: HOSTILE, text: "Hello.\n" }] }).tolerating("no such route");
    const { log, outputs } = await run(wire, { inputs: { "check-run": "never" } });
    expect(log).not.toMatch(/^::set-output/m);
    expect(log).not.toMatch(/^::error::gotcha/m);
    expect(Object.keys(outputs).sort()).toEqual(["conclusion", "prompts", "waiting-for"]);
    expect(JSON.parse(outputs.prompts ?? "")).toHaveLength(1);
  });

  test("by a summary that is too long", async () => {
    const files = Array.from({ length: 250 }, (_, at) => ({
      path: `prompts/${"ü".repeat(120)}${at}.txt`,
      text: "Hello.\n",
    }));
    const { summary } = await run(
      aRepository({ files, pull: { body: `${RATIONALE}\n${"x".repeat(60_000)}` } }),
    );
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(summary).toContain("@carol");
  });
});

test("the config decides, read from the base branch", async () => {
  const config = CONFIG.replace('owner: "@alice"', 'owner: "@carol"');
  const { outputs } = await run(aRepository({ config }));
  expect(outputs["waiting-for"]).toBe('["@carol"]');
});
