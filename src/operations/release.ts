// Releases what a push to the default branch brought: tags first, all at once, since they alone are the record and the
// lock; then what shows of them on GitHub's pages. It may be run again at any time, and goes on where a run stopped.

import { CONFIG_PATH, type Policy } from "../core/config/policy.ts";
import type { Finding } from "../core/finding.ts";
import type { Login } from "../core/identity.ts";
import type { MirrorProblem, NewTag, PushRange, ReleasePorts } from "../core/ports.ts";
import { writeMoveMessage } from "../core/release/move-message.ts";
import type { PlannedRelease, Withheld } from "../core/release/plan.ts";
import type { EvaluationSummary } from "../core/release/record.ts";
import { writeReleaseMessage } from "../core/release/release-message.ts";
import { notReleasedIssue, tagsRefusedIssue } from "../core/release/render/issues.ts";
import { moveTag, releaseTag, tagPrefixOf } from "../core/release/tag-name.ts";
import { type TouchedPrompt, touchedPrompts } from "../core/release/touched.ts";
import { type Governance, governanceBy } from "../core/review/governance.ts";
import { UserError } from "../core/user-error.ts";
import { readGovernance } from "./judge-pull-request.ts";
import { type Held, insist, mirrorReleases } from "./mirror-releases.ts";
import { type Planned, planFromFacts } from "./plan-releases.ts";

export interface Push extends PushRange {
  /** Every path that it touched; undefined where the event did not name all of them. */
  readonly paths?: readonly string[];
  /** Who pushed, where the event tells. */
  readonly pusher?: Login;
}

export interface ReleaseOptions {
  /** Results of an evaluation that ran outside the pull request's check. */
  readonly evaluation?: EvaluationSummary;
}

export type ReleaseOutcome =
  /** No governed prompt was touched, or nothing is governed. */
  | { readonly kind: "nothing" }
  | ({ readonly kind: "released"; readonly releases: readonly PlannedRelease[] } & Remarks);

interface Remarks {
  /** Landings that wait for their required checks. */
  readonly withheld: readonly Withheld[];
  readonly findings: readonly Finding[];
  /** What GitHub would not take beside the tags. */
  readonly problems: readonly MirrorProblem[];
}

/** Milliseconds between looks at a push without a pull request: GitHub's index of merges may lag behind the push. */
const INDEX_PAUSES = [4_000, 12_000];

/** Each time somebody else took a version first. */
const MOST_ATTEMPTS = 8;

/** @throws UserError where GitHub refuses the tags for a reason that people can mend */
export async function release(
  ports: ReleasePorts,
  push: Push,
  options: ReleaseOptions = {},
): Promise<ReleaseOutcome> {
  const governance = await readGovernance(ports, push.branch);
  if (governance.kind !== "policy") return { kind: "nothing" };
  const prompts = await promptsOf(ports, push, governance);
  if (prompts.length === 0) return { kind: "nothing" };

  const look = () => planFromFacts(ports, push, { prompts, policy: governance.policy, ...options });
  const { planned, held } = await tagAll(ports, push, await settled(ports, look), look);
  const { releases, withheld, findings } = planned.plan;
  const problems = await mirrorReleases(ports, planned, governance.policy, held, look);
  const unreported = await reportFindings(ports, push, findings);
  return { kind: "released", releases, withheld, findings, problems: [...problems, ...unreported] };
}

type Look = () => Promise<Planned>;

async function promptsOf(
  ports: ReleasePorts,
  push: Push,
  { policy, index }: Extract<Governance, { kind: "policy" }>,
): Promise<readonly TouchedPrompt[]> {
  const paths = push.paths ?? (await pathsOf(ports, push));
  if (!paths.includes(CONFIG_PATH)) return touchedPrompts(paths, index);
  const before = await governanceBefore(ports, push, policy);
  // With the first config governance begins: what was there, or comes with it, was nobody's to approve.
  if (before.kind === "none") return [];
  return touchedPrompts(paths, index, before.kind === "policy" ? before.index : undefined);
}

async function pathsOf({ history }: ReleasePorts, { before, after }: Push): Promise<string[]> {
  const changes = await history.changes(before, after);
  if (!changes) throw new Error(`what ${before}..${after} changed cannot be read`);
  return changes.files.flatMap((file) =>
    file.status === "renamed" ? [file.path, file.previousPath] : [file.path],
  );
}

/** Whose file a prompt was before the push: it may have taken the prompt out of the config, or given it another path. */
async function governanceBefore(
  { contents }: ReleasePorts,
  { before }: Push,
  { file }: Policy,
): Promise<Governance> {
  const config = await contents.read(CONFIG_PATH, before);
  if (config.kind !== "file") return { kind: "none" };
  return governanceBy({ file, blob: config.blob, text: new TextDecoder().decode(config.bytes) });
}

/** Looks again while a push that is to be released has no pull request, before it is taken for a direct one. */
async function settled({ clock }: ReleasePorts, look: Look): Promise<Planned> {
  let planned = await look();
  for (const pause of INDEX_PAUSES) {
    if (!planned.plan.releases.some(isUnexplained)) break;
    await clock.pause(pause);
    planned = await look();
  }
  return planned;
}

/** An adoption belongs to no pull request, however long one looks. */
function isUnexplained({ tag, landing, record }: PlannedRelease): boolean {
  return !tag && !landing.pull && !record.adopted;
}

interface Tagged {
  readonly planned: Planned;
  readonly held: Held;
}

/** Whoever creates the tags has the version; who comes second reads them and plans again. */
async function tagAll(ports: ReleasePorts, push: Push, first: Planned, look: Look): Promise<Tagged> {
  const { clock } = ports;
  let planned = first;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const fresh = planned.plan.releases.filter(({ tag }) => !tag);
    if (fresh.length === 0) return { planned, held: { tags: new Set(), since: clock.now() } };
    const since = clock.now();
    const created = await createOrSaySo(ports, push, fresh);
    if (created.kind === "created") {
      const tags = new Set(fresh.map(({ record }) => releaseTag(record.prompt, record.version)));
      return { planned, held: { tags, since } };
    }
    planned = await look();
  }
  throw new Error(`others took the versions of ${push.after} ${MOST_ATTEMPTS} times in a row`);
}

async function createOrSaySo(
  { tags, issues, clock }: ReleasePorts,
  { after }: Push,
  fresh: readonly PlannedRelease[],
) {
  const wanted = fresh.flatMap((one) => tagsOf(one, clock.now()));
  try {
    return await tags.create(wanted);
  } catch (error) {
    if (error instanceof UserError) {
      const names = wanted.map(({ name }) => name);
      // Whatever forbids the tags may forbid the issue, too; then the error alone tells of it.
      await issues
        .ensure(tagsRefusedIssue(`At ${after.slice(0, 7)}: ${error.message}`, names))
        .catch(() => undefined);
    }
    throw error;
  }
}

function tagsOf({ record, move, landing }: PlannedRelease, now: Date): NewTag[] {
  const shared = { commit: landing.commit, taggedAt: now.toISOString() };
  const release = {
    ...shared,
    name: releaseTag(record.prompt, record.version),
    message: writeReleaseMessage(record),
  };
  if (!move) return [release];
  const name = moveTag(move.prompt, move.environment, move.n);
  return [release, { ...shared, name, message: writeMoveMessage(move) }];
}

/** What keeps a prompt from being released is told once in an issue; what ends by itself is not. */
async function reportFindings(
  ports: ReleasePorts,
  { after }: Push,
  findings: readonly Finding[],
): Promise<MirrorProblem[]> {
  const problems: MirrorProblem[] = [];
  const errors = findings.filter(({ severity }) => severity === "error");
  for (const [prompt, ofPrompt] of Map.groupBy(errors, (finding) => finding.prompt)) {
    if (!prompt) continue;
    const issue = notReleasedIssue(prompt, after, ofPrompt);
    problems.push(...(await insist(ports, tagPrefixOf(prompt), "issue", () => ports.issues.ensure(issue))));
  }
  return problems;
}
