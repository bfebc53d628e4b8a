// `promote`: makes the tags that move an environment, and pushes them if asked to.

import { type Command, Option } from "commander";
import { didYouMean } from "../../core/config/did-you-mean.ts";
import type { PromptId } from "../../core/identity.ts";
import { type PlannedMove, planPromotion } from "../../core/release/promotion.ts";
import { moveTag } from "../../core/release/tag-name.ts";
import { parseVersion, type Version } from "../../core/release/version.ts";
import { renderFinding } from "../../core/review/render/text.ts";
import { visible } from "../../core/text/lines.ts";
import { UserError } from "../../core/user-error.ts";
import type { Clone } from "../../git/clone.ts";
import { deleteTags } from "../../git/new-tags.ts";
import { pushTags } from "../../git/push.ts";
import { cloneTags } from "../../git/tags.ts";
import { listPrompts } from "../../operations/list-prompts.ts";
import {
  carryOutPromotion,
  type JudgedPromotion,
  judgePromotion,
  type PromotionOutcome,
  type PromotionPorts,
} from "../../operations/promote-in-clone.ts";
import { accountOf } from "../account.ts";
import { listFiles, withClone } from "../clone.ts";
import { EXIT } from "../exit.ts";
import { askedPrompt, readCloneHistory } from "../history.ts";
import { formatOption, print, printAside, printJson, styled } from "../output.ts";
import { configOption, readPolicy, type UsedPolicy } from "../policy.ts";

interface PromoteOptions {
  readonly directory: string;
  readonly format: "text" | "json";
  readonly config?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly as?: string;
  readonly unchecked?: true;
  readonly dryRun?: true;
  readonly push?: true;
  readonly remote: string;
}

export function addPromote(program: Command): void {
  program
    .command("promote")
    .description("Move an environment to another release: makes the tag that records it, ready to be pushed.")
    .argument("<environment>", "one of `release.environments` in the config")
    .argument("[id...]", "only these prompts; left out, all that have something to promote")
    .option("--to <version>", "this release, of the one prompt named")
    .option("--reason <text>", "why, for the record")
    .option("--as <login>", "your GitHub account (default: from git's settings)")
    .option(
      "--unchecked",
      "go on although a clone cannot check what the config asks for; the tag will say so",
    )
    .option("--dry-run", "only say what would be done")
    .option("--push", "push the tags at once; where somebody was first, nothing is left behind")
    .addOption(new Option("--remote <name>", "where to push").default("origin"))
    .addOption(configOption())
    .addOption(formatOption("text", "json"))
    .addHelpText(
      "after",
      `
Without --to an environment gets what runs in the one before it, and the first one gets the newest release that was not
rolled back. Fetch the tags first. All of the moves are made, or none.

Only the prompt's owner, its backup or an admin may move an environment. A clone does not know who is in a team, nor
whether the checks in \`evaluation.required_checks\` are green: where the config asks for either, --unchecked is needed,
or \`/promote\` on the pull request, where the App checks both.

Exit codes: 0 moved, or nothing to move; 1 refused; 2 wrong usage.

Examples:
  prompt-steward promote production support/triage --reason "Two weeks in staging without a complaint" --push
  prompt-steward promote production --dry-run
  prompt-steward promote production support/triage --to 1.3.0`,
    )
    .action((environment: string, ids: string[], _, command: Command) =>
      runPromote(environment, ids, command.optsWithGlobals<PromoteOptions>()),
    );
}

async function runPromote(
  environment: string,
  ids: readonly string[],
  options: PromoteOptions,
): Promise<void> {
  const prompts = ids.length === 0 ? undefined : [...new Set(ids.map(askedPrompt))];
  const version = readVersion(options.to, prompts);
  await withClone(options.directory, async (clone) => {
    const used = await readPolicy(clone, options.directory, options.config);
    const { environments } = used.policy.release;
    if (!environments.includes(environment)) throw unknownEnvironment(environment, environments, used);
    const by = await accountOf(clone.git, options.as);
    const promotion = planPromotion(await readCloneHistory(clone, "past", prompts), {
      environment,
      environments,
      ...(prompts && { prompts }),
      ...(version && { version }),
      ...(options.reason !== undefined && { why: options.reason }),
      by,
      at: new Date().toISOString(),
    });
    const entries = new Map(
      listPrompts(used.index, await listFiles(clone)).map(({ prompt, entry }) => [prompt, entry] as const),
    );
    const judged = judgePromotion(promotion, used.policy, entries);
    const isRefused =
      judged.findings.some(({ severity }) => severity === "error") ||
      (judged.unchecked.length > 0 && !options.unchecked);
    if (isRefused || options.dryRun || judged.moves.length === 0) {
      show(judged, { kind: isRefused ? "refused" : "planned" }, options);
      return;
    }
    const outcome = await carryOutPromotion(judged, portsOf(clone, options));
    show(judged, outcome, options);
  });
}

function portsOf({ git }: Clone, { push, remote }: PromoteOptions): PromotionPorts {
  const tags = cloneTags(git);
  if (!push) return { tags };
  return {
    tags,
    remote: { push: (names) => pushTags(git, remote, names), takeBack: (names) => deleteTags(git, names) },
  };
}

type Outcome = PromotionOutcome | { readonly kind: "planned" | "refused" };

/** Beyond this many the line to push them gets too long for some shells. */
const MOST_NAMED = 20;

function pushLine(moves: readonly PlannedMove[], remote: string): string {
  const refs =
    moves.length > MOST_NAMED
      ? ["'refs/tags/prompts/*:refs/tags/prompts/*'"]
      : moves.map((move) => quoted(`refs/tags/${tagOf(move)}`));
  return `git push --atomic ${quoted(remote)} ${refs.join(" ")}`;
}

/** For a POSIX shell; names of tags hold no quote. */
function quoted(text: string): string {
  return /^[\w./:%@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function show(judged: JudgedPromotion, outcome: Outcome, { format, remote, dryRun }: PromoteOptions): void {
  const { moves, unchanged, findings, unchecked } = judged;
  if (outcome.kind === "refused" || outcome.kind === "taken") process.exitCode = EXIT.findings;
  if (format === "json") {
    printJson({
      outcome: outcome.kind,
      moves: moves.map(({ record, notes, ...move }) => ({
        ...record,
        from: record.from ?? null,
        tag: tagOf({ record, notes, ...move }),
        notes,
      })),
      unchanged,
      findings,
      unchecked,
      taken: outcome.kind === "taken" ? outcome.names : [],
      push: outcome.kind === "made" ? pushLine(moves, remote) : null,
    });
    return;
  }
  const lines = [
    ...moves.flatMap(({ record: { prompt, environment, from, to }, notes }) => [
      `${styled("bold", `${prompt} ${environment} ${from ?? "nothing"} -> ${to}`)}`,
      ...notes.map((note) => `    ${visible(note)}`),
    ]),
    ...unchanged.map(({ prompt, version }) => `${prompt} runs ${version} already`),
    ...findings.map((finding) => renderFinding(finding, styled)),
  ];
  if (lines.length > 0) print(lines.join("\n"));
  if (unchecked.length > 0) {
    printAside(
      `Not checked, because a clone cannot know it:\n${unchecked.map((one) => `  - ${visible(one)}`).join("\n")}`,
    );
  }
  printAside(closing(judged, outcome, remote, dryRun));
}

function closing(
  { moves, findings, unchecked }: JudgedPromotion,
  outcome: Outcome,
  remote: string,
  dryRun: true | undefined,
): string {
  switch (outcome.kind) {
    case "planned":
      if (moves.length === 0) return "There is nothing to promote.";
      return dryRun ? "Nothing was done: leave out --dry-run to do it." : "";
    case "refused":
      return findings.length === 0 && unchecked.length > 0
        ? "Nothing was done. Use `/promote` on the pull request, where the App checks it, or insist with --unchecked."
        : "Nothing was done.";
    case "taken":
      return `Nothing was done: ${visible(outcome.names.join(", "))} is there ${outcome.where === "clone" ? "in this clone" : `at ${visible(remote)}`} already, so somebody moved it first. Run \`git fetch --tags\` and look at \`prompt-steward log\` before you try again.`;
    case "made":
      return `Made in this clone only. Push it, so that it counts:\n  ${pushLine(moves, remote)}`;
    case "pushed":
      return `Pushed to ${visible(remote)}.`;
  }
}

function tagOf({ record: { prompt, environment, n } }: PlannedMove): string {
  return moveTag(prompt, environment, n);
}

function readVersion(
  text: string | undefined,
  prompts: readonly PromptId[] | undefined,
): Version | undefined {
  if (text === undefined) return undefined;
  const version = parseVersion(text.replace(/^v/, ""));
  if (!version)
    throw new UserError(`--to takes a version, got ${JSON.stringify(text)}.`, "Write it as 1.4.0.");
  if (prompts?.length !== 1) {
    throw new UserError("--to is a version of one prompt.", "Name that prompt, and only that one.");
  }
  return version;
}

function unknownEnvironment(
  name: string,
  environments: readonly string[],
  { policy }: UsedPolicy,
): UserError {
  const meant = didYouMean(name, environments);
  return new UserError(
    `There is no environment ${JSON.stringify(name)} in ${policy.file}.`,
    meant ? `Did you mean ${meant}?` : `They are ${environments.join(", ")}.`,
  );
}
