// What the names of the tags show to be wrong, before any message is read.

import type { Finding } from "../finding.ts";
import type { PromptId } from "../identity.ts";
import type { PromptHistory, Tag } from "./history.ts";

/** More of a kind help nobody. */
const MOST_OF_A_KIND = 50;

export interface DoubtedTag {
  readonly tag: Tag;
  readonly problem: "foreign" | "contradicting" | "lightweight";
  readonly reason: string;
}

const RULES = {
  foreign: {
    rule: "tag-foreign",
    severity: "notice",
    fix: "It is left out of the history; keep `prompts/` for Prompt Steward's own tags.",
  },
  contradicting: {
    rule: "tag-moved",
    severity: "error",
    fix: "Find out who moved it: tags of releases never move. Fetch the tags again into a fresh clone.",
  },
  lightweight: {
    rule: "tag-by-hand",
    severity: "warning",
    fix: "Nothing is known of it but its name; delete it if it was made by mistake.",
  },
} as const;

export function nameFindings(
  prompts: ReadonlyMap<PromptId, PromptHistory>,
  doubted: readonly DoubtedTag[],
): Finding[] {
  const ofTags = (["contradicting", "foreign", "lightweight"] as const).flatMap((problem) => {
    const { rule, severity, fix } = RULES[problem];
    const all = doubted.filter((one) => one.problem === problem);
    const findings = all.slice(0, MOST_OF_A_KIND).map(
      ({ tag, reason }): Finding => ({
        rule,
        severity,
        message: `The tag ${shownTag(tag)} ${reason}.`,
        fix,
      }),
    );
    return withRest(findings, all.length);
  });
  const gaps = [...prompts.values()].flatMap(gapFindings);
  return [...ofTags, ...withRest(gaps.slice(0, MOST_OF_A_KIND), gaps.length)];
}

function gapFindings(history: PromptHistory): Finding[] {
  return history.environments.flatMap((environment) => {
    const missing: string[] = [];
    let expected = 1;
    for (const n of history.moveNumbers(environment)) {
      if (n > expected) missing.push(n - expected === 1 ? `${expected}` : `${expected} to ${n - 1}`);
      expected = n + 1;
    }
    if (missing.length === 0) return [];
    const message = `Of ${environment} of ${history.prompt} the moves ${missing.join(", ")} are missing.`;
    const fix =
      "Fetch all tags; if they are gone everywhere, somebody deleted them. The highest number still counts.";
    return [
      { rule: "move-missing", severity: "warning", prompt: history.prompt, message, fix } satisfies Finding,
    ];
  });
}

function withRest(findings: Finding[], all: number): Finding[] {
  const last = findings.at(-1);
  if (!last || all <= findings.length) return findings;
  return [...findings, { ...last, message: `There are ${all - findings.length} more of this kind.` }];
}

function shownTag({ name }: Tag): string {
  const short = name.replace(/^refs\/tags\//, "").slice(0, 200);
  return JSON.stringify(short);
}
