// A change of prompts needs its reasons in the description, unless its author is exempt.

import { mention } from "../../identity.ts";
import { rationaleFindings } from "../../rationale/rule.ts";
import type { Rule } from "./rule.ts";

export const rationale: Rule = ({ pull, policy, governed, hasBody }) => {
  const needsReasons = policy.rationale.sections.length > 0 && governed.some(({ kind }) => kind === "prompt");
  if (!needsReasons) return [];
  if (policy.rationale.exemptAuthors.includes(pull.author.login)) {
    const message = `${mention(pull.author.login)} is exempt from giving a rationale.`;
    return [{ rule: "rationale", severity: "notice", message, fix: "" }];
  }
  if (hasBody) return rationaleFindings(pull.body, policy.rationale);
  const sections = policy.rationale.sections.map((name) => `"${name}"`).join(", ");
  return [
    {
      rule: "rationale",
      severity: "notice",
      message: `The pull request's description will need the sections ${sections}.`,
      fix: "Pass a draft of it with --body FILE to have it judged here.",
    },
  ];
};
