// Texts of configs for tests, free of what a case is not about, and what is said of them.

import type { ParsedConfig } from "../../../src/core/config/parse.ts";
import { describeFinding } from "../../../src/core/finding.ts";

/** `error c:1:1 ...`, one line a finding. */
export function said(parsed: ParsedConfig): string[] {
  return parsed.findings.map(
    (finding) => `${finding.severity} ${describeFinding({ ...finding, file: "c" })}`,
  );
}

/** A sound head, and one entry a line from line 4 on, each given as the inside of a flow mapping. */
export function aConfig(...entries: string[]): string {
  const list = entries.map((entry) => `  - {${entry}}\n`).join("");
  return `version: 1\nadmins: ["@ann"]\nprompts:${list ? `\n${list}` : " []\n"}`;
}

/** Every key there is. */
export const fullConfig = `version: 1
admins: ["@acme/ai-platform"]
prompts:
  - path: prompts/marketing/**/*.prompt.yml
    owner: "@carol"
    backup: "@dan"
  - path: prompts/support/triage.prompt.yml
    id: support/triage
    owner: "@alice"
    backup: "@bob"
    contributors: ["@acme/support-ai"]
    consumers: ["@acme/chat-web", "@acme/mobile"]
    purpose: Route a support ticket to a queue.
    status: production
    review_every: 90d
review:
  breaking: [owner, consumers]
  objection_window: 2d
  stale: bytes
rationale:
  sections: [Why, Expected effect, Evaluation, Rollback plan]
  min_words: 5
  exempt_authors: ["dependabot[bot]"]
evaluation:
  required_checks: [promptfoo]
release:
  environments: [staging, production]
rollback:
  on_call: ["@acme/prompt-oncall"]
  merge: auto
  objective: 5m
  drill_every: 30d
  criteria:
    - when: satisfaction drops by 10 points against the previous release
      do: rollback
    - when: a few complaints, no drop
      do: investigate
feedback:
  low: 0.4
  min_samples: 30
  false_alarm_rate: 0.05
notify:
  - webhook: \${SLACK_WEBHOOK_URL}
    on: [rollback, drill, feedback]
`;
