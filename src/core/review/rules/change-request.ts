// An owner or backup who asked for changes stops the pull request until they approve or the request is dismissed.

import type { Finding } from "../../finding.ts";
import { mention } from "../../identity.ts";
import { subjectOf } from "../subject.ts";
import type { Rule } from "./rule.ts";

export const changeRequest: Rule = ({ decided }) =>
  decided.flatMap(({ change, demands }) =>
    demands.flatMap(({ decision }): Finding[] => {
      if (decision.kind !== "blocked") return [];
      const subject = subjectOf(change);
      return [
        {
          rule: "change-request",
          severity: "error",
          ...subject.location,
          message: `${mention(decision.by)} asked for changes to ${subject.name}.`,
          fix: `Answer the review; it stops blocking when ${mention(decision.by)} approves or the review is dismissed.`,
        },
      ];
    }),
  );
