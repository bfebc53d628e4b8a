// The prompts of the made-up company that the demo plays in, in three formats, and the config that governs them.

import { SCHEMA_ADDRESS } from "../../core/config/schema-address.ts";

export const TRIAGE = "prompts/support/triage.prompt.yml";
export const NEWSLETTER = "prompts/marketing/newsletter.prompt";
const SEARCH_QUERY = "prompts/search/rewrite-query.md";

const CONFIG_TEXT = `# yaml-language-server: $schema=${SCHEMA_ADDRESS}
version: 1
admins: ["@ada"]
prompts: # as in CODEOWNERS, the last entry that matches a path wins
  - path: prompts/**/*
    owner: "@dave"
    backup: "@ada"
  - path: prompts/marketing/**/*.prompt
    owner: "@carol"
    backup: "@dave"
  - path: prompts/support/triage.prompt.yml
    id: support/triage
    owner: "@alice"
    backup: "@bob"
    consumers: ["@acme/chat-web"]
    purpose: Route a support ticket to a queue.
    status: production
rationale:
  sections: [Why, Expected effect, Evaluation, Rollback plan]
release:
  environments: [staging, production]
`;

export function triage(queues: string, temperature = 0.2): string {
  return `name: Support triage
description: Routes a support ticket to the queue that can solve it.
model: openai/gpt-4o-mini
modelParameters:
  temperature: ${temperature}
messages:
  - role: system
    content: |
      You route support tickets. Answer with exactly one of these queues:
      ${queues}.
      When in doubt, choose human.
  - role: user
    content: "Ticket in {{language}}: {{ticket}}"
testData:
  - language: English
    ticket: I was charged twice this month.
    expected: billing
`;
}

export const FILES: Readonly<Record<string, string>> = {
  ".github/prompt-steward.yml": CONFIG_TEXT,
  "README.md": "# Prompts of Acme\n",
  [TRIAGE]: triage("billing, technical, human"),
  [NEWSLETTER]: `---
model: googleai/gemini-2.5-flash
config:
  temperature: 0.8
input:
  schema:
    topic: string
    audience?: string
---
Write the opening paragraph of our newsletter about {{topic}}{{#if audience}} for {{audience}}{{/if}}.
Two sentences, no exclamation marks.
`,
  [SEARCH_QUERY]: `Rewrite the visitor's question as three short search queries, one a line.
Keep product names as they are. Do not answer the question.
`,
};

export const RATIONALE = `## Why
Refund questions land in billing and wait there for a day: 41 tickets last week.

## Expected effect
Tickets that ask for money back go to the new refunds queue, all others as before.

## Evaluation
Ran the 200 labelled tickets of last month: 187 right before, 194 right now.

## Rollback plan
If more than 5 of 100 tickets come back from the refunds queue, on-call rolls back.
`;
