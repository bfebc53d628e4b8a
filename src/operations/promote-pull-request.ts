// `/promote <environment> [id]` on a merged pull request: moves the environment to what that pull request released.

import { may } from "../core/access/may.ts";
import type { Policy, PolicyEntry } from "../core/config/policy.ts";
import { promptIdOf } from "../core/config/prompt-id.ts";
import type { Login, PromptId } from "../core/identity.ts";
import type { MergedPull, ReleasePorts } from "../core/ports.ts";
import type { PromptHistory } from "../core/release/history.ts";
import type { PromotionOutcome } from "../core/release/render/promotion.ts";
import { describeMissing, missingChecks } from "../core/release/required-checks.ts";
import { readGovernance } from "./judge-pull-request.ts";
import { historyOf, promote } from "./promote.ts";

export interface PromotionCommand {
  /** The default branch, from which releases come. */
  readonly branch: string;
  readonly number: number;
  readonly environment: string;
  /** The prompt's id as written; all that the pull request released where it is left out. */
  readonly id?: string;
  readonly by: Login;
  /** In the person's words; may be empty. */
  readonly why: string;
}

export async function promotePullRequest(
  ports: ReleasePorts,
  command: PromotionCommand,
): Promise<readonly PromotionOutcome[]> {
  const { branch, number, environment } = command;
  const governance = await readGovernance(ports, branch);
  if (governance.kind !== "policy") {
    return refused(`The branch \`${branch}\` has no config that can be read.`, "Mend it first.");
  }
  const { policy, index } = governance;
  const pull = await ports.landings.merged(number, policy.evaluation.requiredChecks);
  if (pull.kind !== "merged") {
    return pull.kind === "missing"
      ? refused("This is no pull request.", "Write the command on the merged pull request of the release.")
      : refused("This pull request is not merged, so it released nothing.", "Merge it first.");
  }
  if (pull.base !== branch) {
    return refused(`This pull request went into \`${pull.base}\`; releases come from \`${branch}\`.`, "");
  }
  const { environments } = policy.release;
  if (!environments.includes(environment)) {
    const known = environments.map((one) => `\`${one}\``).join(", ");
    return refused(`There is no environment ${quoted(environment)}.`, `The config names ${known}.`);
  }
  const touched = new Map<PromptId, PolicyEntry>();
  for (const path of pull.paths) {
    const entry = index.match(path);
    if (entry) touched.set(promptIdOf(entry, path), entry);
  }
  const wanted = [...touched].filter(([prompt]) => command.id === undefined || prompt === command.id);
  if (wanted.length === 0) {
    const known = [...touched.keys()].map((id) => `\`${id}\``).join(", ");
    return command.id === undefined
      ? refused("This pull request changed no governed prompt.", "Write the command on the one that did.")
      : refused(
          `This pull request changed no prompt ${quoted(command.id)}.`,
          known ? `It changed ${known}.` : "",
        );
  }
  const outcomes: PromotionOutcome[] = [];
  for (const [prompt, entry] of wanted) {
    outcomes.push(await promoteOne(ports, command, pull, { prompt, entry, policy }));
  }
  return outcomes;
}

interface Subject {
  readonly prompt: PromptId;
  readonly entry: PolicyEntry;
  readonly policy: Policy;
}

async function promoteOne(
  ports: ReleasePorts,
  { number, environment, by, why }: PromotionCommand,
  pull: Extract<MergedPull, { kind: "merged" }>,
  { prompt, entry, policy }: Subject,
): Promise<PromotionOutcome> {
  const permission = may(by, "promote", { prompt, entry }, policy, await accessOf(ports, by, entry, policy));
  if (permission.kind === "refused") return { kind: "refused", prompt, reason: permission.reason, fix: "" };
  const missing = missingChecks({ checks: pull.landedChecks, pull }, policy.evaluation.requiredChecks);
  if (missing.length > 0) {
    const reason = `Its required checks are not green at ${pull.head.slice(0, 7)}: ${describeMissing(missing)}.`;
    return { kind: "refused", prompt, reason, fix: "Let them pass, then write the command again." };
  }
  const version = releasedBy(await historyOf(ports, prompt), number);
  if (!version) {
    const reason = "This pull request has released no version of it yet.";
    return { kind: "refused", prompt, reason, fix: "Comment `/steward recheck` to have it released." };
  }
  return promote(ports, {
    prompt,
    version,
    environment,
    environments: policy.release.environments,
    by,
    why: why.trim() === "" ? `Promoted by a comment on pull request #${number}.` : why,
    pull: number,
  });
}

/** The teams of admins are asked for only where nothing else lets the person. */
async function accessOf(
  { directory }: ReleasePorts,
  by: Login,
  { owner, backup }: PolicyEntry,
  { admins }: Policy,
) {
  const isNamed =
    by === owner || by === backup || admins.some((one) => one.kind === "person" && one.login === by);
  const teams = isNamed ? [] : admins.flatMap((one) => (one.kind === "team" ? [one.team] : []));
  const members = await Promise.all(teams.map((team) => directory.members(team)));
  const teamAdmins = new Set(members.flatMap((people) => people ?? []));
  const canWrite = isNamed || teamAdmins.has(by) ? await directory.canWrite(by) : false;
  return { canWrite, teamAdmins };
}

function releasedBy(history: PromptHistory, pull: number) {
  return history.releases.findLast(({ record }) => record?.pull === pull)?.version;
}

function refused(reason: string, fix: string): PromotionOutcome[] {
  return [{ kind: "refused", reason, fix }];
}

/** What somebody typed, within a sentence of ours. */
function quoted(text: string): string {
  return `\`${text.replaceAll("`", "'").slice(0, 100)}\``;
}
