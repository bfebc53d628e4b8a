// The answer to `/promote`: what moved, what did not, and why.

import type { PromptId } from "../../identity.ts";
import { code, prose } from "../../markdown/safe.ts";
import type { MirrorProblem } from "../../ports.ts";
import { compareLink, releaseLink } from "../links.ts";
import type { MoveRecord, ReleaseRecord } from "../record.ts";

export type PromotionOutcome =
  | {
      readonly kind: "promoted";
      readonly move: MoveRecord;
      readonly record: ReleaseRecord;
      /** What to know of it, in sentences. */
      readonly notes: readonly string[];
      readonly problems: readonly MirrorProblem[];
    }
  | { readonly kind: "already"; readonly move: MoveRecord }
  /** The reason and the fix are sentences. */
  | { readonly kind: "refused"; readonly prompt?: PromptId; readonly reason: string; readonly fix: string };

/** @param webUrl where people browse the repository: `https://github.com/acme/prompts` */
export function renderPromotion(outcomes: readonly PromotionOutcome[], webUrl: string): string {
  const lines = outcomes.map((outcome) => renderOne(outcome, webUrl));
  return lines.length === 1 ? (lines[0] ?? "") : lines.map((line) => `- ${line}`).join("\n");
}

function renderOne(outcome: PromotionOutcome, webUrl: string): string {
  switch (outcome.kind) {
    case "refused": {
      const what = outcome.prompt ? `${code(outcome.prompt)} was not promoted. ` : "Nothing was promoted. ";
      return `${what}${prose(`${outcome.reason} ${outcome.fix}`.trim())}`;
    }
    case "already": {
      const { prompt, environment, to, by, at } = outcome.move;
      return `${code(environment)} runs ${code(prompt)} ${to} already, since ${at.slice(0, 10)} by ${code(`@${by}`)}.`;
    }
    case "promoted":
      return renderMove(outcome, webUrl);
  }
}

function renderMove(
  { move, record, notes, problems }: Extract<PromotionOutcome, { kind: "promoted" }>,
  webUrl: string,
): string {
  const { prompt, environment, from, to } = move;
  const was =
    from === undefined
      ? " It ran nothing before."
      : ` It ran ${from} before ([changes](${compareLink(webUrl, prompt, from, to)})).`;
  const remarks = [
    ...notes.map((note) => ` **${prose(note)}**`),
    record.unreviewed === undefined ? "" : " **Nobody approved this release when it landed.**",
    ...problems.map(({ message, fix }) => ` ${prose(`${message} ${fix}`)}`),
  ];
  return `${code(environment)} now runs ${code(prompt)} [${to}](${releaseLink(webUrl, prompt, to)}).${was}${remarks.join("")}`;
}
