// Reads what a plan of releases needs and has the core make it, answering its questions in between.

import type { Policy } from "../core/config/policy.ts";
import type { Login, Sha } from "../core/identity.ts";
import type { FileAtCommit, ReleasePorts } from "../core/ports.ts";
import type { PlanAnswers, PlanQuestion, ReleaseFacts } from "../core/release/facts.ts";
import { planReleases, type ReleasePlan } from "../core/release/plan.ts";
import type { EvaluationSummary } from "../core/release/record.ts";
import type { TouchedPrompt } from "../core/release/touched.ts";
import type { Push } from "./release.ts";

export interface Planned {
  readonly facts: ReleaseFacts;
  readonly plan: ReleasePlan;
}

export interface PlanOptions {
  readonly prompts: readonly TouchedPrompt[];
  readonly policy: Policy;
  readonly evaluation?: EvaluationSummary;
}

/** Questions come in few rounds: a gap first, then bytes and admins. */
const MOST_ROUNDS = 5;

export async function planFromFacts(
  ports: ReleasePorts,
  push: Push,
  { prompts, policy, evaluation }: PlanOptions,
): Promise<Planned> {
  const environment = policy.release.environments[0] ?? "production";
  const read = (range: Push, all: readonly TouchedPrompt[]) =>
    ports.landings.read(range, {
      prompts: all,
      environment,
      requiredChecks: policy.evaluation.requiredChecks,
    });
  let facts = withPusher(await read(push, prompts), push);
  let answers: Answers = { blobs: new Map(), gaps: "open" };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const now = ports.clock.now().toISOString();
    const outcome = planReleases({
      prompts,
      policy,
      facts,
      answers,
      now,
      ...(evaluation && { evaluation }),
    });
    if (outcome.kind === "plan") return { facts, plan: outcome.plan };
    const gap = outcome.questions.find((question) => question.kind === "gap");
    if (gap) {
      // What was never released, as when an event got lost, is released now, each landing by itself.
      const wider = await widened(ports, push, gap.since);
      if (wider) facts = withPusher(await read(wider, prompts), push);
      answers = { ...answers, gaps: "closed" };
    } else {
      for (const question of outcome.questions) answers = await answered(ports, policy, question, answers);
    }
  }
  throw new Error(`no plan for ${push.after} after ${MOST_ROUNDS} rounds of questions`);
}

type Answers = PlanAnswers & { readonly blobs: ReadonlyMap<Sha, FileAtCommit> };

async function answered(
  { landings, directory }: ReleasePorts,
  { admins }: Policy,
  question: PlanQuestion,
  answers: Answers,
): Promise<Answers> {
  switch (question.kind) {
    case "blob":
      return {
        ...answers,
        blobs: new Map([...answers.blobs, [question.blob, await landings.blob(question.blob)]]),
      };
    case "admins": {
      const known = new Set<Login>();
      for (const admin of admins) {
        const people = admin.kind === "person" ? [admin.login] : await directory.members(admin.team);
        for (const person of people ?? []) known.add(person);
      }
      return { ...answers, admins: known };
    }
    case "gap":
      return answers;
  }
}

/** Longer stretches of unreleased landings than this are released as one. */
const MOST_COMMITS = 250;

/** The push with what came before it, back to the commit of an earlier release; undefined where that cannot be read. */
async function widened({ history }: ReleasePorts, push: Push, since: Sha): Promise<Push | undefined> {
  const changes = await history.changes(since, push.after);
  if (!changes || changes.incomplete || changes.commits.length > MOST_COMMITS) return undefined;
  return { ...push, before: since, commits: changes.commits.map(({ sha }) => sha) };
}

/** Whoever pushed the last landing, where GitHub does not know its author. */
function withPusher(facts: ReleaseFacts, { pusher, after }: Push): ReleaseFacts {
  if (!pusher) return facts;
  const landings = facts.landings.map((landing) =>
    landing.commit === after && !landing.pull && !landing.by ? { ...landing, by: pusher } : landing,
  );
  return { ...facts, landings };
}
