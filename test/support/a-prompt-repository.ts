// A small repository of prompts with a config on `main`, as most tests on real git begin.

import { CONFIG_PATH } from "../../src/core/config/policy.ts";
import { aGitRepository, type Files, type GitRepository } from "./git-repository.ts";

export const CONFIG = `version: 1
admins: ["@acme/ai-platform"]
prompts:
  - path: prompts/**
    owner: "@alice"
    backup: "@bob"
  - path: prompts/support/triage.prompt.yml
    owner: "@carol"
    status: staging
`;

export const TRIAGE = `name: Triage
messages:
  - role: system
    content: Sort the ticket into a queue.
  - role: user
    content: "{{ticket}}"
`;

export const RATIONALE = ["Why", "Expected effect", "Evaluation", "Rollback plan"]
  .map((name) => `## ${name}\n\nFive words that say it plainly.\n`)
  .join("\n");

export function aPromptRepository(files: Files = {}): GitRepository {
  const repository = aGitRepository();
  repository.commit("Start", {
    "README.md": "# Prompts\n",
    [CONFIG_PATH]: CONFIG,
    "prompts/faq.md": "Answer from the FAQ.\n",
    "prompts/support/triage.prompt.yml": TRIAGE,
    ...files,
  });
  return repository;
}
