// The plan of releases: from landings and known tags to the tags to write, or to what is there already, with the reasons
// for what is not released. Made anew from the tags each time, so it goes on where an earlier run stopped.

import type { Policy } from "../config/policy.ts";
import { readPromptId } from "../config/prompt-id.ts";
import type { Finding } from "../finding.ts";
import type { PromptId } from "../identity.ts";
import { adoptedLanding, adoptionAmong, adoptionAt, composeAdoption } from "./adoption.ts";
import { type Composing, composeRelease } from "./composing.ts";
import type { PlanAnswers, PlanQuestion, ReleaseFacts } from "./facts.ts";
import { PromptHistory, readHistory, type Tag } from "./history.ts";
import type { Release } from "./history-entries.ts";
import type { Landing } from "./landing.ts";
import { contentsOf, findingOf, formerPlaceAt, isUntouched, obstacleAt, placeAt } from "./places.ts";
import type { EvaluationSummary, MoveRecord, ReleaseRecord } from "./record.ts";
import { describeMissing, type MissingCheck, missingChecks } from "./required-checks.ts";
import {
  advance,
  baseRelease,
  isBehind,
  isSuperseded,
  releasesAt,
  type Standing,
  standingOf,
} from "./standing.ts";
import type { TouchedPrompt } from "./touched.ts";

export interface PlanInput {
  readonly prompts: readonly TouchedPrompt[];
  readonly policy: Policy;
  readonly facts: ReleaseFacts;
  readonly answers: PlanAnswers;
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** Results of an evaluation that ran outside the pull request's check. */
  readonly evaluation?: EvaluationSummary;
}

export interface PlannedRelease {
  readonly landing: Landing;
  readonly touched: TouchedPrompt;
  readonly record: ReleaseRecord;
  /** Of the first environment; a retired prompt moves none. */
  readonly move?: MoveRecord;
  /** The tag there is already; undefined where it is to be made. */
  readonly tag?: Tag;
}

export interface ReleasePlan {
  /** In the order of the landings. */
  readonly releases: readonly PlannedRelease[];
  /** Landings that wait for their required checks. */
  readonly withheld: readonly Withheld[];
  readonly findings: readonly Finding[];
  /** The number of each prompt's last move of the first environment, once the plan is carried out. */
  readonly lastMoves: ReadonlyMap<PromptId, number>;
}

const NOTHING: ReleasePlan = { releases: [], withheld: [], findings: [], lastMoves: new Map() };

export interface Withheld {
  readonly touched: TouchedPrompt;
  readonly landing: Landing;
  readonly missing: readonly MissingCheck[];
  /** Says so. */
  readonly finding: Finding;
}

export type PlanOutcome =
  | { readonly kind: "plan"; readonly plan: ReleasePlan }
  | { readonly kind: "questions"; readonly questions: readonly PlanQuestion[] };

export function planReleases(input: PlanInput): PlanOutcome {
  const questions = new Map<string, PlanQuestion>();
  const ask = (question: PlanQuestion): undefined => {
    questions.set(JSON.stringify(question), question);
    return undefined;
  };
  const world: World = {
    ...input,
    ask,
    contents: contentsOf(input),
    histories: readHistory(input.facts.tags).prompts,
  };
  const plans = input.prompts.map((touched) => planPrompt(touched, world));
  if (questions.size > 0) return { kind: "questions", questions: [...questions.values()] };
  const order = new Map(input.facts.landings.map(({ commit }, position) => [commit, position]));
  const releases = plans
    .flatMap((plan) => plan.releases)
    .sort(
      (a, b) => (order.get(a.landing.commit) ?? BEFORE_ALL) - (order.get(b.landing.commit) ?? BEFORE_ALL),
    );
  const plan: ReleasePlan = {
    releases,
    withheld: plans.flatMap(({ withheld }) => withheld),
    findings: plans.flatMap(({ findings }) => findings),
    lastMoves: new Map(plans.flatMap(({ lastMoves }) => [...lastMoves])),
  };
  return { kind: "plan", plan };
}

/** Where an adoption stands that the first landing makes necessary. */
const BEFORE_ALL = -1;

interface World extends PlanInput, Composing {
  readonly histories: ReadonlyMap<PromptId, PromptHistory>;
}

function planPrompt(touched: TouchedPrompt, world: World): ReleasePlan {
  const { prompt } = touched;
  const { facts, policy } = world;
  const id = readPromptId(prompt);
  if (id.kind === "problem")
    return { ...NOTHING, findings: [findingOf(touched, `The id ${id.problem}`, id.fix)] };
  const history = world.histories.get(prompt) ?? new PromptHistory(prompt);
  const standing = standingOf(history, policy.release.environments[0] ?? "production");
  const adopted = adoptionAmong(history, facts.landings);
  const later = facts.landings.flatMap((landing): Step[] => {
    const done = releasesAt(history, landing.commit).filter((release) => release !== adopted);
    if (done.length > 0) return done.map((release) => tagged(release, touched, landing, history, policy));
    // A later landing was released first and adopted what this one brought.
    if (adopted?.tag.commit === landing.commit) return [];
    const first = adoptionStep(touched, landing, standing, world);
    if (first) advance(standing, first);
    const step = nextStep(touched, landing, history, standing, world);
    if (step && "record" in step) advance(standing, step);
    return [first, step].filter((one) => one !== undefined);
  });
  const steps = adopted?.tag.commit
    ? [tagged(adopted, touched, adoptedLanding(adopted.tag.commit), history, policy), ...later]
    : later;
  const lastMove = standing.nextMove - 1;
  return {
    releases: steps.flatMap((step) => ("record" in step ? [step] : [])),
    withheld: steps.flatMap((step) => ("finding" in step ? [step] : [])),
    findings: steps.flatMap((step) => ("rule" in step ? [step] : "finding" in step ? [step.finding] : [])),
    lastMoves: new Map(lastMove > 0 ? [[prompt, lastMove]] : []),
  };
}

type Step = PlannedRelease | Withheld | Finding;

/** @returns undefined where there is nothing to adopt */
function adoptionStep(
  touched: TouchedPrompt,
  landing: Landing,
  standing: Standing,
  world: World,
): PlannedRelease | undefined {
  if (isUntouched(touched, landing, world.contents)) return undefined;
  const adoption = adoptionAt(touched, world.prompts, landing.before, standing, world.contents);
  return adoption && { touched, ...composeAdoption(touched, adoption, landing, standing, world) };
}

/** @returns undefined where the landing changed nothing of the prompt, or something still has to be asked */
function nextStep(
  touched: TouchedPrompt,
  landing: Landing,
  history: PromptHistory,
  standing: Standing,
  world: World,
): Step | undefined {
  const { facts, policy, contents, answers, ask } = world;
  if (isUntouched(touched, landing, contents)) return undefined;
  const was = formerPlaceAt(touched, landing.before, contents);
  // The config of now counts where the last landing has left things; an earlier one may have been under that of before.
  const isLast = landing === facts.landings.at(-1) || touched.paths.length === 0;
  const is =
    placeAt(touched.paths, landing.commit, contents) ??
    (isLast ? undefined : placeAt(touched.formerPaths, landing.commit, contents));
  if (isSuperseded(history, landing.commit, facts.recent))
    return supersededFinding(touched, landing, standing);
  if (landing === facts.landings[0] && answers.gaps === "open" && isBehind(standing, was)) {
    const since = baseRelease(history)?.tag.commit;
    if (since) ask({ kind: "gap", since });
  }
  const problem = obstacleAt(touched, landing.commit, contents, is);
  if (problem) return problem;
  const missing = is ? missingChecks(landing, policy.evaluation.requiredChecks) : [];
  if (missing.length > 0) {
    return {
      touched,
      landing,
      missing,
      finding: withheldFinding(touched, landing, describeMissing(missing)),
    };
  }
  const composed = composeRelease(touched, landing, was, is, standing, world);
  return composed && "record" in composed ? { landing, touched, ...composed } : composed;
}

/** A release that an earlier run, or another one, made. */
function tagged(
  { tag, record, version, prompt }: Release,
  touched: TouchedPrompt,
  landing: Landing,
  history: PromptHistory,
  { release }: Policy,
): PlannedRelease {
  if (!record) throw new Error(`the tag of ${prompt} ${version} tells nothing`);
  const moves = history.moves(release.environments[0] ?? "production");
  const reading = moves.find(({ to }) => to === version)?.reading;
  return { landing, touched, record, tag, ...(reading?.kind === "record" && { move: reading.record }) };
}

function withheldFinding(touched: TouchedPrompt, { commit, pull }: Landing, missing: string): Finding {
  const where = `at ${(pull?.head ?? commit).slice(0, 7)}`;
  const message = `The release of \`${touched.prompt}\` waits for its required checks ${where}: ${missing}.`;
  return {
    ...findingOf(touched, message, "Let them pass; the release follows by itself."),
    rule: "required-checks",
    severity: "warning",
  };
}

function supersededFinding(touched: TouchedPrompt, { commit }: Landing, { latest }: Standing): Finding {
  const message = `What landed at ${commit.slice(0, 7)} gets no version of its own: ${latest?.version ?? "a later one"} was released from a later commit.`;
  return {
    ...findingOf(touched, message, "Nothing to mend: the later version contains it."),
    severity: "notice",
  };
}
