// Requires the description to say why, section by section, as the policy lists them.

import type { RationalePolicy } from "../config/policy.ts";
import type { Finding } from "../finding.ts";
import { readSections } from "./sections.ts";

const EXAMPLES: Readonly<Record<string, string>> = {
  why: "the problem or request behind the change, with a link if there is one",
  "expected effect": "what will answer differently afterwards, and for whom",
  evaluation: "what you ran to check it, and the result",
  "rollback plan": "when to undo it, and who decides",
};

export function rationaleFindings(body: string, policy: RationalePolicy): Finding[] {
  const sections = readSections(body, policy.sections);
  return policy.sections.flatMap((name) => {
    const section = sections.get(name);
    if (section && section.words >= policy.minWords) return [];
    const example = EXAMPLES[name.toLowerCase()] ?? `what a reviewer should know about "${name}"`;
    const amount = policy.minWords === 1 ? "1 word" : `${policy.minWords} words`;
    return [
      {
        rule: "rationale",
        severity: "error",
        message: section
          ? `The section "${name}" of the description has ${counted(section.words)}; it needs at least ${amount}.`
          : `The description has no section "${name}".`,
        fix: section
          ? `Write under it ${example}; comments and placeholders such as "TBD" do not count.`
          : `Add a heading "## ${name}" and under it, in at least ${amount}, ${example}.`,
      } satisfies Finding,
    ];
  });
}

function counted(words: number): string {
  return words === 0 ? "no text of its own" : words === 1 ? "1 word" : `${words} words`;
}
