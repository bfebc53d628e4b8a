// The plan of releases: from landings and known tags to the tags to write, or to what is there already, with the reasons
// for what is not released. Made anew from the tags each time, so it goes on where an earlier run stopped.

import { createHash } from "node:crypto";
import type { Policy } from "../config/policy.ts";
import { readPromptId } from "../config/prompt-id.ts";
import type { Finding } from "../finding.ts";
import { type Login, login, type Sha } from "../identity.ts";
import type { FileAtCommit } from "../ports.ts";
import type { PromptChange } from "../prompt/diff/change.ts";
import { comparePrompts, type PromptSide } from "../prompt/diff/index.ts";
import { readPrompt } from "../prompt/read.ts";
import type { PlanAnswers, PlanQuestion, ReleaseFacts } from "./facts.ts";
import { PromptHistory, readHistory, type Tag } from "./history.ts";
import type { Release } from "./history-entries.ts";
import type { Landing } from "./landing.ts";
import { currentRelease } from "./past.ts";
import { proposeVersion, type ReleaseEvent, type VersionProposal } from "./proposal.ts";
import { rationaleSections } from "./rationale.ts";
import type { EvaluationSummary, MoveRecord, RationaleSection, ReleaseRecord } from "./record.ts";
import { describeMissing, missingChecks } from "./required-checks.ts";
import type { TouchedPrompt } from "./touched.ts";
import type { Version } from "./version.ts";
import { vouchingFor } from "./vouching.ts";
import { readWishes } from "./wishes.ts";

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
}

export interface Withheld {
  readonly touched: TouchedPrompt;
  readonly landing: Landing;
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
    .sort((a, b) => (order.get(a.landing.commit) ?? 0) - (order.get(b.landing.commit) ?? 0));
  const plan = {
    releases,
    withheld: plans.flatMap(({ withheld }) => withheld),
    findings: plans.flatMap(({ findings }) => findings),
  };
  return { kind: "plan", plan };
}

interface World extends PlanInput {
  readonly ask: (question: PlanQuestion) => undefined;
  readonly contents: Contents;
  readonly histories: ReadonlyMap<string, PromptHistory>;
}

interface Contents {
  at(commit: Sha, path: string): FileAtCommit;
  /** Undefined where it has not been read. */
  blob(blob: Sha): FileAtCommit | undefined;
}

function contentsOf({ facts, answers }: PlanInput): Contents {
  const key = (commit: Sha, path: string) => `${commit} ${path}`;
  const byPlace = new Map(facts.files.map(({ commit, path, content }) => [key(commit, path), content]));
  const byBlob = new Map(
    facts.files.flatMap(({ content }) => (content.kind === "file" ? [[content.blob, content] as const] : [])),
  );
  return {
    at: (commit, path) => byPlace.get(key(commit, path)) ?? { kind: "missing" },
    blob: (blob) => byBlob.get(blob) ?? answers.blobs.get(blob),
  };
}

/** What the releases so far, those planned before included, have come to. */
interface Standing {
  latest?: { readonly version: Version; readonly isRetired: boolean };
  /** The last release that tells its bytes. */
  base?: { readonly path: string; readonly blob: Sha };
  running?: Version;
  nextMove: number;
}

function planPrompt(touched: TouchedPrompt, world: World): ReleasePlan {
  const { prompt } = touched;
  const { facts, policy, contents } = world;
  const id = readPromptId(prompt);
  if (id.kind === "problem") return failed(touched, `The id ${id.problem}`, id.fix);
  const history = world.histories.get(prompt) ?? new PromptHistory(prompt);
  const standing = standingOf(history, policy.release.environments[0] ?? "production");
  const releases: PlannedRelease[] = [];
  const withheld: Withheld[] = [];
  const findings: Finding[] = [];

  for (const [position, landing] of facts.landings.entries()) {
    const done = releasesAt(history, landing.commit);
    if (done.length > 0) {
      releases.push(...done.map((release) => tagged(release, touched, landing, history, policy)));
      continue;
    }
    const was = placeAt(touched, landing.before, contents);
    const is = placeAt(touched, landing.commit, contents);
    if (isSamePlace(was, is)) continue;
    if (isSuperseded(history, landing.commit, facts.recent)) {
      findings.push(supersededFinding(touched, landing, standing));
      continue;
    }
    if (position === 0 && world.answers.gaps === "open" && isBehind(standing, was)) {
      const since = baseRelease(history)?.tag.commit;
      if (since) world.ask({ kind: "gap", since });
    }
    const problem = obstacleAt(touched, landing.commit, contents, is);
    if (problem) {
      findings.push(problem);
      continue;
    }
    const missing = missingChecks(landing, policy.evaluation.requiredChecks);
    if (missing.length > 0 && is) {
      withheld.push({ touched, landing });
      findings.push(withheldFinding(touched, landing, describeMissing(missing)));
      continue;
    }
    const planned = planOne(touched, landing, was, is, standing, world);
    if (planned === undefined) continue;
    if ("rule" in planned) findings.push(planned);
    else {
      releases.push(planned);
      advance(standing, planned);
    }
  }
  return { releases, withheld, findings };
}

interface Place {
  readonly path: string;
  readonly blob: Sha;
  readonly content: Extract<FileAtCommit, { kind: "file" }>;
}

/** Where the prompt's file is; undefined where there is none that can be read. */
function placeAt({ paths }: TouchedPrompt, commit: Sha, contents: Contents): Place | undefined {
  for (const path of paths) {
    const content = contents.at(commit, path);
    if (content.kind === "file") return { path, blob: content.blob, content };
  }
  return undefined;
}

function isSamePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a?.path === b?.path && a?.blob === b?.blob;
}

function releasesAt(history: PromptHistory, commit: Sha): Release[] {
  return history.releases.filter(({ tag, record }) => tag.commit === commit && record !== undefined);
}

function baseRelease(history: PromptHistory): Release | undefined {
  return history.releases.findLast(({ record }) => record?.file !== undefined);
}

function standingOf(history: PromptHistory, environment: string): Standing {
  const { latest } = history;
  const base = baseRelease(history)?.record;
  const running = currentRelease(history, environment);
  return {
    ...(latest && { latest: { version: latest.version, isRetired: latest.record?.retired === true } }),
    ...(base?.file && { base: { path: base.path, blob: base.file.blob } }),
    ...(running.kind === "running" && { running: running.version }),
    nextMove: history.nextMove(environment),
  };
}

function advance(standing: Standing, { record, move }: PlannedRelease): void {
  standing.latest = { version: record.version, isRetired: record.retired === true };
  if (record.file) standing.base = { path: record.path, blob: record.file.blob };
  if (move) {
    standing.running = move.to;
    standing.nextMove = move.n + 1;
  }
}

/** A later landing has been released: an older one that comes after it would put old bytes on top. */
function isSuperseded(history: PromptHistory, commit: Sha, recent: readonly Sha[]): boolean {
  const position = recent.indexOf(commit);
  return history.releases.some(({ tag, record }) => {
    const other = tag.commit && record ? recent.indexOf(tag.commit) : -1;
    return other !== -1 && (position === -1 || other < position);
  });
}

/** Whether something landed between the last release and this that was never released. */
function isBehind({ base, latest }: Standing, was: Place | undefined): boolean {
  if (!base || !latest) return false;
  return latest.isRetired ? was !== undefined : was?.blob !== base.blob;
}

/** @returns undefined where there is nothing to release, or something still has to be asked */
function planOne(
  touched: TouchedPrompt,
  landing: Landing,
  was: Place | undefined,
  is: Place | undefined,
  standing: Standing,
  world: World,
): PlannedRelease | Finding | undefined {
  const event = eventOf(was, is, standing, world);
  const proposal = event && proposalOf(touched, landing, event, standing, world);
  if (!proposal) return undefined;
  const { prompt } = touched;
  if (proposal.kind === "none") return undefined;
  if (proposal.kind === "blocked") {
    return { rule: "release", severity: "error", prompt, message: proposal.reason, fix: proposal.fix };
  }
  const path = is?.path ?? standing.base?.path ?? was?.path ?? touched.paths[0] ?? "";
  const record: ReleaseRecord = {
    prompt,
    version: proposal.version,
    path,
    ...(is && { file: { blob: is.blob, sha256: digestOf(is.content.bytes) } }),
    ...(proposal.previous && { previous: proposal.previous }),
    level: proposal.level,
    reasons: [...proposal.reasons, ...proposal.notes],
    ...provenanceOf(touched, landing, { path, blob: is?.blob }, world),
    ...(is ? {} : { retired: true }),
  };
  const move = is && moveOf(record, landing, standing, world);
  return { landing, touched, record, ...(move && { move }) };
}

/** @returns undefined where nothing happened that a release could tell of, or bytes still have to be asked for */
function eventOf(
  was: Place | undefined,
  is: Place | undefined,
  { base, latest }: Standing,
  world: World,
): ReleaseEvent | undefined {
  if (!is) return latest?.isRetired ? undefined : { kind: "retired" };
  const changes = latest ? changesSince(base, was, is, world) : [];
  if (!changes) return undefined;
  return { kind: latest?.isRetired ? "brought-back" : "changed", changes };
}

function changesSince(
  base: Standing["base"],
  was: Place | undefined,
  is: Place,
  { contents, ask }: World,
): readonly PromptChange[] | undefined {
  const after = sideOf(is.path, is.content);
  if (!base) return was ? comparePrompts(sideOf(was.path, was.content), after) : [NOTHING_KNOWN];
  const former = base.blob === is.blob ? is.content : contents.blob(base.blob);
  if (!former) return ask({ kind: "blob", blob: base.blob });
  const { document } = readPrompt(base.path, former);
  return comparePrompts({ path: base.path, blob: base.blob, document }, after);
}

const NOTHING_KNOWN: PromptChange = {
  kind: "unreadable",
  level: "behaviour",
  message:
    "nothing is known of the version before, whose tag was made by hand; it counts as a change of behaviour",
};

function sideOf(path: string, content: Place["content"]): PromptSide {
  return { path, blob: content.blob, document: readPrompt(path, content).document };
}

/** @returns undefined while the admins still have to be asked for */
function proposalOf(
  { prompt, entry }: TouchedPrompt,
  { pull }: Landing,
  event: ReleaseEvent,
  { latest }: Standing,
  { policy, answers, ask }: World,
): VersionProposal | undefined {
  const persons = policy.admins.flatMap((one) => (one.kind === "person" ? [one.login] : []));
  const admins = answers.admins ?? new Set<string>(persons);
  const propose = (isAdmin: (person: Login) => boolean): VersionProposal =>
    proposeVersion({
      prompt,
      status: entry.status,
      event,
      wishes: pull
        ? readWishes({ labels: pull.labels, body: pull.body, author: pull.author.login, isAdmin })
        : [],
      ...(latest && { previous: latest.version }),
    });
  const proposal = propose((person) => admins.has(person));
  const isSettled = answers.admins !== undefined || persons.length === policy.admins.length;
  // Who is in a team of admins is asked only where the version hangs on it.
  if (
    isSettled ||
    isSameVersion(
      proposal,
      propose(() => true),
    )
  )
    return proposal;
  return ask({ kind: "admins" });
}

function isSameVersion(a: VersionProposal, b: VersionProposal): boolean {
  return a.kind === b.kind && (a.kind !== "release" || b.kind !== "release" || a.version === b.version);
}

function provenanceOf(
  { entry }: TouchedPrompt,
  landing: Landing,
  file: { readonly path: string; readonly blob: Sha | undefined },
  { policy, evaluation }: World,
) {
  const { pull, by } = landing;
  const vouching = vouchingFor(landing, file, entry, policy);
  const results = evaluation ?? pull?.gate?.evaluation;
  const author = pull?.author.login ?? by;
  return {
    ...(pull && { pull: pull.number }),
    ...(author && { author }),
    approvers: vouching.approvers,
    rationale: rationaleOf(landing, policy),
    ...(results && { evaluation: results }),
    ...(vouching.kind === "unreviewed" && { unreviewed: vouching.reason }),
  };
}

function rationaleOf({ pull, title }: Landing, { rationale }: Policy): readonly RationaleSection[] {
  if (pull) return rationaleSections(pull.body, rationale.sections);
  return title.trim() === "" ? [] : [{ heading: "Commit message", text: title }];
}

function moveOf(
  record: ReleaseRecord,
  landing: Landing,
  standing: Standing,
  { policy, now }: World,
): MoveRecord {
  const { pull, by } = landing;
  const mover = pull ? (pull.mergedBy ?? pull.author.login) : by;
  return {
    prompt: record.prompt,
    environment: policy.release.environments[0] ?? "production",
    n: standing.nextMove,
    ...(standing.running && { from: standing.running }),
    to: record.version,
    by: mover ?? login("ghost"),
    at: now,
    why: pull
      ? `Pull request #${pull.number} was merged: ${pull.title}`
      : `Pushed without a pull request: ${landing.title}`,
    bad: [],
    ...(pull && { pull: pull.number }),
  };
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

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Why what is there cannot be released. */
function obstacleAt(
  touched: TouchedPrompt,
  commit: Sha,
  contents: Contents,
  is: Place | undefined,
): Finding | undefined {
  const present = touched.paths.filter((path) => contents.at(commit, path).kind !== "missing");
  if (present.length > 1) {
    const message = `${present.length} files have the id \`${touched.prompt}\`: ${present.map((path) => `\`${path}\``).join(", ")}.`;
    return findingOf(touched, message, "Give each an `id` of its own in the config.");
  }
  const [path] = present;
  if (is || path === undefined) return undefined;
  const [finding] = readPrompt(path, contents.at(commit, path)).findings;
  return findingOf(
    touched,
    finding?.message ?? "The file cannot be read.",
    finding?.fix ?? "Mend the file.",
    path,
  );
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

function failed(touched: TouchedPrompt, message: string, fix: string): ReleasePlan {
  return { releases: [], withheld: [], findings: [findingOf(touched, message, fix)] };
}

function findingOf({ prompt }: TouchedPrompt, message: string, fix: string, file?: string): Finding {
  return { rule: "release", severity: "error", prompt, message, fix, ...(file !== undefined && { file }) };
}
