// Carries a promotion out from a local clone: what the config asks for is judged as far as a clone can, the tags are
// made all at once, and taken back where a push finds that somebody was first.

import { may } from "../core/access/may.ts";
import type { Policy, PolicyEntry } from "../core/config/policy.ts";
import type { Finding } from "../core/finding.ts";
import { mention, type PromptId, shortSha } from "../core/identity.ts";
import type { Tags } from "../core/ports.ts";
import { writeMoveMessage } from "../core/release/move-message.ts";
import type { PlannedMove, Promotion } from "../core/release/promotion.ts";
import { moveTag } from "../core/release/tag-name.ts";

export interface JudgedPromotion extends Omit<Promotion, "moves"> {
  readonly moves: readonly JudgedMove[];
  /** What the config asks for and a clone cannot know. */
  readonly unchecked: readonly string[];
}

export interface JudgedMove extends PlannedMove {
  readonly unchecked: readonly string[];
}

export function judgePromotion(
  promotion: Promotion,
  policy: Policy,
  entries: ReadonlyMap<PromptId, PolicyEntry>,
): JudgedPromotion {
  const judged = promotion.moves.map((move) => judgeMove(move, policy, entries.get(move.record.prompt)));
  return {
    ...promotion,
    moves: promotion.moves.map((move, at) => ({ ...move, unchecked: judged[at]?.unchecked ?? [] })),
    findings: [...promotion.findings, ...judged.flatMap(({ denied }) => denied)],
    unchecked: judged.flatMap(({ unchecked }) => unchecked),
  };
}

function judgeMove(
  { record, commit }: PlannedMove,
  policy: Policy,
  entry: PolicyEntry | undefined,
): { readonly denied: readonly Finding[]; readonly unchecked: readonly string[] } {
  const { prompt, by, to } = record;
  const permission = may(by, "promote", { prompt, ...(entry && { entry }) }, policy, {});
  const people = [entry?.owner, entry?.backup].flatMap((who) => (who ? [mention(who)] : []));
  const denied: Finding = {
    rule: "promotion",
    severity: "error",
    prompt,
    message: `${mention(by)} is neither owner nor backup of ${prompt}, nor an admin.`,
    fix: `Ask ${[...people, "an admin"].join(" or ")}.`,
  };
  const checks = policy.evaluation.requiredChecks;
  return {
    denied: permission.kind === "refused" ? [denied] : [],
    unchecked: [
      ...(permission.kind === "unknown"
        ? [
            `whether ${mention(by)} is in ${permission.teams.map(mention).join(", ")}, as ${prompt} asks of its admins`,
          ]
        : []),
      ...(checks.length > 0
        ? [`whether ${checks.join(", ")} succeeded for ${prompt} ${to} at ${shortSha(commit)}`]
        : []),
    ],
  };
}

export interface PromotionPorts {
  readonly tags: Pick<Tags, "create">;
  /** Left out where the tags are only made in the clone. */
  readonly remote?: {
    push(
      names: readonly string[],
    ): Promise<{ readonly kind: "pushed" } | { readonly kind: "taken"; readonly names: readonly string[] }>;
    /** Deletes tags of the clone that nobody else has. */
    takeBack(names: readonly string[]): Promise<void>;
  };
}

export type PromotionOutcome =
  | { readonly kind: "made" | "pushed" }
  /** Nothing is left behind. */
  | { readonly kind: "taken"; readonly names: readonly string[]; readonly where: "clone" | "remote" };

export async function carryOutPromotion(
  { moves }: JudgedPromotion,
  { tags, remote }: PromotionPorts,
): Promise<PromotionOutcome> {
  const created = await tags.create(
    moves.map(({ record, commit, unchecked }) => ({
      name: moveTag(record.prompt, record.environment, record.n),
      commit,
      message: writeMoveMessage({ ...record, why: withRemark(record.why, unchecked) }),
      taggedAt: record.at,
    })),
  );
  if (created.kind === "taken") return { ...created, where: "clone" };
  if (!remote) return { kind: "made" };
  const names = moves.map(({ record }) => moveTag(record.prompt, record.environment, record.n));
  let isPushed = false;
  try {
    const pushed = await remote.push(names);
    isPushed = pushed.kind === "pushed";
    return pushed.kind === "pushed" ? pushed : { ...pushed, where: "remote" };
  } finally {
    if (!isPushed) await remote.takeBack(names);
  }
}

function withRemark(why: string, unchecked: readonly string[]): string {
  return unchecked.length === 0
    ? why
    : `${why}\n\nNot checked, from the command line: ${unchecked.join("; ")}.`;
}
