// `check`: judges the branch before it becomes a pull request.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import { CONFIG_PATH } from "../../core/config/policy.ts";
import { type EvaluationEvidence, evidenceOf } from "../../core/evaluation/evidence.ts";
import { readPromptfooResults } from "../../core/evaluation/promptfoo.ts";
import type { Finding } from "../../core/finding.ts";
import { shortSha } from "../../core/identity.ts";
import type { Evaluation } from "../../core/review/evaluate.ts";
import { renderWorkflowCommands } from "../../core/review/render/github.ts";
import { evaluationJson } from "../../core/review/render/json.ts";
import { sarifLog } from "../../core/review/render/sarif.ts";
import { renderText } from "../../core/review/render/text.ts";
import { visible } from "../../core/text/lines.ts";
import { UserError } from "../../core/user-error.ts";
import type { Clone } from "../../git/clone.ts";
import { clonePorts } from "../../git/ports.ts";
import { defaultBranch, type Revision, resolveRevision } from "../../git/revision.ts";
import { listUncommitted } from "../../git/work-tree.ts";
import { checkClone } from "../../operations/check-clone.ts";
import { withClone } from "../clone.ts";
import { EXIT } from "../exit.ts";
import { reasonOf } from "../file-failure.ts";
import { formatOption, print, printJson, styled } from "../output.ts";
import { VERSION } from "../version.ts";

interface CheckOptions {
  readonly directory: string;
  readonly base?: string;
  readonly head: string;
  readonly body?: string;
  readonly eval?: string;
  readonly evalBase?: string;
  readonly format: "text" | "json" | "github" | "sarif";
}

export function addCheck(program: Command): void {
  program
    .command("check")
    .description("Judge this branch as the review gate will judge its pull request.")
    .option("--base <rev>", "what it will merge into (default: the remote's default branch)")
    .option("--head <rev>", "the commit to judge", "HEAD")
    .option("--body <file>", "draft of the pull request's description, to judge its rationale; - reads stdin")
    .option("--eval <file>", "results of `promptfoo eval --output results.json` at the head")
    .option("--eval-base <file>", "the same at the base, to compare with")
    .addOption(formatOption("text", "json", "github", "sarif"))
    .addHelpText(
      "after",
      `
Judges by the config of the base, as GitHub will: a branch cannot loosen its own rules. Approvals are on GitHub, so
the owners are named and not waited for. Only commits are judged. The versions that the prompts would get follow from
the tags of this clone.

Exit codes: 0 nothing to mend, 1 something to mend, 2 wrong usage or the base's config cannot be read.

Examples:
  prompt-steward check
  prompt-steward check --base origin/release --body draft.md
  gh pr view --json body -q .body | prompt-steward check --body -
  prompt-steward check --eval results.json --eval-base main.json
  prompt-steward check --format sarif > prompts.sarif      for GitHub code scanning
  prompt-steward check --format github                     annotations in a workflow's log`,
    )
    .action((_, command: Command) => runCheck(command.optsWithGlobals<CheckOptions>()));
}

async function runCheck(options: CheckOptions): Promise<void> {
  const body = options.body === undefined ? undefined : await readBody(options.directory, options.body);
  const evidence = await readEvidence(options);
  const { evaluation, heading } = await withClone(options.directory, async (clone) => {
    const head = await resolveRevision(clone, options.head);
    const base =
      options.base === undefined ? await defaultBranch(clone) : await resolveRevision(clone, options.base);
    const check = {
      base: base.commit,
      head: head.commit,
      ...(body === undefined ? {} : { body }),
      ...(evidence && { evidence }),
    };
    const judged = await checkClone(clonePorts(clone), check);
    const heading = `${visible(head.name)} at ${shortSha(head.commit)} against ${visible(base.name)} at ${shortSha(base.commit)}`;
    // Remarks on this very run are nothing that code scanning should keep.
    if (options.format === "sarif") return { evaluation: judged, heading };
    const remarks = [
      ...nothingToCompare(base, head),
      ...(await notCommitted(clone, options.head)),
      ...tagsMissing(clone, judged),
    ];
    return { evaluation: { ...judged, findings: [...judged.findings, ...remarks] }, heading };
  });
  show(evaluation, options.format, heading);
  process.exitCode = exitCodeOf(evaluation);
}

function show(evaluation: Evaluation, format: CheckOptions["format"], heading: string): void {
  const { findings, governed, policy } = evaluation;
  switch (format) {
    case "text":
      print(`${styled("dim", heading)}\n\n${renderText(evaluation, styled)}`);
      return;
    case "json":
      printJson(evaluationJson(evaluation));
      return;
    case "github":
      if (findings.length > 0) print(renderWorkflowCommands(findings));
      return;
    case "sarif": {
      const fallbackFile = governed[0]?.file.path ?? policy?.file ?? CONFIG_PATH;
      printJson(sarifLog(findings, { version: VERSION, fallbackFile }));
    }
  }
}

function exitCodeOf({ kind, conclusion }: Evaluation): number {
  if (kind === "broken-config") return EXIT.usage;
  return conclusion === "success" || conclusion === "neutral" ? EXIT.fine : EXIT.findings;
}

async function readEvidence({ directory, ...given }: CheckOptions): Promise<EvaluationEvidence | undefined> {
  const read = async (file: string) => readPromptfooResults(await readResults(directory, file), file);
  if (given.eval === undefined) {
    if (given.evalBase === undefined) return undefined;
    throw new UserError("There is --eval-base without --eval.", "Name the results of the head with --eval.");
  }
  return evidenceOf(
    await read(given.eval),
    given.evalBase === undefined ? undefined : await read(given.evalBase),
  );
}

async function readResults(directory: string, file: string): Promise<string> {
  try {
    return await readFile(resolve(directory, file), "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new UserError(
      `The results ${JSON.stringify(file)} cannot be read${reason}.`,
      "Write them with `promptfoo eval --output results.json`.",
    );
  }
}

async function readBody(directory: string, file: string): Promise<string> {
  if (file === "-") return readAll(process.stdin);
  try {
    return await readFile(resolve(directory, file), "utf8");
  } catch (error) {
    throw new UserError(
      `The description ${JSON.stringify(file)} cannot be read${reasonOf(error)}.`,
      "Name a file with --body, or pipe it into --body -.",
    );
  }
}

function nothingToCompare(base: Revision, head: Revision): Finding[] {
  if (base.commit !== head.commit) return [];
  const message = `${head.name} and ${base.name} are the same commit, so there is nothing to judge.`;
  return [
    notice("nothing-to-compare", message, "Go to the branch with your change, or name another --base."),
  ];
}

const MOST_NAMED = 3;

/** Said where the work tree is what people think they judge. */
async function notCommitted(clone: Clone, head: string): Promise<Finding[]> {
  if (head !== "HEAD") return [];
  const paths = await listUncommitted(clone);
  if (paths.length === 0) return [];
  const named = paths.slice(0, MOST_NAMED).map(visible).join(", ");
  const rest = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : "";
  const message = `Not committed, so not judged: ${named}${rest}.`;
  return [notice("uncommitted", message, "Commit them and check again.")];
}

/** Without the tags every prompt looks as if it had never been released. */
function tagsMissing({ isShallow }: Clone, { versions }: Evaluation): Finding[] {
  if (!isShallow || versions.kind !== "proposed") return [];
  const proposals = versions.versions.map(({ proposal }) => proposal);
  if (!proposals.some((one) => one.kind === "release" && one.bump === "first")) return [];
  const message = "This clone is shallow and may lack the tags of releases, so a first version may be none.";
  return [notice("tags-missing", message, "Fetch them with `git fetch --tags`, and check again.")];
}

function notice(rule: string, message: string, fix: string): Finding {
  return { rule, severity: "notice", message, fix };
}
