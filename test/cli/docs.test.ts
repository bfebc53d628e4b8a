// docs/cli.md is true: every option stands in it, and every example prints what it shows.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { buildProgram } from "../../src/cli/main.ts";
import { login } from "../../src/core/identity.ts";
import { version } from "../../src/core/release/version.ts";
import { aPromptRepository, RATIONALE, TRIAGE } from "../support/a-prompt-repository.ts";
import { move, release } from "../support/a-released-repository.ts";
import { type GitRepository, onGitHub } from "../support/git-repository.ts";
import { runCli } from "./run-cli.ts";

const PAGE_URL = new URL("../../docs/cli.md", import.meta.url);
const PAGE = readFileSync(PAGE_URL, "utf8");

/** A block begins with `$ prompt-steward ...`; what follows up to its end is printed. */
const EXAMPLE = /(```(?:console|json)\n\$ prompt-steward )(.*)\n([\s\S]*?)```/g;

/** What a line begins with inside of a block is no heading. */
const BLOCK = /^(`{3,}).*\n[\s\S]*?^\1$\n/gm;

const SECTIONS = PAGE.replace(BLOCK, "").split(/^## /m);

/** The repository that the page shows: a few merged changes, and a branch on the way. */
let repository: GitRepository;
beforeAll(() => {
  repository = aPromptRepository({ "docs/prompts/tone.md": "Be kind.\n" });
  repository
    .branch("brief")
    .commit("Be brief", { "prompts/faq.md": "Answer briefly.\n" }, { by: onGitHub("alice") });
  repository.checkout("main").squash("brief", `Be brief (#1)\n\n${RATIONALE}`, { by: onGitHub("alice") });
  repository.commit("Oops", { "prompts/support/triage.prompt.yml": "messages: [" }, { by: "dan" });
  repository.commit("Undo", { "prompts/support/triage.prompt.yml": TRIAGE }, { by: "dan" });
  const broken = TRIAGE.replace('"{{ticket}}"', '"{{ticket}');
  repository.branch("change").commit("Ask again", {
    "prompts/faq.md": "Answer briefly, and ask when in doubt.\n",
    "prompts/support/triage.prompt.yml": broken,
  });
  tagReleases(repository);
  repository.write({ "draft.md": RATIONALE.replace("Five words that say it plainly.", "TBD") });
  repository.git("add", "draft.md");
  repository.git("commit", "--quiet", "-m", "Draft the description");
});

/** Two releases of `faq`, the second promoted the day after. */
function tagReleases(repository: GitRepository): void {
  const [alice, bob] = [login("alice"), login("bob")];
  const path = "prompts/faq.md";
  const commit = repository.sha("main");
  const first = repository.sha("main~3");
  release(repository, "faq", "1.0.0", {
    path,
    commit: first,
    at: "2026-02-02T09:00:00Z",
    reasons: ["first release"],
  });
  move(repository, "faq", "production", 1, { to: "1.0.0", commit: first, at: "2026-02-02T09:00:00Z" });
  release(repository, "faq", "1.1.0", {
    path,
    commit,
    at: "2026-03-02T09:00:00Z",
    previous: version("1.0.0"),
    pull: 1,
    author: alice,
    approvers: [{ login: bob, commit }],
    rationale: [{ heading: "Why", text: "Answers were too long to be read." }],
  });
  move(repository, "faq", "production", 2, {
    from: version("1.0.0"),
    to: "1.1.0",
    commit,
    at: "2026-03-03T09:00:00Z",
    by: bob,
    why: "A day in staging went well.",
  });
}

test("every example prints what the page shows (vitest run -u writes what it prints)", async () => {
  const examples = [...PAGE.matchAll(EXAMPLE)];
  expect(examples.length).toBeGreaterThanOrEqual(6);
  let page = PAGE;
  for (const [whole, start = "", command = "", shown = ""] of examples) {
    const { stdout, stderr } = await runCli(repository.folder, command.split(" "));
    expect(stderr).toBe("");
    page = page.replace(whole, () => `${start}${command}\n${withTimesOf(shown, stdout)}\`\`\``);
  }
  await expect(page).toMatchFileSnapshot(fileURLToPath(PAGE_URL));
});

describe("every option is there", () => {
  for (const command of buildProgram().commands) {
    test(command.name(), () => {
      const section = SECTIONS.find((one) => one.startsWith(`\`${command.name()}\``));
      const options = command.options.map(({ long }) => long).filter((long) => long !== "--help");
      expect(options.filter((option) => !section?.includes(`\`${option}`))).toEqual([]);
    });
  }
});

/** How long it took is never the same, so the page's own figures stand. */
function withTimesOf(shown: string, printed: string): string {
  const line = /^Judging took .*$/m;
  const [times] = line.exec(shown) ?? [];
  return times === undefined ? printed : printed.replace(line, times);
}
