// Moves an environment to a release. The tag of the move is the record and the lock: whoever creates it moved first, and
// who comes second decides again.

import type { PromptId, Sha } from "../core/identity.ts";
import type { Claim, DeploymentMove, MirrorProblem, NewTag, ReleasePorts } from "../core/ports.ts";
import { type PromptHistory as History, PromptHistory, readHistory } from "../core/release/history.ts";
import { deploymentMove } from "../core/release/mirrors.ts";
import { writeMoveMessage } from "../core/release/move-message.ts";
import { type PromotionRequest, planPromotion } from "../core/release/promotion.ts";
import type { MoveRecord, ReleaseRecord } from "../core/release/record.ts";
import type { PromotionOutcome } from "../core/release/render/promotion.ts";
import { moveTag, releaseTag, tagPrefixOf } from "../core/release/tag-name.ts";
import { GRACE } from "./mirror-releases.ts";

export interface PromotionTask extends Omit<PromotionRequest, "prompts" | "at"> {
  readonly prompt: PromptId;
}

export type PromotionPorts = Pick<ReleasePorts, "tags" | "clock" | "deployments">;

/** Each time somebody else moved first. */
const MOST_ATTEMPTS = 8;

/**
 * Whether the person may, and whether the checks are green, has been asked before.
 * @throws UserError where the tag cannot be written for a reason that people can mend
 */
export async function promote(
  ports: PromotionPorts,
  { prompt, ...task }: PromotionTask,
): Promise<PromotionOutcome> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const history = await historyOf(ports, prompt);
    const at = ports.clock.now().toISOString();
    const request = { ...task, prompts: [prompt], at };
    const { findings, moves } = planPromotion(
      { prompts: new Map([[prompt, history]]), findings: [] },
      request,
    );
    const [finding] = findings;
    if (finding) return { kind: "refused", prompt, reason: finding.message, fix: finding.fix };
    const [planned] = moves;
    if (!planned) return alreadyThere(ports, history, task.environment);
    const { record: move, release, commit, notes } = planned;
    const { record } = release;
    if (!record) throw new Error(`a move to ${prompt} ${move.to}, whose tag tells nothing`);
    const created = await ports.tags.create([newTag(move, commit, at)]);
    if (created.kind === "created") {
      const problems = await showDeployment(ports, move, record, "held");
      return { kind: "promoted", move, record, notes, problems };
    }
  }
  throw new Error(`others moved ${task.environment} of ${prompt} ${MOST_ATTEMPTS} times in a row`);
}

async function alreadyThere(
  ports: PromotionPorts,
  history: History,
  environment: string,
): Promise<PromotionOutcome> {
  const { reading } = history.moves(environment).at(-1) ?? {};
  if (reading?.kind !== "record") throw new Error(`the last move of ${environment} tells nothing`);
  const move = reading.record;
  const record = history.release(move.to)?.record;
  // A run that was stopped may have left GitHub's pages without it; one that is under way shows it by itself.
  const isOld = ports.clock.now().getTime() - Date.parse(move.at) >= GRACE;
  if (record && isOld) await showDeployment(ports, move, record, "unsure");
  return { kind: "already", move };
}

export async function historyOf({ tags }: Pick<ReleasePorts, "tags">, prompt: PromptId): Promise<History> {
  const all = await tags.list(tagPrefixOf(prompt));
  return readHistory(all).prompts.get(prompt) ?? new PromptHistory(prompt);
}

function newTag(move: MoveRecord, commit: Sha, now: string): NewTag {
  const name = moveTag(move.prompt, move.environment, move.n);
  return { name, commit, message: writeMoveMessage(move), taggedAt: now };
}

/** Ends the deployments of earlier moves; nothing where GitHub shows the move already. */
async function showDeployment(
  { deployments }: PromotionPorts,
  move: MoveRecord,
  record: ReleaseRecord,
  claim: Claim,
): Promise<readonly MirrorProblem[]> {
  try {
    const known = await deployments.list(move.prompt, move.environment);
    const own = known.find((one) => one.move === move.n);
    const former = known.filter((one) => one.state !== "inactive" && (one.move ?? move.n) < move.n);
    const moves: DeploymentMove[] =
      own && own.state !== "other" ? [] : [deploymentMove(record, move, "success", own)];
    if (moves.length + former.length === 0) return [];
    return await deployments.record(
      moves,
      former.map(({ id }) => id),
      () => claim,
    );
  } catch (error) {
    const message = `GitHub's Deployments could not be read: ${error instanceof Error ? error.message : String(error)}`;
    const fix = "The move holds; write the same command again to have it shown.";
    return [{ tag: releaseTag(move.prompt, move.to), message, fix, isFinal: false }];
  }
}
