// The one line people read in the list of checks.

import { mention } from "../../identity.ts";
import type { Evaluation } from "../evaluate.ts";
import { subjectOf } from "../subject.ts";

const LONGEST = 120;

export function titleOf(evaluation: Evaluation): string {
  const title = longTitle(evaluation);
  return title.length <= LONGEST ? title : `${title.slice(0, LONGEST - 1).toWellFormed()}…`;
}

function longTitle({ kind, conclusion, findings, changes, waitingFor }: Evaluation): string {
  switch (kind) {
    case "draft":
      return "Draft: judged when it is ready for review";
    case "no-prompts":
      return "No prompt changed";
    case "no-config":
      return "No config on the base branch yet";
    case "broken-config":
      return "The config on the base branch is broken";
    case "incomplete":
      return "Too many changes to judge";
    case "judged": {
      const names = changes.map(({ change }) => subjectOf(change).name).join(", ");
      const who = waitingFor.map(mention).join(", ");
      if (conclusion === "success") return names ? `Approved: ${names}` : "Nothing to mend";
      if (conclusion === "action_required") return `Waiting for ${who}`;
      const mends = findings.filter(({ severity, waitingFor: waits }) => severity === "error" && !waits);
      const [only, ...others] = mends.map(({ message }) => firstClause(message));
      const what = only && others.length === 0 ? only : `${mends.length} things to mend`;
      return `${what}${who ? `, then waiting for ${who}` : ""}`;
    }
  }
}

function firstClause(sentence: string): string {
  return sentence.replace(/[.;:](?:\s.*)?$/s, "");
}
