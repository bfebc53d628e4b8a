// A local clone knows no reviews: say whose approval the pull request will need.

import { mention } from "../../identity.ts";
import { subjectOf } from "../subject.ts";
import type { Rule } from "./rule.ts";

export const approvalOnGitHub: Rule = ({ place, governed, policy }) => {
  if (place === "pull-request") return [];
  return governed.flatMap((change) => {
    const { name, location } = subjectOf(change);
    const owners = change.kind === "prompt" ? change.entries : [undefined];
    return owners.map((entry) => {
      const who = entry?.owner ?? entry?.backup;
      const admins = policy.admins.map(mention).join(" or ");
      return {
        rule: "owner-approval",
        severity: "notice" as const,
        ...location,
        message: `${name} will need the approval of ${who ? mention(who) : `an admin (${admins})`}.`,
        fix: "",
      };
    });
  });
};
